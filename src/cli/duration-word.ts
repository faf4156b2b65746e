import { parseDuration } from '../lib/duration.ts';
import { EvenkeelError } from '../lib/errors.ts';

/** Seconds of a word of the command line such as `12h`; the error shows the command with a right one. */
export function durationOf(text: string, next: string): number {
  const seconds = parseDuration(text);
  if (seconds !== undefined) return seconds;
  throw new EvenkeelError({
    code: 'duration',
    message: 'this is not a duration',
    found: text === '' ? 'nothing' : text,
    allowed: 'a whole number and its unit: 30s, 15min, 12h, 2d',
    next,
  });
}
