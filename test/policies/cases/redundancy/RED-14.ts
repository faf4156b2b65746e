import { type PropertyMap, UNKNOWN } from '../../../../src/lib/property.ts';
import type { Add, Mutation, RuleCase } from '../build.ts';
import { changed, deployed, elsewhere, OPEN, previewed, silenced } from './short-case.ts';

/** "`automaticFailoverEnabled` and `multiAzEnabled`, ≥1 replica per shard." */
const CACHE = 'aws:elasticache/replicationGroup:ReplicationGroup';
const ON = { automaticFailoverEnabled: true, multiAzEnabled: true };

function cache(add: Add, name: string, more: PropertyMap): void {
  add(CACHE, name, { description: name, engine: 'valkey', nodeType: 'cache.m7g.large', ...more });
}

const good = 'a cache has a replica in another zone, which takes over by itself';
const sharded = 'every shard has a replica';

export const cases: readonly RuleCase[] = [
  deployed(good, (add) => cache(add, 'cache', { ...ON, numCacheClusters: 2 }), { cache: 'pass' }),
  deployed(sharded, (add) => cache(add, 'cache', { ...ON, numNodeGroups: 3, replicasPerNodeGroup: 1 }), {
    cache: 'pass',
  }),
  deployed(
    'each of the three is needed',
    (add) => {
      cache(add, 'by-hand', { automaticFailoverEnabled: false, multiAzEnabled: false, numCacheClusters: 2 });
      cache(add, 'one-zone', { automaticFailoverEnabled: true, multiAzEnabled: false, numCacheClusters: 2 });
      cache(add, 'silent', { numCacheClusters: 2 });
      cache(add, 'alone', { ...ON, numCacheClusters: 1 });
      cache(add, 'bare-shards', { ...ON, numNodeGroups: 3, replicasPerNodeGroup: 0 });
    },
    { 'by-hand': 'fail', 'one-zone': 'fail', silent: 'fail', alone: 'fail', 'bare-shards': 'fail' },
  ),
  deployed(
    'the shards may be told one by one',
    (add) => {
      const shard = (replicaCount: number) => ({ replicaCount, slots: '0-8191' });
      cache(add, 'all', { ...ON, nodeGroupConfigurations: [shard(1), shard(2)] });
      cache(add, 'some', { ...ON, nodeGroupConfigurations: [shard(1), shard(0)] });
    },
    { all: 'pass', some: 'fail' },
  ),
  previewed(
    'in a preview AWS switches nothing on of itself, and what is not known yet is open',
    (add) => {
      cache(add, 'silent', { numCacheClusters: 2 });
      cache(add, 'open', { ...ON, multiAzEnabled: UNKNOWN, numCacheClusters: 2 });
      cache(add, 'open-count', { ...ON, numCacheClusters: UNKNOWN });
      cache(add, 'off-anyway', { automaticFailoverEnabled: false, multiAzEnabled: UNKNOWN, numCacheClusters: 2 });
    },
    { silent: 'fail', open: OPEN, 'open-count': OPEN, 'off-anyway': 'fail' },
  ),
  elsewhere(CACHE),
];

export const mutations: readonly Mutation[] = [
  changed(good, 'nothing takes over by itself', 'cache', { automaticFailoverEnabled: false }),
  changed(good, 'all stands in one zone', 'cache', { multiAzEnabled: false }),
  silenced(good, 'taking over is left to AWS', 'cache', 'automaticFailoverEnabled'),
  silenced(good, 'the zones are left to AWS', 'cache', 'multiAzEnabled'),
  changed(good, 'the replica is taken away', 'cache', { numCacheClusters: 1 }),
  changed(sharded, 'the replicas of the shards are taken away', 'cache', { replicasPerNodeGroup: 0 }),
];
