import { hasSecret, type PropertyMap, type PropertyValue, reveal, secret, UNKNOWN } from '../../lib/property.ts';
import type { Behaviour } from './behaviour.ts';
import { withoutNotes } from './check.ts';
import { givenPart } from './given-part.ts';
import { isRegional } from './regional.ts';
import { isSame } from './same.ts';
import { hasTagsAll, ownTags, tagsAll } from './tags.ts';

/** One resource as the generic layer sees it: its canonical type, what is recorded of it, and where it lives. */
export interface Subject {
  readonly type: string;
  readonly behaviour: Behaviour | undefined;
  readonly region: string;
  readonly config: PropertyMap;
}

export type Told = Readonly<Record<string, PropertyValue | undefined>>;

/** What an adapter told, in Pulumi's terms: the resource's own tags apart from its provider's. */
export function inPulumiTerms(subject: Subject, told: Told, knownTags: PropertyValue | undefined): Told {
  const { tags } = told;
  const region = isRegional(subject.type) ? { region: subject.region } : {};
  if (!hasTagsAll(subject.behaviour)) return { ...told, ...region };
  if (tags === undefined || tags === null || typeof tags !== 'object') return { ...told, ...region };
  return {
    ...told,
    ...region,
    tags: ownTags(subject.config, knownTags, tags as PropertyMap),
    tagsAll: Object.fromEntries(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/**
 * The outputs of a resource: the inputs, what was known before and AWS does not tell, and what it tells. A told value that means
 * the same as the known one leaves the known one as it was written. What was or must be secret is.
 */
export function mergeOutputs(subject: Subject, inputs: PropertyMap, told: Told, before: PropertyMap = {}): PropertyMap {
  const given = withoutNotes(inputs);
  const known: Record<string, PropertyValue | undefined> = { ...remaining(subject, before, given), ...given };
  for (const [name, value] of Object.entries(told)) {
    const same = isSame(subject.type, name, reveal(known[name]), value);
    if (!same) known[name] = value;
    else if (known[name] === undefined) known[name] = value ?? undefined;
  }
  return withSecrets(subject.behaviour, known, given, before);
}

/** The inputs as AWS has them now; those that it does not tell, or that still mean the same, stay as they were written. */
export function readInputs(subject: Subject, inputs: PropertyMap | undefined, told: Told): PropertyMap {
  if (inputs === undefined) {
    const names = Object.keys(subject.behaviour?.in ?? {});
    return Object.fromEntries(names.map((name) => [name, told[name]]).filter(([, value]) => value !== undefined));
  }
  const read: Record<string, PropertyValue | undefined> = {};
  for (const [name, value] of Object.entries(inputs)) {
    const now = givenPart(subject.behaviour, name, reveal(value), told[name]);
    const isKept = !(name in told) || name.startsWith('__') || isSame(subject.type, name, reveal(value), now);
    if (isKept) read[name] = value;
    else if (now !== undefined) read[name] = hasSecret(value) ? secret(now) : now;
  }
  return read;
}

/** What a preview of a create knows: the inputs, what follows from them, and unknown for all else that AWS will tell. */
export function previewOutputs(subject: Subject, inputs: PropertyMap, foreseen: Told): PropertyMap {
  const { behaviour } = subject;
  const given = withoutNotes(inputs);
  const outputs: Record<string, PropertyValue | undefined> = { ...given };
  for (const name of Object.keys(behaviour?.out ?? {})) outputs[name] = UNKNOWN;
  for (const [name, [kind]] of Object.entries(behaviour?.in ?? {})) {
    if (kind === 'opt+comp' && given[name] === undefined) outputs[name] = UNKNOWN;
  }
  if (isRegional(subject.type)) outputs['region'] = subject.region;
  if (hasTagsAll(behaviour)) outputs['tagsAll'] = tagsAll(subject.config, given);
  Object.assign(outputs, foreseen);
  return withSecrets(behaviour, outputs, given, {});
}

/** What a preview of an update knows: outputs that every such update makes unknown are, the others keep their value. */
export function previewUpdate(subject: Subject, inputs: PropertyMap, before: PropertyMap): PropertyMap {
  const { behaviour } = subject;
  const given = withoutNotes(inputs);
  const outputs: Record<string, PropertyValue | undefined> = { ...remaining(subject, before, given), ...given };
  for (const name of behaviour?.recomputed ?? []) outputs[name] = UNKNOWN;
  if (hasTagsAll(behaviour)) outputs['tagsAll'] = tagsAll(subject.config, given);
  return withSecrets(behaviour, outputs, given, before);
}

/** Earlier outputs that an update leaves in place: not the inputs that are no longer given and that nothing else fills. */
function remaining(subject: Subject, before: PropertyMap, given: PropertyMap): PropertyMap {
  const kept = Object.entries(before).filter(([name]) => {
    const kind = subject.behaviour?.in[name]?.[0];
    return given[name] !== undefined || kind === undefined || kind === 'opt+comp';
  });
  return Object.fromEntries(kept);
}

function withSecrets(
  behaviour: Behaviour | undefined,
  outputs: PropertyMap,
  inputs: PropertyMap,
  before: PropertyMap,
): PropertyMap {
  const marked = Object.entries(outputs).map(([name, value]): [string, PropertyValue | undefined] => {
    if (value === undefined || value === null) return [name, undefined];
    const wanted = isSensitive(behaviour, name) || hasSecret(inputs[name]) || hasSecret(before[name]);
    return [name, wanted && !hasSecret(value) ? secret(value) : value];
  });
  return Object.fromEntries(marked.filter(([, value]) => value !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isSensitive(behaviour: Behaviour | undefined, name: string): boolean {
  const out = behaviour?.out[name];
  return behaviour?.in[name]?.[3]?.sensitive === true || (typeof out === 'object' && out.sensitive === true);
}
