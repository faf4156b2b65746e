import { isDeepStrictEqual } from 'node:util';
import { withoutIgnored } from '../../lib/ignored-changes.ts';
import { hasUnknown, type PropertyMap, type PropertyValue, reveal } from '../../lib/property.ts';
import { covers, type PropertyPath, parsePath } from '../../lib/property-path.ts';
import type { DiffKind, DiffResult } from '../../lib/provider.ts';
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
  const reason = replacedAnyway(run, step, old);
  if (reason !== undefined) {
    const difference = { [reason]: 'update-replace' as const };
    return { changed: true, replaces: [reason], deleteBeforeReplace: false, difference };
  }
  const { urn, goal, config } = step;
  const request = { urn, type: goal.type, name: goal.name, config, id: old.id ?? '', newInputs };
  const diff = await attempt(urn, 'compared', () =>
    run.provider.diff({ ...request, oldInputs: old.inputs, oldOutputs: old.outputs }),
  );
  const replacing = (goal.replaceOnChanges ?? []).map(parsePath);
  const left = replacedOnChanges(withoutIgnored(diff, ignored), replacing);
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

/** A difference in which a change of what one of the patterns covers replaces. */
export function replacedOnChanges(diff: DiffResult, patterns: readonly PropertyPath[]): DiffResult {
  if (diff.changes === 'none' || patterns.length === 0) return diff;
  const replaces = new Set(diff.replaces);
  const detailed = Object.entries(diff.detailed).map(([text, change]): [string, typeof change] => {
    const path = parsePath(text);
    if (!patterns.some((pattern) => covers(pattern, path))) return [text, change];
    replaces.add(String(path[0]));
    return [text, { ...change, kind: REPLACING_KINDS[change.kind] }];
  });
  return { ...diff, detailed: Object.fromEntries(detailed), replaces: [...replaces] };
}

const REPLACING_KINDS: Readonly<Record<DiffKind, DiffKind>> = {
  add: 'add-replace',
  'add-replace': 'add-replace',
  delete: 'delete-replace',
  'delete-replace': 'delete-replace',
  update: 'update-replace',
  'update-replace': 'update-replace',
};

/**
 * Why a resource is replaced whatever its provider says (pkg/resource/deploy/step_generator.go, `diff`): the name of the option, or
 * of what changed.
 */
export function replacedAnyway(run: Run, step: Step, old: ResourceState): string | undefined {
  const { goal } = step;
  const isReplaced = (urn: string) => run.results.get(urn)?.op === 'replace';
  if (isTriggered(goal.replacementTrigger, old.replacementTrigger)) return 'replacementTrigger';
  if (old.taint) return 'id';
  if (goal.replaceWith?.some(isReplaced)) return 'replaceWith';
  if (goal.deletedWith !== undefined && isReplaced(goal.deletedWith)) return 'deletedWith';
  return goal.custom && isElsewhere(run, old, step) ? 'provider' : undefined;
}

/** Unknown is a change; a trigger that comes or goes is none. */
function isTriggered(after: PropertyValue | undefined, before: PropertyValue | undefined): boolean {
  if (hasUnknown(reveal(after)) || hasUnknown(reveal(before))) return true;
  if (after === undefined || before === undefined) return false;
  return !isDeepStrictEqual(reveal(after), reveal(before));
}

/** Another region of its provider replaces a resource; another provider of the same region takes it over. */
function isElsewhere(run: Run, old: ResourceState, step: Step): boolean {
  if (old.provider === undefined) return true;
  const { urn, id } = splitProviderReference(old.provider);
  if (`${run.olds.renamed(urn)}::${id}` === step.provider) return false;
  const before = run.olds.exact(urn, id) ?? run.olds.get(urn);
  return before !== undefined && replacedBy(providerConfig(before.inputs), step.config).length > 0;
}
