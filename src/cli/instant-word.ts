import { EvenkeelError } from '../lib/errors.ts';

/** The instant of an option in milliseconds since the epoch; a date is its midnight in UTC. Throws `usage` for anything else. */
export function instantOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  throw new EvenkeelError({
    code: 'usage',
    message: `--${option} is no instant`,
    found: text,
    allowed: 'ISO 8601 with its zone: 2026-11-26T08:00:00Z, or a date in UTC',
    next: 'leave it out for this moment',
  });
}
