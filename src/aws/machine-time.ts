import type { Time } from '../lib/clock.ts';

/**
 * The machine's clock, for AWS. Sleeps end early when `signal` aborts: whoever sleeps looks at the signal afterwards, so
 * that an interrupt is not kept waiting by a poll interval.
 */
export function machineTime(signal?: AbortSignal): Time {
  return {
    nowMs: () => Date.now(),
    sleepUntil: (atMs) => sleep(atMs - Date.now(), signal),
    async all<T>(fibres: readonly (() => Promise<T>)[]): Promise<T[]> {
      const results = await Promise.allSettled(fibres.map((fibre) => fibre()));
      return results.map((result) => {
        if (result.status === 'rejected') throw result.reason;
        return result.value;
      });
    },
  };
}

/** Timers take at most 2^31 - 1 ms; nothing here waits longer than a day at once. */
const LONGEST_MS = 24 * 3_600_000;

function sleep(forMs: number, signal: AbortSignal | undefined): Promise<void> {
  if (forMs <= 0 || signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(done, Math.min(forMs, LONGEST_MS));
    signal?.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
  });
}
