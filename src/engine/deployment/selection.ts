import type { Problem } from '../../lib/errors.ts';
import { urnPattern } from '../../lib/urn-pattern.ts';
import { isProviderType, STACK_TYPE, splitProviderReference } from '../state/urn.ts';
import { neededButSkipped } from './refusals.ts';

/** The edges of a goal or of a state. */
interface Needs {
  readonly parent?: string | undefined;
  readonly provider?: string | undefined;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly deletedWith?: string | undefined;
  readonly replaceWith?: readonly string[] | undefined;
}

/**
 * The resources that a run is about, where it is not about all: named by URN or by a pattern, in which `*` stands for anything
 * within a part of a URN and `**` for anything at all. With `dependents`, what depends on one of them is selected as
 * well. Providers and the stack itself always are (as with Pulumi's `--target`).
 */
export class Selection {
  readonly dependents: boolean;
  readonly #literals: readonly string[];
  readonly #patterns: readonly RegExp[];
  /** What was selected in this run, by name or as a dependent. */
  readonly #selected = new Set<string>();
  /** Not selected and not there yet: nothing is made of them. */
  readonly #skipped = new Set<string>();

  constructor(names: readonly string[], dependents: boolean) {
    this.dependents = dependents;
    this.#literals = names.filter((name) => !name.includes('*'));
    this.#patterns = names.filter((name) => name.includes('*')).map(urnPattern);
  }

  /** True where the URN itself is named. */
  names(urn: string): boolean {
    return this.#literals.includes(urn) || this.#patterns.some((pattern) => pattern.test(urn));
  }

  /** True where a resource is selected; remembers it for those that depend on it. */
  takes(urn: string, type: string, needs: Needs): boolean {
    return this.takesState({ ...needs, urn }) || isProviderType(type) || type === STACK_TYPE;
  }

  /** True where a recorded state is selected; states are asked for in the order of their dependencies. */
  takesState(state: Needs & { readonly urn: string }): boolean {
    const isNamed =
      this.names(state.urn) || (this.dependents && edgesOf(state).some((edge) => this.#selected.has(edge)));
    if (isNamed) this.#selected.add(state.urn);
    return isNamed;
  }

  skip(urn: string): void {
    this.#skipped.add(urn);
  }

  /** What a selected resource needs and nothing makes. */
  missing(urn: string, needs: Needs): Problem[] {
    return [...new Set(edgesOf(needs))]
      .filter((edge) => this.#skipped.has(edge))
      .map((edge) => neededButSkipped(urn, edge));
  }

  /** Names that are no resource's. */
  unknown(known: ReadonlySet<string>): string[] {
    return this.#literals.filter((urn) => !known.has(urn));
  }
}

/** The URNs of everything that a resource needs. */
export function edgesOf(needs: Needs): string[] {
  const edges = [
    needs.parent,
    ...needs.dependencies,
    ...Object.values(needs.propertyDependencies).flat(),
    needs.deletedWith,
    ...(needs.replaceWith ?? []),
    needs.provider === undefined ? undefined : splitProviderReference(needs.provider).urn,
  ];
  return edges.filter((urn) => urn !== undefined && urn !== '') as string[];
}
