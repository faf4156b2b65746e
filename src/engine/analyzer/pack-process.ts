import { type ChildProcess, spawn } from 'node:child_process';
import type { ServiceError } from '@grpc/grpc-js';
import { compileCacheFolder } from '../program/compile-cache.ts';
import { forwardLines } from '../program/forward-lines.ts';
import type { PackManifest } from './manifest.ts';
import { type AnalyzerClient, analyzerClient } from './protocol.ts';

/** What a pack's process is told of the stack that it looks at. */
export interface PackStack {
  readonly project: string;
  readonly stack: string;
  readonly config: Readonly<Record<string, string>>;
  readonly secretConfigKeys: readonly string[];
  readonly preview: boolean;
  readonly environment: Readonly<Record<string, string>>;
}

/** A pack that runs: one process, one gRPC connection. */
export interface PackProcess {
  readonly client: AnalyzerClient;
  /** Why it is no longer there; `undefined` while it is. */
  died(): string | undefined;
  /** Resolves when it is gone. */
  readonly ended: Promise<void>;
  kill(): void;
}

/** A pack that has not said its port by then does not start; a loaded machine takes two seconds. */
const START_MS = 60_000;
const TAIL_CHARACTERS = 2_000;

/**
 * Starts a pack in Pulumi's own host, in a process of its own, as the CLI does. Throws the end of what it printed where it
 * ends before it serves.
 */
export async function startPack(
  manifest: PackManifest,
  stack: PackStack,
  onLine: (line: string) => void,
): Promise<PackProcess> {
  const watch = `--import=${new URL('./end-with-engine.ts', import.meta.url).href}`;
  const child = spawn(process.execPath, [watch, manifest.host, NO_ENGINE, '.'], {
    cwd: manifest.dir,
    env: environmentOf(stack),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const end = endOf(child);
  try {
    const port = await portOf(child, end, onLine);
    const client = analyzerClient(`127.0.0.1:${port}`);
    return {
      client,
      died: end.reason,
      ended: end.ended,
      kill: () => {
        client.close();
        child.kill('SIGKILL');
      },
    };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

/** Where the host would log to; it prints instead, and what it prints is told. */
const NO_ENGINE = '127.0.0.1:0';

/** Of a failed call: the process's end where that is the reason, else the message, which holds the policy's own stack. */
export async function reasonOf(error: unknown, pack: PackProcess): Promise<string> {
  const { code, details } = error as ServiceError;
  if (code === UNAVAILABLE || code === CANCELLED) {
    // the connection may break before the end of the process is heard; one that hangs is ended here
    const hangs = code === CANCELLED && pack.died() === undefined;
    pack.kill();
    await pack.ended;
    if (hangs) return 'it has not answered in time';
  }
  return pack.died() ?? details ?? String(error);
}

const UNAVAILABLE = 14;
const CANCELLED = 1;

function environmentOf(stack: PackStack): Record<string, string> {
  return {
    ...stack.environment,
    NODE_COMPILE_CACHE: compileCacheFolder(),
    PULUMI_CONFIG: JSON.stringify(stack.config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(stack.secretConfigKeys),
    PULUMI_NODEJS_DRY_RUN: String(stack.preview),
    PULUMI_NODEJS_ORGANIZATION: 'organization',
    PULUMI_NODEJS_PROJECT: stack.project,
    PULUMI_NODEJS_STACK: stack.stack,
    PULUMI_NODEJS_TYPESCRIPT: 'false',
  };
}

interface End {
  readonly ended: Promise<void>;
  reason(): string | undefined;
}

function endOf(child: ChildProcess): End {
  let reason: string | undefined;
  let tail = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    tail = (tail + chunk.toString('utf8')).slice(-TAIL_CHARACTERS);
  });
  const ended = new Promise<void>((resolve) => {
    child.on('error', (error) => {
      reason ??= error.message;
      resolve();
    });
    child.on('close', (code, signal) => {
      reason ??= `its process ended (${signal ?? `exit code ${code}`})${tail === '' ? '' : `: ${tail.trim()}`}`;
      resolve();
    });
  });
  return { ended, reason: () => reason };
}

/** The first line that is a number; the others are a pack's own words. */
async function portOf(child: ChildProcess, end: End, onLine: (line: string) => void): Promise<string> {
  const told = new Promise<string>((resolve) => {
    forwardLines(child.stdout, (line) => (/^\d+$/.test(line.trim()) ? resolve(line.trim()) : onLine(line)));
  });
  const late = AbortSignal.timeout(START_MS);
  const overdue = new Promise<undefined>((resolve) => {
    late.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  const port = await Promise.race([told, end.ended.then(() => undefined), overdue]);
  if (port === undefined) throw new Error(end.reason() ?? `it has not begun to serve within ${START_MS / 1000} s`);
  return port;
}
