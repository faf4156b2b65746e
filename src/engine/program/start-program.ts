import { type ChildProcess, spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compileCacheFolder, runtimeFolder } from './compile-cache.ts';
import { forwardLines } from './forward-lines.ts';

export interface ProgramOptions {
  readonly program: string;
  /** Folder of the project. */
  readonly root: string;
  /** The program's own folder: it runs there, and its relative paths start there. */
  readonly folder: string;
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
    cwd: options.folder,
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
  return statSync(program, { throwIfNoEntry: false })?.isDirectory() ? program : dirname(program);
}

function argumentsOf(options: ProgramOptions): string[] {
  return [
    // most of a large program's time goes into captured stacks; positions in the source survive without them
    '--stack-trace-limit=0',
    `--import=${new URL('./source-positions.ts', import.meta.url).href}`,
    join(runtimeFolder(), 'cmd', 'run', 'index.js'),
    `--monitor=${options.address}`,
    `--engine=${options.address}`,
    `--project=${options.project}`,
    `--stack=${options.stack}`,
    '--organization=organization',
    `--root-directory=${options.root}`,
    `--pwd=${options.folder}`,
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
