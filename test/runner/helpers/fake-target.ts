import { type AwsCaller, CallError, type CallFailure } from '../../../src/aws/index.ts';
import type { Grant, Target } from '../../../src/runner/target.ts';
import { VirtualTime } from '../../../src/twin/virtual-time.ts';
import { World } from '../../../src/twin/world.ts';

export const START_MS = Date.parse('2026-01-01T00:00:00Z');

export type FakeHandler = (input: Record<string, never>, call: { region: string; nowMs: number }) => object;
export interface FakeCall {
  readonly atMs: number;
  readonly step: string;
  readonly name: string;
  readonly region: string;
  readonly input: Record<string, unknown>;
}

/**
 * A small world of handlers by operation, in virtual time. It outlives a simulated crash: `target()` gives a new process's
 * view of it. What it does not model: the wire, credentials, anything that no handler says.
 */
export class FakeAws {
  readonly world = new World({ seed: '1', account: '111122223333', nowMs: START_MS });
  readonly calls: FakeCall[] = [];
  readonly handlers: Record<string, FakeHandler> = {};
  /** Name → addresses. */
  dnsAnswers: (name: string) => readonly string[] = () => [];
  readonly listeners: string[] = [];

  target(): Target {
    const time = new VirtualTime(this.world);
    return {
      kind: 'twin',
      stamp: 'simulated',
      time,
      open: (grant) => this.#open(grant),
      dns: (name) => Promise.resolve([...this.dnsAnswers(name)].sort()),
      openListener: (grant) => {
        this.listeners.push(grant.step);
        return Promise.resolve({ url: 'http://127.0.0.1:1/key', close: () => Promise.resolve() });
      },
      passChildTime: (startedMs, seconds) => time.sleepUntil(startedMs + seconds * 1000),
    };
  }

  /** Calls of one operation, in order. */
  named(name: string): FakeCall[] {
    return this.calls.filter((call) => call.name === name);
  }

  get nowMs(): number {
    return this.world.nowMs;
  }

  #open({ step }: Grant): AwsCaller {
    return {
      call: async (service, operation, region, input) => {
        await Promise.resolve();
        const name = `${service}.${operation}`;
        this.calls.push({ atMs: this.nowMs, step, name, region, input: input as Record<string, unknown> });
        const handler = this.handlers[name];
        if (!handler) throw new Error(`the fake has no handler for ${name}`);
        return handler(input as Record<string, never>, { region, nowMs: this.nowMs });
      },
    };
  }
}

/** What a handler throws to fail as AWS, or the network, does. */
export function fails(failure: CallFailure, awsCode: string, operation = 'fake.Call', region = 'us-west-2'): CallError {
  return new CallError({ failure, operation, region, awsCode, awsMessage: 'said the fake' });
}

/** A value that reads show only some time after it was written. */
export class Stale<T> {
  readonly #writes: { atMs: number; value: T }[];
  readonly #aws: FakeAws;
  readonly #delayMs: number;

  constructor(aws: FakeAws, first: T, delaySeconds: number) {
    this.#aws = aws;
    this.#writes = [{ atMs: Number.NEGATIVE_INFINITY, value: first }];
    this.#delayMs = delaySeconds * 1000;
  }
  write(value: T): void {
    this.#writes.push({ atMs: this.#aws.nowMs, value });
  }
  get now(): T {
    return (this.#writes.at(-1) as { value: T }).value;
  }
  /** As a describe answers. */
  get seen(): T {
    const visible = this.#writes.filter((write) => write.atMs + this.#delayMs <= this.#aws.nowMs);
    return (visible.at(-1) as { value: T }).value;
  }
}
