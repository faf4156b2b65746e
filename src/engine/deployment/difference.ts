import { withoutIgnored } from '../../lib/ignored-changes.ts';
import type { PropertyMap } from '../../lib/property.ts';
import type { PropertyPath } from '../../lib/property-path.ts';
import type { DifferenceKind } from '../options.ts';
import { outside, type PropertyChange } from '../properties/compare.ts';
import type { ResourceState } from '../state/resource-state.ts';
import { splitProviderReference } from '../state/urn.ts';
import type { Step } from './new-state.ts';
import { attempt } from './provider-calls.ts';
import { providerConfig, replacedBy } from './providers.ts';
import type { Run } from './run.ts';

/** Property path to what becomes of it. */
export type Difference = Readonly<Record<string, DifferenceKind>>;

export interface StepDifference {
  readonly changed: boolean;
  /** Top-level properties that force a replacement. */
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
  readonly difference: Difference;
}

/** What the provider says of a change of inputs, without what `ignoreChanges` covers. */
export async function compare(
  run: Run,
  step: Step,
  old: ResourceState,
  newInputs: PropertyMap,
  ignored: readonly PropertyPath[],
): Promise<StepDifference> {
  if (isElsewhere(run, old, step)) {
    const difference = { provider: 'update-replace' as const };
    return { changed: true, replaces: ['provider'], deleteBeforeReplace: false, difference };
  }
  const { urn, goal, config } = step;
  const request = { urn, type: goal.type, name: goal.name, config, id: old.id ?? '', newInputs };
  const diff = await attempt(urn, 'compared', () =>
    run.provider.diff({ ...request, oldInputs: old.inputs, oldOutputs: old.outputs }),
  );
  const left = withoutIgnored(diff, ignored);
  return {
    changed: left.changes === 'some',
    replaces: left.replaces,
    deleteBeforeReplace: left.deleteBeforeReplace === true,
    difference: Object.fromEntries(Object.entries(left.detailed).map(([path, { kind }]) => [path, kind])),
  };
}

/** Outputs that changed behind the stack's back, outside `ignoreChanges`. */
export function driftOf(drift: readonly PropertyChange[], ignored: readonly PropertyPath[]): Difference {
  return Object.fromEntries([...outside(drift, ignored).keys()].map((path) => [path, 'drift' as const]));
}

/** The member `diff` of a result, in the order of the paths; left out where nothing differs. */
export function shown(difference: Difference | undefined): { readonly diff?: Difference } {
  const entries = Object.entries(difference ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? {} : { diff: Object.fromEntries(entries) };
}

/** Another region of its provider replaces a resource; another provider of the same region takes it over. */
function isElsewhere(run: Run, old: ResourceState, step: Step): boolean {
  if (old.provider === step.provider) return false;
  if (old.provider === undefined) return true;
  const { urn, id } = splitProviderReference(old.provider);
  const before = run.olds.exact(urn, id) ?? run.olds.get(urn);
  return before !== undefined && replacedBy(providerConfig(before.inputs), step.config).length > 0;
}
