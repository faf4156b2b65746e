import type { ResourceState } from '../state/resource-state.ts';
import { parseUrn, STACK_TYPE, urnOf } from '../state/urn.ts';
import type { Alias, Goal } from './goal.ts';
import { writtenAlias } from './refusals.ts';

/** The states of the last deployment, and which of them this one has met. */
export class Olds {
  readonly #live = new Map<string, ResourceState>();
  readonly #condemned: ResourceState[] = [];
  /** New URN to the old one that it was found under. */
  readonly #aliases = new Map<string, string>();
  readonly #met = new Set<string>();

  constructor(states: readonly ResourceState[]) {
    for (const state of states) {
      if (state.condemned) this.#condemned.push(state);
      else this.#live.set(state.urn, state);
    }
  }

  /**
   * The state a goal continues, under its own URN or that of a type alias (its own or its parent's), and marks it as
   * met. Throws `engine.unsupported-option` for aliases that are not the SDK's.
   */
  meet(urn: string, goal: Goal): ResourceState | undefined {
    const candidates = [urn, ...this.#formerUrns(urn, goal)];
    const found = candidates.find((candidate) => this.#live.has(candidate) && !this.#met.has(candidate));
    if (found === undefined) return undefined;
    this.#met.add(found);
    if (found !== urn) this.#aliases.set(urn, found);
    return this.#live.get(found);
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

  /** Takes a state away, so that a later goal of its URN creates. */
  forget(urn: string): void {
    this.#live.delete(urn);
  }

  #formerUrns(urn: string, goal: Goal): string[] {
    const types = goal.aliases.map((alias) => typeOfAlias(urn, goal, alias));
    const { stack, project } = parseUrn(urn);
    const formerParent = goal.parent === undefined ? undefined : this.#aliases.get(goal.parent);
    const parents = formerParent === undefined ? [goal.parent] : [goal.parent, formerParent];
    return parents.flatMap((parent) =>
      [goal.type, ...types].map((type) => urnOf(stack, project, parent, type, goal.name)),
    );
  }
}

/** The SDK itself sends nothing but former types, with the resource's own parent. */
function typeOfAlias(urn: string, goal: Goal, alias: Alias): string {
  const sameParent = alias.parent === '' || alias.parent === goal.parent || isStack(alias.parent);
  const written = alias.urn !== '' || alias.name !== '' || alias.stack !== '' || alias.project !== '';
  if (written || alias.noParent || !sameParent || alias.type === '') throw writtenAlias(urn, goal);
  return alias.type;
}

function isStack(urn: string): boolean {
  return parseUrn(urn).type === STACK_TYPE;
}
