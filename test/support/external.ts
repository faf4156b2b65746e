import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from 'vitest';

/** Programs that some tests need and that a machine may lack. Nothing else is ever a reason to skip. */
const PROBES = {
  pulumi: ['pulumi', 'version'],
  boto3: ['python3', '-c', 'import boto3'],
  aws: ['aws', '--version'],
  openssl: ['openssl', 'version'],
  moto: ['python3', '-c', 'import moto'],
  'git and ssh-keygen': ['sh', '-c', 'git --version && command -v ssh-keygen'],
} as const;

const found = new Map<string, boolean>();

/** A test that needs an outside program: it runs where that is present, else it is shown as skipped with the reason. */
export function testWith(
  program: keyof typeof PROBES,
  title: string,
  body: () => void | Promise<void>,
  timeoutMs = 180_000,
): void {
  if (isPresent(program)) test(title, body, timeoutMs);
  else test.skip(`${title} (skipped: ${program} is not on this machine)`, body);
}

/** The launcher of npm's package `pulumi` downloads the CLI when it is called: only one that is installed counts. */
function isInstalled(command: string): boolean {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .some((folder) => existsSync(join(folder, command)));
}

function isPresent(program: keyof typeof PROBES): boolean {
  const known = found.get(program);
  if (known !== undefined) return known;
  const [command, ...args] = PROBES[program];
  let present = isInstalled(command);
  try {
    if (present) execFileSync(command, args, { stdio: 'ignore', timeout: 20_000 });
  } catch {
    present = false;
  }
  found.set(program, present);
  return present;
}
