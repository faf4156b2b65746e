import { EvenkeelError } from '../lib/errors.ts';

/** A question was due and there is no terminal: nothing is changed on a guess. */
export function nobodyToAsk(what: string, allowed: string, next: string): EvenkeelError {
  return new EvenkeelError({
    code: 'nobody-to-ask',
    message: `${what}, and there is no terminal to ask on`,
    found: 'standard input is not a terminal',
    allowed,
    next,
  });
}
