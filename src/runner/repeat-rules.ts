import type { Operation, RepeatClass } from '../operations/index.ts';

/** What recovery does with an intent of which no outcome is known (docs/adr/0005). */
export interface RepeatRule {
  /** Observes past the staleness bound whether the effect is there, before anything else. */
  readonly observes: boolean;
  /** Sends with a token that is the same for every attempt of the step. */
  readonly sendsToken: boolean;
  /** Takes AWS's named refusals of a repeat for the answer that the first attempt took effect. */
  readonly trustsRefusal: boolean;
  /** Where the effect was not seen, asks a person before it sends again. */
  readonly asks: boolean;
}

const REPEATS: RepeatRule = { observes: true, sendsToken: false, trustsRefusal: false, asks: false };

/** One rule a class; the class is the operation table's. */
export const REPEAT_RULES: Readonly<Record<Exclude<RepeatClass, 'read'>, RepeatRule>> = {
  token: { ...REPEATS, sendsToken: true },
  absolute: REPEATS,
  refused: { ...REPEATS, trustsRefusal: true },
  marked: REPEATS,
  once: { ...REPEATS, asks: true },
};

export type RepeatRules = typeof REPEAT_RULES;

/** Where AWS publishes no bound for how long a describe may be stale. Our estimate. */
export const DEFAULT_STALENESS_SECONDS = 30;

/** How long after a call of an operation a describe may not show what it did. */
export function stalenessSeconds({ staleness }: Operation): number {
  return staleness?.boundSeconds ?? DEFAULT_STALENESS_SECONDS;
}
