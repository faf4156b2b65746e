import type { ResourceState } from '../state/resource-state.ts';
import { formerUrns } from './former-urns.ts';
import type { Goal } from './goal.ts';
import { duplicateAlias } from './refusals.ts';

/** The states of the last deployment, and which of them this one has met. */
export class Olds {
  readonly #live = new Map<string, ResourceState>();
  readonly #condemned: ResourceState[] = [];
  /** New URN to the old one that it was found under. */
  readonly #foundUnder = new Map<string, string>();
  /** Old URN to the new one that was found under it. */
  readonly #renamed = new Map<string, string>();
  readonly #met = new Set<string>();

  constructor(states: readonly ResourceState[]) {
    for (const state of states) {
      if (state.condemned) this.#condemned.push(state);
      else this.#live.set(state.urn, state);
    }
  }

  /**
   * The state a goal continues, under its own URN or a former one, and marks it as met. `claimed` are the URNs of this
   * deployment so far. Throws `engine.duplicate-alias` where another resource has that URN or was found under it.
   */
  meet(
    urn: string,
    goal: Pick<Goal, 'name' | 'type' | 'parent' | 'aliases' | 'sourcePosition'>,
    claimed: ReadonlySet<string>,
  ): ResourceState | undefined {
    const renamed = this.#renamed.get(urn);
    if (renamed !== undefined) throw duplicateAlias(urn, urn, renamed, goal.sourcePosition);
    const candidates = [urn, ...formerUrns(urn, goal, (one) => this.#foundUnder.get(one))];
    const found = candidates.find((candidate) => this.#live.has(candidate));
    if (found === undefined) return undefined;
    if (found !== urn) {
      const other = this.#renamed.get(found) ?? (claimed.has(found) ? found : undefined);
      if (other !== undefined) throw duplicateAlias(urn, found, other, goal.sourcePosition);
      this.#foundUnder.set(urn, found);
      this.#renamed.set(found, urn);
    }
    this.#met.add(found);
    return this.#live.get(found);
  }

  /** The URN that an old one was found under; itself where it was not renamed. */
  renamed(urn: string): string {
    return this.#renamed.get(urn) ?? urn;
  }

  get(urn: string): ResourceState | undefined {
    return this.#live.get(urn);
  }

  /** The state with that URN and id, condemned ones included. */
  exact(urn: string, id: string): ResourceState | undefined {
    const live = this.#live.get(urn);
    return live?.id === id ? live : this.#condemned.find((state) => state.urn === urn && state.id === id);
  }

  live(): ResourceState[] {
    return [...this.#live.values()];
  }

  condemned(): readonly ResourceState[] {
    return this.#condemned;
  }

  /** What the program did not ask for again. */
  unmet(): ResourceState[] {
    return this.live().filter((state) => !this.#met.has(state.urn));
  }
}
