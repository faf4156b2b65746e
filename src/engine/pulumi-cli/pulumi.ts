import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { EvenkeelError } from '../../lib/errors.ts';

/** The oldest Pulumi CLI that these commands were tried with. */
const OLDEST = [3, 260, 0] as const;

/** As much of the CLI's error stream as an error shows. */
const TAIL_CHARACTERS = 4_000;

export interface PulumiCall {
  readonly cwd: string;
  /** The whole environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly onLine?: ((line: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface PulumiEnd {
  readonly code: number | null;
  /** The end of what it wrote to its error stream. */
  readonly tail: string;
}

/**
 * Calls the `pulumi` of the PATH and waits until it has ended. Its arguments are seen by every process of the machine: secrets go
 * through files and the environment. Throws `engine.pulumi-absent` where there is none.
 */
export async function pulumi(args: readonly string[], call: PulumiCall): Promise<PulumiEnd> {
  // a process group of its own: an interrupt on the terminal reaches it once, through `signal`, and not twice
  const child = spawn('pulumi', [...args], {
    cwd: call.cwd,
    env: call.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const interrupt = () => void child.kill('SIGINT');
  if (call.signal?.aborted) interrupt();
  call.signal?.addEventListener('abort', interrupt);
  try {
    let tail = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      tail = (tail + chunk).slice(-TAIL_CHARACTERS);
    });
    forwardLines(child.stdout, call.onLine);
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', (error) => reject(absent(error)));
      child.on('close', resolve);
    });
    return { code, tail };
  } finally {
    call.signal?.removeEventListener('abort', interrupt);
  }
}

/** Throws where there is no `pulumi`, or one that is older than these commands. A development build tells no version and is taken. */
export async function assertPulumi(call: PulumiCall): Promise<void> {
  const lines: string[] = [];
  await pulumi(['version'], { ...call, onLine: (line) => lines.push(line) });
  const text = lines.join(' ').trim();
  const [, ...parts] = /v?(\d+)\.(\d+)\.(\d+)/.exec(text) ?? [];
  if (parts.length === 0) return;
  const found = parts.map(Number);
  const first = OLDEST.findIndex((part, index) => part !== found[index]);
  if (first < 0 || (found[first] ?? 0) > (OLDEST[first] ?? 0)) return;
  throw new EvenkeelError({
    code: 'engine.pulumi-old',
    message: 'the Pulumi CLI on the PATH is too old for this engine',
    found: text,
    allowed: `${OLDEST.join('.')} or later`,
    next: 'upgrade it, or leave --engine pulumi out: the twin needs no Pulumi CLI',
  });
}

function forwardLines(stream: Readable, onLine: ((line: string) => void) | undefined): void {
  let rest = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine?.(line);
  });
  stream.on('end', () => rest !== '' && onLine?.(rest));
}

function absent(cause: Error): unknown {
  if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') return cause;
  return new EvenkeelError(
    {
      code: 'engine.pulumi-absent',
      message: 'there is no Pulumi CLI on this machine',
      found: 'no pulumi on the PATH',
      allowed: `Pulumi ${OLDEST.join('.')} or later, with its language plugin for Node`,
      next: 'install it (https://www.pulumi.com/docs/install), or leave --engine pulumi out: the twin needs no Pulumi CLI',
    },
    { cause },
  );
}
