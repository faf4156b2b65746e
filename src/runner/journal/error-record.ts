import { CallError, type CallErrorFields } from '../../aws/index.ts';
import { EvenkeelError, type ExitCode, type Problem } from '../../lib/errors.ts';
import { RunStopped, type StopReason } from '../run-stopped.ts';

/** An error as JSON. `restoreError` makes it the same class with the same fields again. */
export interface ErrorRecord {
  readonly type: 'CallError' | 'RunStopped' | 'EvenkeelError' | 'bug';
  readonly code: string;
  readonly message: string;
  readonly problems: readonly Problem[];
  readonly exitCode: ExitCode;
  readonly fields?: CallErrorFields;
  readonly stop?: StopReason;
  readonly cause?: ErrorRecord;
}

export function recordError(error: unknown): ErrorRecord {
  const cause = error instanceof Error && error.cause !== undefined ? { cause: recordError(error.cause) } : {};
  if (!(error instanceof EvenkeelError)) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { type: 'bug', code: 'bug', message, problems: [], exitCode: 70, ...cause };
  }
  const { code, message, problems, exitCode } = error;
  const base = { code, message, problems, exitCode, ...cause };
  if (error instanceof CallError) return { type: 'CallError', fields: error.fields, ...base };
  if (error instanceof RunStopped) return { type: 'RunStopped', stop: error.reason, ...base };
  return { type: 'EvenkeelError', ...base };
}

export function restoreError(record: ErrorRecord): Error {
  const cause = record.cause && { cause: restoreError(record.cause) };
  if (record.type === 'CallError' && record.fields) return new CallError(record.fields, cause);
  if (record.type === 'RunStopped' && record.stop) return new RunStopped(record.stop, record.problems);
  if (record.type === 'bug') return new Error(record.message, cause);
  return new EvenkeelError(record.problems, { exitCode: record.exitCode, ...cause });
}
