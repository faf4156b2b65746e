import type { InputOf, OperationName, OutputOf } from '../aws/index.ts';

/** The outside world, as a step's `check` and `until` and a runbook's `observe` see it: reads only. */
export interface StepIo {
  /**
   * One read, typed from the SDK. Throttling and broken connections are retried within the step's bound; throws
   * `CallError` where AWS refuses, and where the call was not declared or would write.
   */
  call<N extends OperationName>(name: N, region: string, input: InputOf<N>): Promise<OutputOf<N>>;
  /** What the name servers answer now: every address or name that some client could get, sorted. */
  dns(name: string, type: 'A' | 'AAAA' | 'CNAME' | 'TXT'): Promise<readonly string[]>;
  /** The target's clock. */
  nowMs(): number;
  /** When the run began, on the target's clock. */
  readonly runStartedMs: number;
  /** When a step of this run first began, on the target's clock; undefined where it has not. */
  startedMs(step: string): number | undefined;
  /** What stands for `MARK` in this step. */
  readonly mark: string;
}
