import type { CheckpointResource } from '../../../src/graph/checkpoint.ts';
import { draw } from '../../../src/lib/chance.ts';
import type { CaseStack, CaseVerdict } from '../cases/build.ts';

/**
 * What a second hand says of some controls, from the catalogue's sentences alone: it has not read the rules, and works on plain resources
 * by the most obvious loops, as slow as it likes.
 */
export interface Oracle {
  /** A random stack: small, with the types of the area in good and bad forms, companions with none, one and two partners. */
  stack(chance: Chance, name: string): CaseStack;
  readonly judges: Readonly<Record<string, Judge>>;
}

export interface Judge {
  /** Of one resource whose type is the control's; `undefined` where the sentence leaves it open. Called for deployed stacks only. */
  resource?(one: CheckpointResource, all: readonly CheckpointResource[]): CaseVerdict | undefined;
  /** Of the stack or the estate as a whole. */
  whole?(all: readonly CheckpointResource[]): CaseVerdict | undefined;
}

/** Draws that are named, so that one more changes no other. */
export interface Chance {
  /** 0 ≤ x < 1. */
  number(event: string): number;
  /** True as often as the share says. */
  is(event: string, share?: number): boolean;
  oneOf<T>(event: string, choices: readonly T[]): T;
}

export function chanceOf(seed: number, subject: string): Chance {
  const number = (event: string) => draw(seed, subject, event);
  return {
    number,
    is: (event, share = 0.5) => number(event) < share,
    oneOf<T>(event: string, choices: readonly T[]): T {
      if (choices.length === 0) throw new Error(`${subject} has nothing to choose ${event} from`);
      // one of the choices may be undefined
      return choices[Math.floor(number(event) * choices.length)] as T;
    },
  };
}
