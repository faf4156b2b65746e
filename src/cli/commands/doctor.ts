import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ExitCode } from '../../lib/errors.ts';
import type { CommandRun } from '../command.ts';

interface Finding {
  readonly name: string;
  readonly found: string | null;
  readonly needed: boolean;
  /** What works only with it. */
  readonly disables: string;
}

/** Says what this machine has, what is missing and what that disables. The answer is no where something needed is missing. */
export const run: CommandRun = async ({ output, stateDir, root }) => {
  const findings: Finding[] = [
    { name: 'Node 24 or later', found: nodeVersion(), needed: true, disables: 'everything' },
    {
      name: 'node:sqlite',
      found: await sqliteVersion(),
      needed: true,
      disables: 'the journal and the persistent twin',
    },
    {
      name: 'state folder',
      found: writable(stateDir),
      needed: true,
      disables: 'up, run, twin; set --state to a folder that can be written',
    },
    {
      name: 'dependencies',
      found: existsSync(join(root, 'node_modules', '@pulumi', 'aws')) ? 'installed' : null,
      needed: true,
      disables: 'everything: run npm ci',
    },
    {
      name: 'pulumi',
      found: await version('pulumi', 'version'),
      needed: false,
      disables: '--engine pulumi, --target aws, and opening the same stacks with the Pulumi CLI',
    },
    {
      name: 'aws',
      found: await version('aws', '--version'),
      needed: false,
      disables: 'evenkeel twin aws',
    },
  ];
  const missing = findings.filter((finding) => finding.needed && finding.found === null);
  output.result({ kind: 'doctor', version: 1, findings, answer: missing.length === 0 }, () =>
    findings.map((finding) => line(finding, output)).join('\n'),
  );
  return missing.length === 0 ? ExitCode.done : ExitCode.answerIsNo;
};

function line(
  finding: Finding,
  output: { good(text: string): string; bad(text: string): string; dim(text: string): string },
): string {
  const name = finding.name.padEnd(18);
  if (finding.found !== null) return `${output.good('yes')}  ${name}  ${finding.found}`;
  const mark = finding.needed ? output.bad('no ') : output.dim('no ');
  return `${mark}  ${name}  without it: ${finding.disables}${finding.needed ? '' : ' (optional)'}`;
}

function nodeVersion(): string | null {
  return Number.parseInt(process.versions.node, 10) >= 24 ? process.version : null;
}

async function sqliteVersion(): Promise<string | null> {
  try {
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(':memory:');
    const row = database.prepare('select sqlite_version() as version').get() as { version: string };
    database.close();
    return row.version;
  } catch {
    return null; // a Node built without it: reported as missing above
  }
}

function writable(folder: string): string | null {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return folder;
  } catch {
    return null; // the finding says what to do
  }
}

async function version(command: string, argument: string): Promise<string | null> {
  try {
    const { stdout, stderr } = await promisify(execFile)(command, [argument], { timeout: 10_000 });
    // a development build of the Pulumi CLI prints an empty line
    return (stdout || stderr).trim().split('\n')[0] || 'no version told';
  } catch {
    return null; // absent or broken: either way it cannot be used
  }
}
