import { attempt, type Resource, type Scope, Undecided } from 'evenkeel/policy';
import { CLUSTER, INSTANCE, MEMBER, systemOf } from './counterparts.ts';
import { isTier1 } from './tier.ts';
import type { PathNode } from './zone-loss.ts';

export const FILES = 'aws:efs/fileSystem:FileSystem';

/** Types that keep what a service writes and stand in zones of their own; other stores of AWS span the zones of a region. */
export const STORES: readonly string[] = [INSTANCE, CLUSTER, FILES];

/**
 * The stores that a service needs: those that the program made its targets from, however many resources lie between, and those of tier 1
 * of its system in its region. Read replicas are none: nothing writes to them.
 */
export function storesOf(balancer: Resource, targets: readonly Resource[], estate: Scope): readonly Resource[] {
  const system = systemOf(balancer);
  const tagged = STORES.flatMap((type) => (system === undefined ? [] : estate.having(type, systemOf, system)));
  const own = tagged.filter((store) => store.isCertain && store.region === balancer.region && isTier1(store));
  const found = [...own, ...usedBy(targets)].filter((store) => !isReplica(store));
  return [...new Map(found.map((store) => [store.urn, store])).values()];
}

export function isReplica(store: Resource): boolean {
  return store.type === INSTANCE && store.to('replicateSourceDb', INSTANCE) !== undefined;
}

/** The members of a store, of which one is enough: every member of a cluster can be promoted (Aurora User Guide, "High availability"). */
export function membersOf(store: Resource): readonly PathNode[] {
  if (store.type === INSTANCE)
    return [store.readOr('multiAz', false) === true ? spanning(store) : standing(store, 'availabilityZone')];
  if (store.type === FILES)
    return [store.isGiven('availabilityZoneName') ? standing(store, 'availabilityZoneName') : spanning(store)];
  if (store.read('engineMode') === 'serverless' || store.read('dbClusterInstanceClass') !== undefined)
    return [spanning(store)];
  const members = store.from(MEMBER, 'clusterIdentifier');
  if (members.length === 0) throw new Undecided('clusterMembers', `no member of ${store.name} is in the checkpoints`);
  return members.map((member) => ({ ...standing(member, 'availabilityZone'), isPerhaps: !member.isCertain }));
}

function spanning(store: Resource): PathNode {
  return { name: nameOf(store), zones: [] };
}

function standing(resource: Resource, property: string): PathNode {
  return { name: nameOf(resource), zones: [zoneAt(resource, property)] };
}

function nameOf({ type, name }: Resource): string {
  return `${type === MEMBER ? 'member' : type === FILES ? 'file system' : 'database'} ${name}`;
}

/** A zone by its name; `undefined` where it is not set, or not known. */
export function zoneAt(resource: Resource, property = 'availabilityZone'): string | undefined {
  const zone = attempt(() => resource.text(property));
  return 'value' in zone ? zone.value : undefined;
}

function usedBy(targets: readonly Resource[]): readonly Resource[] {
  const reached = new Map(targets.map((one) => [one.urn, one]));
  for (const one of reached.values()) {
    if (STORES.includes(one.type)) continue;
    for (const other of one.uses) if (!reached.has(other.urn)) reached.set(other.urn, other);
  }
  return [...reached.values()].filter(({ type }) => STORES.includes(type));
}
