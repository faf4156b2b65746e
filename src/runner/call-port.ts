import { type AwsCaller, CallError } from '../aws/index.ts';
import type { Time } from '../lib/clock.ts';
import type { Crashpoint } from '../lib/crashpoint.ts';
import { EvenkeelError, ExitCode } from '../lib/errors.ts';
import { operation, type Plane } from '../operations/index.ts';
import type { CallCounts } from './journal/events.ts';
import type { Uses } from './step.ts';
import type { StepIo } from './step-io.ts';
import type { Target } from './target.ts';

/** The calls of one step: only declared ones leave, reads are retried within a bound, and all are counted. */
export interface CallPort {
  readonly io: StepIo;
  /** One attempt of the step's write. Throws `CallError`. */
  write(name: string, region: string, input: object): Promise<void>;
  counts(): CallCounts;
}

export interface CallPortOptions {
  readonly target: Target;
  readonly run: string;
  readonly step: string;
  readonly operations: readonly Uses[];
  readonly mark: string;
  readonly runStartedMs: number;
  /** When a step of the run first began. */
  readonly startedMs: (step: string) => number | undefined;
  /** No retry begins after this instant. */
  readonly deadlineMs: () => number;
  readonly crash: Crashpoint;
  /** Throws where the run is to stop. */
  readonly checkInterrupt: () => void;
  readonly onRetry: (name: string, region: string, code: string) => void;
  /** False where an unreachable endpoint is an answer: whoever asks goes elsewhere. Default true. */
  readonly retriesUnreachable?: boolean;
}

export function openCallPort(options: CallPortOptions): CallPort {
  const { target, run, step, operations, crash } = options;
  const grant = { run, step, operations };
  const counts: Record<string, Partial<Record<Plane, number>>> = {};
  let caller: AwsCaller | undefined;
  const send = async (name: string, region: string, input: object): Promise<object> => {
    const row = declaredRow(options, name, region);
    caller ??= target.open(grant);
    await crash.alive();
    count(counts, region, row.plane);
    return caller.call(row.service, row.operation, region, input);
  };
  const ask = async (name: string, type: string): Promise<readonly string[]> => {
    const row = declaredRow(options, 'dns.Query', 'global');
    await crash.alive();
    count(counts, 'global', row.plane);
    return target.dns(name, type);
  };
  const io: StepIo = {
    call: async (name, region, input) => {
      refuseWrite(options.step, name);
      return (await withRetries(options, name, region, () => send(name, region, input as object))) as never;
    },
    dns: (name, type) => withRetries(options, 'dns.Query', 'global', () => ask(name, type)),
    nowMs: () => target.time.nowMs(),
    runStartedMs: options.runStartedMs,
    startedMs: options.startedMs,
    mark: options.mark,
  };
  return {
    io,
    write: async (name, region, input) => {
      await send(name, region, input);
    },
    counts: () => counts,
  };
}

/** 1, 2, 4 … 16 seconds: AWS's advice for throttling, without the jitter that two clients would need. */
export function backOffMs(attempt: number): number {
  return Math.min(16, 2 ** (attempt - 1)) * 1000;
}

async function withRetries<T>(
  options: CallPortOptions,
  name: string,
  region: string,
  send: () => Promise<T>,
): Promise<T> {
  const time: Time = options.target.time;
  for (let attempt = 1; ; attempt++) {
    options.checkInterrupt();
    try {
      return await send();
    } catch (error) {
      const retryAtMs = time.nowMs() + backOffMs(attempt);
      if (!(error instanceof CallError) || !isRetried(options, error) || retryAtMs > options.deadlineMs()) throw error;
      options.onRetry(name, region, error.fields.awsCode);
      await time.sleepUntil(retryAtMs);
    }
  }
}

function isRetried(options: CallPortOptions, { fields: { failure } }: CallError): boolean {
  if (failure === 'unreachable' || failure === 'unknown') return options.retriesUnreachable ?? true;
  return failure === 'throttled';
}

function declaredRow(options: CallPortOptions, name: string, region: string) {
  if (options.operations.some((use) => use.name === name && use.region === region)) return operation(name);
  const declared = options.operations.map((use) => `${use.name} in ${use.region}`);
  throw new EvenkeelError(
    {
      code: 'call-undeclared',
      message: `step ${options.step} calls what it did not declare`,
      found: `${name} in ${region}`,
      allowed: declared.join(', ') || 'no call',
      next: 'list the operation in the step, or do without it',
    },
    { exitCode: ExitCode.bug },
  );
}

function refuseWrite(step: string, name: string): void {
  if (operation(name).access === 'read') return;
  throw new EvenkeelError(
    {
      code: 'write-outside-act',
      message: `step ${step} writes while it observes`,
      found: name,
      allowed: 'writes by act only',
      next: 'make the write the act of a step of its own',
    },
    { exitCode: ExitCode.bug },
  );
}

function count(counts: Record<string, Partial<Record<Plane, number>>>, region: string, plane: Plane): void {
  const row = counts[region] ?? {};
  row[plane] = (row[plane] ?? 0) + 1;
  counts[region] = row;
}
