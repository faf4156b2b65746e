import type { Problem } from '../../lib/errors.ts';
import type { Waiver } from './waiver.ts';

/** Why an entry excuses nothing of what it names. */
export type WaiverFault = keyof typeof FAULTS;

/** The finding about an entry. */
export function fault(why: WaiverFault, { control, resource, at }: Waiver, found: string): Problem {
  const { message, allowed, next } = FAULTS[why];
  return {
    code: `waiver.${why}`,
    at,
    message: `the waiver of ${control} for ${resource} ${message}`,
    found,
    allowed,
    next,
  };
}

const FAULTS = {
  'control-unknown': {
    message: 'names a control that does not exist',
    allowed: 'the id of a control',
    next: 'correct it, or take the entry away',
  },
  unmatched: {
    message: 'matches no verdict of that control',
    allowed: 'what names at least one resource that the control judges',
    next: 'correct the resource, or take the entry away',
  },
  'same-person': {
    message: 'was approved by its own author',
    allowed: 'an approver who is another person',
    next: 'have somebody else approve it',
  },
  term: {
    message: 'holds for a term that is not allowed',
    allowed: '1 to 365 days from approved to expires',
    next: 'correct the days',
  },
  'not-yet': {
    message: 'is not approved yet at the instant of judgement',
    allowed: 'an approval in the past',
    next: 'correct the day of the approval',
  },
  expired: {
    message: 'has expired',
    allowed: 'a day after the instant of judgement',
    next: 'correct what fails, or have it approved anew',
  },
  changed: {
    message: 'is bound to other properties than there are now',
    allowed: 'what was approved',
    next: 'look at what has changed, and have it approved anew with these hashes',
  },
} as const;
