import { killAtPhase, type PassPhase, passEveryPhase, UP_PHASES, type UpPhase } from '../lib/crashpoint.ts';
import { EvenkeelError } from '../lib/errors.ts';

/**
 * What is told the phases of an `up`. The crash tests set `EVENKEEL_CRASH_AT` to `STACK:PHASE` (or `twin:PHASE`), with `#N` for
 * the Nth time; never set otherwise. Instants of a runbook's steps, which the same variable names, are left to the runner.
 */
export function crashPhase(text: string | undefined = process.env['EVENKEEL_CRASH_AT']): PassPhase {
  const [, subject, phase, nth] = /^([^:]+):([a-z-]+)(?:#([1-9]\d*))?$/.exec(text ?? '') ?? [];
  if (subject === undefined || !isUpPhase(phase)) return passEveryPhase;
  return killAtPhase(subject, phase, Number(nth ?? 1));
}

/** Throws `usage` where the variable names no phase of an `up`: a test that kills nothing must not pass. */
export function assertCrashPhase(text: string | undefined = process.env['EVENKEEL_CRASH_AT']): void {
  if (text === undefined || crashPhase(text) !== passEveryPhase) return;
  throw new EvenkeelError({
    code: 'usage',
    message: 'EVENKEEL_CRASH_AT names no instant of an up',
    found: text,
    allowed: `STACK:PHASE with ${UP_PHASES.join(', ')}`,
    next: 'unset it, unless this is a test of crashes',
  });
}

function isUpPhase(phase: string | undefined): phase is UpPhase {
  return (UP_PHASES as readonly string[]).includes(phase ?? '');
}
