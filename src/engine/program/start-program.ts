import { type ChildProcess, spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { createRequire, getCompileCacheDir } from 'node:module';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';

export interface ProgramOptions {
  readonly program: string;
  /** Folder of the project. */
  readonly root: string;
  readonly project: string;
  readonly stack: string;
  readonly config: Readonly<Record<string, string>>;
  readonly secretConfigKeys: readonly string[];
  /** `HOST:PORT` of the services. */
  readonly address: string;
  readonly preview: boolean;
  readonly parallel: number;
  readonly environment: Readonly<Record<string, string>>;
}

export interface Program {
  /** How it ended, with the end of what it wrote to its error stream. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null; readonly tail: string }>;
  kill(): void;
}

/** As much of a dying program's error stream as an error shows. */
const TAIL_CHARACTERS = 4_000;

/**
 * Starts an unchanged Pulumi program in Pulumi's own runtime for Node, in a process of its own. Its configuration,
 * secrets among it, goes through the environment as the CLI passes it, never through the arguments.
 */
export function startProgram(options: ProgramOptions, onLine: (line: string) => void): Program {
  const child = spawn(process.execPath, argumentsOf(options), {
    cwd: options.root,
    env: environmentOf(options),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  forwardLines(child.stdout, onLine);
  forwardLines(child.stderr, onLine);
  return {
    ended: endOf(child),
    kill: () => child.kill('SIGKILL'),
  };
}

/** The folder that a program's relative paths start from. */
export function folderOf(program: string): string {
  return statSync(program).isDirectory() ? program : dirname(program);
}

function argumentsOf(options: ProgramOptions): string[] {
  return [
    // most of a large program's time goes into captured stacks; positions in the source survive without them
    '--stack-trace-limit=0',
    join(runtimeFolder(), 'cmd', 'run', 'index.js'),
    `--monitor=${options.address}`,
    `--engine=${options.address}`,
    `--project=${options.project}`,
    `--stack=${options.stack}`,
    '--organization=organization',
    `--root-directory=${options.root}`,
    `--pwd=${options.root}`,
    `--parallel=${options.parallel}`,
    ...(options.preview ? ['--dry-run'] : []),
    options.program,
  ];
}

function environmentOf(options: ProgramOptions): Record<string, string> {
  return {
    ...options.environment,
    NODE_COMPILE_CACHE: compileCacheFolder(),
    PULUMI_CONFIG: JSON.stringify(options.config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(options.secretConfigKeys),
    PULUMI_NODEJS_DRY_RUN: String(options.preview),
    PULUMI_NODEJS_ORGANIZATION: 'organization',
    PULUMI_NODEJS_PROJECT: options.project,
    PULUMI_NODEJS_STACK: options.stack,
    // Node strips types by itself
    PULUMI_NODEJS_TYPESCRIPT: 'false',
  };
}

function runtimeFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('@pulumi/pulumi/package.json'));
}

/** Where this process keeps its own compiled code, else beside the packages. */
function compileCacheFolder(): string {
  const own = getCompileCacheDir();
  return own === undefined ? join(runtimeFolder(), '..', '..', '.cache', 'evenkeel', 'compiled') : dirname(own);
}

function forwardLines(stream: Readable | null, onLine: (line: string) => void): void {
  let rest = '';
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  stream?.on('end', () => rest !== '' && onLine(rest));
}

function endOf(child: ChildProcess): Program['ended'] {
  let tail = '';
  child.stderr?.on('data', (chunk: string) => {
    tail = (tail + chunk).slice(-TAIL_CHARACTERS);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, tail }));
  });
}
