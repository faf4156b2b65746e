import { isUnknown, type PropertyMap, type PropertyValue, reveal } from '../../lib/property.ts';
import type { DiffKind, DiffRequest, DiffResult } from '../../lib/provider.ts';
import type { Behaviour, PropertyFacts } from './behaviour.ts';
import { type LeafChange, leafChanges } from './changes.ts';
import { wasFilled } from './check.ts';
import { autoNameOf } from './names.ts';
import { isEmpty, isSame } from './same.ts';
import { hasTagsAll, tagsAll } from './tags.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/**
 * What an update of a canonical type would do. Values compare by meaning, secrets by value, and a value not yet known is
 * a change. `behaviour` is `undefined` for a type of which nothing is recorded: then every change is an update, and says so.
 */
export function diffInputs(
  type: string,
  behaviour: Behaviour | undefined,
  request: Pick<DiffRequest, 'oldInputs' | 'oldOutputs' | 'newInputs' | 'config'>,
): DiffResult {
  const before = reveal(request.oldInputs) as PropertyMap;
  const after = reveal(request.newInputs) as PropertyMap;
  const detailed: Record<string, { kind: DiffKind; note?: string }> = {};
  const replaces = new Set<string>();
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !name.startsWith('__'));
  for (const name of names.sort()) {
    const whole = { before: before[name], after: after[name] };
    for (const change of changesOf(type, behaviour, name, before[name], after[name], request)) {
      const { effect, note } = judge(behaviour, name, change, whole, after);
      if (effect === 'none') continue;
      detailed[change.path] = { kind: kindOf(change, effect), ...(note !== undefined && { note }) };
      if (effect === 'replace') replaces.add(name);
    }
  }
  if (hasTagsAll(behaviour) && !Object.keys(detailed).some((path) => /^tags\b/.test(path))) {
    const wanted = tagsAll(request.config, after);
    const told = reveal(request.oldOutputs['tagsAll']);
    if (told !== undefined && !isSame(type, 'tagsAll', told, wanted)) detailed['tagsAll'] = { kind: 'update' };
  }
  return {
    changes: Object.keys(detailed).length > 0 ? 'some' : 'none',
    detailed,
    replaces: [...replaces],
    ...(replaces.size > 0 && { deleteBeforeReplace: isNameTaken(behaviour, request.newInputs, before, after) }),
  };
}

function changesOf(
  type: string,
  behaviour: Behaviour | undefined,
  name: string,
  before: PropertyValue | undefined,
  after: PropertyValue | undefined,
  request: Pick<DiffRequest, 'oldOutputs' | 'newInputs' | 'config'>,
): LeafChange[] {
  const facts = behaviour?.in[name];
  // what the provider or AWS filled in stays when the program stops giving it
  if (isUnset(after) && (facts?.[0] === 'opt+comp' || isNew(behaviour, name))) return [];
  if (name === 'region' && after === undefined) {
    return leafChanges(type, name, before, reveal(request.config['region']));
  }
  const told = reveal(request.oldOutputs[name]);
  // a default that the earlier deployment did not note is what AWS has anyway, unless it tells otherwise
  const fallback = wasFilled(request.newInputs, name) ? (told ?? after) : undefined;
  const known = before ?? (isComputed(behaviour, facts, name) ? told : fallback);
  return leafChanges(type, name, known, after);
}

function isComputed(behaviour: Behaviour | undefined, facts: PropertyFacts | undefined, name: string): boolean {
  return facts?.[0] === 'opt+comp' || name === 'region' || isNew(behaviour, name);
}

/** Newer than the record. */
function isNew(behaviour: Behaviour | undefined, name: string): boolean {
  return behaviour?.sdkOnly?.includes(name) === true;
}

function judge(
  behaviour: Behaviour | undefined,
  name: string,
  change: LeafChange,
  whole: Whole,
  inputs: PropertyMap,
): Verdict {
  // a resource lives in one region; its own property does not move it
  if (name === 'region') return { effect: 'replace' };
  if (isAnswer(behaviour, change.plain)) return { effect: 'none' };
  const found = factsOf(behaviour, change.plain);
  if (found === undefined) {
    const what = behaviour === undefined ? 'of this type' : 'of this property';
    return { effect: 'update', note: `nothing is recorded ${what}; taken for an update` };
  }
  const { facts } = found;
  const isWhole = found.plain === change.plain && !change.isElement;
  if (isWhole && facts[0] === 'opt+comp' && isUnset(change.after)) return { effect: 'none' };
  // of an element that came or went, the collection is what changed
  const { before, after } = isWhole ? change : found.plain === name ? whole : CHANGED;
  return verdictOf(facts, before, after, inputs);
}

interface Whole {
  readonly before: PropertyValue | undefined;
  readonly after: PropertyValue | undefined;
}

/** Stands for a collection inside an object that was and is not empty. */
const CHANGED: Whole = { before: ['before'], after: ['after'] };

/** The facts of a dotted path, or of the nearest object around it of which something is recorded. */
function factsOf(
  behaviour: Behaviour | undefined,
  plain: string,
): { readonly plain: string; readonly facts: PropertyFacts } | undefined {
  const dot = plain.lastIndexOf('.');
  const top = behaviour?.in[plain];
  if (dot < 0) return top === undefined ? undefined : { plain, facts: top };
  const member = behaviour?.nested?.[plain.slice(0, dot)]?.[plain.slice(dot + 1)];
  if (member !== undefined && member[0] !== 'comp') return { plain, facts: member };
  return factsOf(behaviour, plain.slice(0, dot));
}

/** A member that AWS alone fills in, such as the state of a replica: never asked for, so never a change. */
function isAnswer(behaviour: Behaviour | undefined, plain: string): boolean {
  const dot = plain.lastIndexOf('.');
  return dot > 0 && behaviour?.nested?.[plain.slice(0, dot)]?.[plain.slice(dot + 1)]?.[0] === 'comp';
}

function isUnset(value: PropertyValue | undefined): boolean {
  return isEmpty(value) && !isUnknown(value);
}

function kindOf(change: LeafChange, effect: 'replace' | 'update'): DiffKind {
  const kind = isEmpty(change.before) ? 'add' : isUnset(change.after) ? 'delete' : 'update';
  return effect === 'replace' ? `${kind}-replace` : kind;
}

/** A name that the program gave itself, and keeps, is taken while the old resource lives (bridge: nameRequiresDeleteBeforeReplace). */
function isNameTaken(
  behaviour: Behaviour | undefined,
  newInputs: PropertyMap,
  before: PropertyMap,
  after: PropertyMap,
): boolean {
  const property = behaviour === undefined ? undefined : autoNameOf(behaviour);
  if (property === undefined || after[property] === undefined) return false;
  return !wasFilled(newInputs, property) && before[property] === after[property] && !isUnknown(after[property]);
}
