import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { test } from 'vitest';

/** An AWS CLI on this machine. */
export interface AwsCli {
  readonly path: string;
  readonly version: string;
  /** The Python that runs it, where it is not frozen into one binary: many calls then need one process. */
  readonly python: string | undefined;
}

let known: readonly AwsCli[] | undefined;

/** A test that needs an AWS CLI of a major version: it runs where the PATH has one, else it is shown as skipped with the reason. */
export function testWithAws(
  major: 1 | 2,
  title: string,
  body: (aws: AwsCli) => void | Promise<void>,
  timeoutMs = 240_000,
): void {
  known ??= installed();
  const found = known.find(({ version }) => version.startsWith(`${major}.`));
  if (found) test(`aws-cli ${major}: ${title}`, () => body(found), timeoutMs);
  else test.skip(`aws-cli ${major}: ${title} (skipped: aws-cli ${major} is not on this machine)`, () => undefined);
}

/** Only what these programs need: no real credentials, no configuration, no proxy. */
export const CLIENT_ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: process.env['PATH'] ?? '',
  HOME: '/nonexistent',
  AWS_ACCESS_KEY_ID: 'TWINTEST',
  AWS_SECRET_ACCESS_KEY: 'any',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_MAX_ATTEMPTS: '1',
  AWS_PAGER: '',
  NO_PROXY: '127.0.0.1',
};

/** Runs one command line of a CLI. Rejects as `execFile` does where it ends with another code than 0. */
export async function runAws(
  aws: AwsCli,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const all = { ...CLIENT_ENVIRONMENT, ...env };
  const { stdout } = await promisify(execFile)(aws.path, [...args], { env: all, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

function installed(): AwsCli[] {
  const paths = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .map((folder) => join(folder, 'aws'))
    .filter((path) => existsSync(path));
  return paths.flatMap((path) => {
    const [, version] = /^aws-cli\/(\S+)/.exec(outputOf(path, ['--version'])) ?? [];
    return version === undefined ? [] : [{ path, version, python: pythonOf(path, version) }];
  });
}

/** The interpreter that its first line names, or the one on the PATH, if that has the CLI of this very version. */
function pythonOf(path: string, version: string): string | undefined {
  const [, named] = /^#!\s*(\S*python[\d.]*)/.exec(readFileSync(path).toString('latin1', 0, 200)) ?? [];
  return [named, 'python3'].find(
    (python) =>
      python !== undefined && outputOf(python, ['-c', 'import awscli; print(awscli.__version__)']).trim() === version,
  );
}

function outputOf(program: string, args: readonly string[]): string {
  try {
    return execFileSync(program, args, { encoding: 'utf8', timeout: 20_000, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return ''; // absent or broken: the test that needs it is shown as skipped
  }
}
