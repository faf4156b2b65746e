import type { AwsCaller } from '../aws/index.ts';
import type { Time } from '../lib/clock.ts';
import type { EnginePort } from './engine-port.ts';
import type { Uses } from './step.ts';

/**
 * Where a run takes effect. The runner and the runbooks know of it only what stands here, and `kind` and `stamp` are
 * read by evidence alone.
 */
export interface Target {
  readonly kind: 'twin' | 'aws';
  /** How a practised run is stamped; production where it is the real thing. */
  readonly stamp: 'simulated' | 'isolated' | 'production';
  readonly time: Time;
  /**
   * Calls with credentials of one step's own, which may do what the grant lists and nothing else: a twin refuses the
   * rest by access key, AWS by session policy. `sdkCaller` of `src/aws` makes one from SDK client configurations.
   */
  open(grant: Grant): AwsCaller;
  /** Asks the name servers of the name's zone: every answer that some client could get, sorted. Not of any region. */
  dns(name: string, type: string): Promise<readonly string[]>;
  /** The service's public name for one child process: a URL that exists until it is closed. */
  openListener(grant: Grant, url: string): Promise<{ readonly url: string; close(): Promise<void> }>;
  /** After a child that began at an instant: in a rehearsal the clock, which stood still, goes to its end. */
  passChildTime(startedMs: number, seconds: number): Promise<void>;
  /** The Pulumi engine, for steps that delete a stack. Absent: this target has none. */
  readonly engine?: EnginePort | undefined;
}

/** One step of one run, and what it may call. */
export interface Grant {
  readonly run: string;
  readonly step: string;
  readonly operations: readonly Uses[];
}
