/**
 * Where a process may die around a step's one effect. Named so that a test can choose the instant; in a run that
 * nobody kills they cost nothing.
 */
export const CRASH_WINDOWS = ['before-intent', 'intent-to-effect', 'effect-to-outcome', 'after-outcome'] as const;
export type CrashWindow = (typeof CRASH_WINDOWS)[number];

export interface Crashpoint {
  /** Passed on the way; never goes on where the process dies here, or has died elsewhere. */
  pass(step: string, window: CrashWindow): Promise<void>;
  /** Goes on while the process lives. To be awaited before anything that others could see. */
  alive(): Promise<void>;
  /** Rejects with `SimulatedCrash` when the process is taken for dead. */
  readonly death: Promise<never>;
}

/** All memory of the run is gone; the journal and the world are what they were at this instant. */
export class SimulatedCrash extends Error {
  override readonly name = 'SimulatedCrash';
}

/** The name of a crash point: `STEP:WINDOW`. */
export function crashName(step: string, window: CrashWindow): string {
  return `${step}:${window}`;
}

const NEVER = new Promise<never>(() => {});

export const noCrash: Crashpoint = {
  pass: () => Promise.resolve(),
  alive: () => Promise.resolve(),
  death: NEVER,
};

/** Kills this process with SIGKILL, without any cleaning up, the `nth` time that a point is passed. */
export function killAt(name: string, nth = 1): Crashpoint {
  let passed = 0;
  return {
    ...noCrash,
    pass(step, window) {
      if (crashName(step, window) !== name || ++passed < nth) return Promise.resolve();
      die();
      return NEVER;
    },
  };
}

function die(): void {
  process.kill(process.pid, 'SIGKILL');
  // not every system delivers it before the call returns: hold still until it has struck
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000);
}

/**
 * The same in one process, for tests by the thousand: at the point everything that runs waits for ever, and `death`
 * rejects. Steps cannot catch it.
 */
export function simulateCrashAt(name: string, nth = 1): Crashpoint & { happened(): boolean } {
  let passed = 0;
  let isDead = false;
  let die: (crash: SimulatedCrash) => void = () => {};
  const death = new Promise<never>((_, reject) => {
    die = reject;
  });
  death.catch(() => {}); // whoever races with it gets it; nobody has to
  const alive = () => (isDead ? NEVER : Promise.resolve());
  return {
    pass(step, window) {
      if (!isDead && crashName(step, window) === name && ++passed === nth) {
        isDead = true;
        die(new SimulatedCrash(`simulated crash at ${name}`));
      }
      return alive();
    },
    alive,
    death,
    happened: () => isDead,
  };
}

/**
 * Where an `up` may die, in the order in which it passes them: the world of the twin (`world-…`), a step's record in the
 * journal of its stack, and the fold of that journal into the checkpoint (docs/adr/0010 says what the next command does).
 */
export const UP_PHASES = [
  'world-open',
  'locked',
  'recovered',
  'before-intent',
  'intent-to-effect',
  'world-before-commit',
  'world-after-commit',
  'effect-to-outcome',
  'after-outcome',
  'steps-done',
  'fold-written',
  'checkpoint-drafted',
  'checkpoint-replaced',
  'journal-removed',
  'unlocked',
] as const;
export type UpPhase = (typeof UP_PHASES)[number];

/** Called at each phase with the stack that it is a phase of, or `twin`. Does not return where the process dies there. */
export type PassPhase = (subject: string, phase: UpPhase) => void;

export const passEveryPhase: PassPhase = () => undefined;

/** Kills this process with SIGKILL the `nth` time that a phase of a subject is passed. */
export function killAtPhase(subject: string, phase: UpPhase, nth = 1): PassPhase {
  let passed = 0;
  return (where, what) => {
    if (where === subject && what === phase && ++passed === nth) die();
  };
}
