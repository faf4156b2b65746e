/**
 * Time as a parameter. Milliseconds since the Unix epoch. Code outside `lib`, `aws` and `cli` has no other clock.
 */
export interface Clock {
  nowMs(): number;
}

/**
 * A clock that concurrent fibres wait on. On the twin, virtual time moves only when every fibre spawned here waits
 * here; anything a fibre awaits elsewhere (an SDK call, a child process) holds the clock still (docs/adr/0001).
 */
export interface Time extends Clock {
  /** Resolves when the clock has reached `atMs`; at once if it has already. */
  sleepUntil(atMs: number): Promise<void>;
  /** Runs all at the same time and waits for all of them. The first error is thrown after the last has ended. */
  all<T>(fibres: readonly (() => Promise<T>)[]): Promise<T[]>;
}

/** `2026-01-02T03:04:05.678Z`, whatever the machine's zone or locale. */
export function isoInstant(ms: number): string {
  return new Date(ms).toISOString();
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
