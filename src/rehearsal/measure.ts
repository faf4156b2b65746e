/** One second of all clients together; `atMs` is its start. */
export interface MeasuredSecond {
  readonly atMs: number;
  readonly attempted: number;
  readonly succeeded: number;
}

/** The instants of a run that its recovery time is split by. */
export interface RunInstants {
  /** When the detecting step ended; undefined where there was none. */
  readonly detectedMs?: number | undefined;
  /** From the instant the approval was asked for to the instant it was given. */
  readonly decisionSeconds: number;
}

export interface Recovery {
  /** Undefined where clients never failed, or never recovered. */
  readonly rtoSeconds: number | undefined;
  readonly detectionSeconds: number;
  readonly decisionSeconds: number;
  readonly machineSeconds: number;
  readonly firstFailureMs: number | undefined;
  readonly recoveredMs: number | undefined;
  /** Share of attempts that succeeded, over all seconds given. */
  readonly availability: number;
}

const WINDOW_SECONDS = 60;
const RECOVERED_SHARE = 0.99;

/**
 * Recovery time as clients saw it: from the first failed request at or after `faultMs` to the start of the first 60
 * seconds in which at least 99 % succeed; split into detection, decision and machine (the rest).
 */
export function measureRecovery(seconds: readonly MeasuredSecond[], faultMs: number, instants: RunInstants): Recovery {
  const attempted = sum(seconds, 'attempted');
  const availability = attempted === 0 ? 1 : sum(seconds, 'succeeded') / attempted;
  const after = seconds.filter((second) => second.atMs >= faultMs);
  const firstFailure = after.findIndex((second) => second.succeeded < second.attempted);
  const none = { detectionSeconds: 0, decisionSeconds: 0, machineSeconds: 0, recoveredMs: undefined, availability };
  const failed = after[firstFailure];
  if (!failed) return { ...none, rtoSeconds: undefined, firstFailureMs: undefined };
  const recovered = recoveryAfter(after, firstFailure);
  if (!recovered) return { ...none, rtoSeconds: undefined, firstFailureMs: failed.atMs };
  const rtoSeconds = (recovered.atMs - failed.atMs) / 1000;
  const detectionSeconds = Math.max(
    0,
    Math.min(rtoSeconds, ((instants.detectedMs ?? failed.atMs) - failed.atMs) / 1000),
  );
  const decisionSeconds = Math.min(instants.decisionSeconds, rtoSeconds - detectionSeconds);
  return {
    rtoSeconds,
    detectionSeconds,
    decisionSeconds,
    machineSeconds: rtoSeconds - detectionSeconds - decisionSeconds,
    firstFailureMs: failed.atMs,
    recoveredMs: recovered.atMs,
    availability,
  };
}

/** The first second after a failure from which a whole window succeeds; a window that is cut off proves nothing. */
function recoveryAfter(seconds: readonly MeasuredSecond[], from: number): MeasuredSecond | undefined {
  for (let start = from + 1; start + WINDOW_SECONDS <= seconds.length; start++) {
    const window = seconds.slice(start, start + WINDOW_SECONDS);
    if (sum(window, 'succeeded') >= RECOVERED_SHARE * sum(window, 'attempted')) return seconds[start];
  }
  return undefined;
}

function sum(seconds: readonly MeasuredSecond[], key: 'attempted' | 'succeeded'): number {
  return seconds.reduce((total, second) => total + second[key], 0);
}
