import { drawHex } from '../../lib/chance.ts';
import { hasSecret, type PropertyMap, type PropertyValue } from '../../lib/property.ts';
import { type TaggedTable, taggedTable } from '../services/tagged.ts';
import type { World } from '../world.ts';
import type { Behaviour, OutputFacts } from './behaviour.ts';
import { arnOfName } from './inert-arns.ts';

/** A resource whose type the twin has no handlers for: kept and told back, without endpoint or behaviour. */
export interface InertResource {
  readonly type: string;
  readonly urn: string;
  readonly id: string;
  readonly region: string;
  /** As given, without what is secret. */
  readonly inputs: PropertyMap;
  /** Made up and recognisable as such: an ARN of resource type `inert` where none follows from the name, names below `inert.invalid`. */
  readonly computed: PropertyMap;
}

/** Every inert resource, in the order of region and id: a result that rests on the twin names them. */
export function inertResources(world: World): InertResource[] {
  return inertTable(world).values();
}

export function createInert(
  world: World,
  subject: { readonly type: string; readonly urn: string; readonly region: string; readonly before: number },
  behaviour: Behaviour | undefined,
  inputs: PropertyMap,
): InertResource {
  const { type, urn, region, before } = subject;
  const id = `inert-${drawHex(world.seed, urn, `inert#${before}`, 12)}`;
  const record = {
    type,
    urn,
    id,
    region,
    inputs: withoutSecrets(inputs),
    computed: computed(world, type, region, id, behaviour, inputs),
  };
  inertTable(world).put(key(region, id), record);
  return record;
}

export function readInert(world: World, region: string, id: string): InertResource | undefined {
  return inertTable(world).get(key(region, id));
}

/** Throws nothing: what is not there is not updated. */
export function updateInert(world: World, region: string, id: string, inputs: PropertyMap): void {
  const record = readInert(world, region, id);
  if (record !== undefined) inertTable(world).put(key(region, id), { ...record, inputs: withoutSecrets(inputs) });
}

export function deleteInert(world: World, region: string, id: string): void {
  inertTable(world).delete(key(region, id));
}

function inertTable(world: World) {
  return world.table<InertResource>('inert');
}

function key(region: string, id: string): string {
  return `${region}/${id}`;
}

function withoutSecrets(inputs: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => !hasSecret(value)));
}

function computed(
  world: World,
  type: string,
  region: string,
  id: string,
  behaviour: Behaviour | undefined,
  inputs: PropertyMap,
): PropertyMap {
  const service = /^aws:([\w-]+)\//.exec(type)?.[1] ?? 'unknown';
  const madeUpArn = `arn:aws:${service}:${region}:${world.account}:inert/${id}`;
  const arn = arnOfName(type, inputs, region, world.account) ?? madeUpArn;
  const names = Object.entries(behaviour?.out ?? { arn: 'string' }).filter(([name]) => name !== 'tagsAll');
  return Object.fromEntries(names.map(([name, facts]) => [name, madeUp(name, facts, arn, id)]));
}

function madeUp(name: string, facts: OutputFacts, arn: string, id: string): PropertyValue {
  const type = typeof facts === 'string' ? facts : facts.t;
  if (typeof facts === 'object' && facts.default !== undefined) return facts.default;
  if (type.endsWith('[]')) return [];
  if (type === 'number') return 0;
  if (type === 'bool') return false;
  if (type !== 'string') return {};
  return /arn$/i.test(name) ? arn : `${id}.${name}.inert.invalid`;
}

/** How many resources of each type are kept without behaviour: of these stacks, where any are named. */
export function inertCounts(world: World, stacks?: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type, urn } of inertResources(world)) {
    const isNamed = stacks?.some((stack) => urn.startsWith(`urn:pulumi:${stack}::`)) ?? true;
    if (isNamed) counts[type] = (counts[type] ?? 0) + 1;
  }
  return counts;
}

/**
 * A resource without behaviour as tagging lists it: by the ARN that was made up for it, so that a search by tag does not pass over
 * it. Whether AWS lists its type is not known to the twin.
 */
export const inertTagged: TaggedTable = taggedTable<InertResource>('inert', ({ computed, inputs, region }) => {
  const arn = computed['arn'];
  const tags = inputs['tagsAll'] ?? inputs['tags'];
  if (typeof arn !== 'string' || typeof tags !== 'object' || tags === null) return [];
  const known = Object.entries(tags).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return [{ arn, region, tags: Object.fromEntries(known) }];
});
