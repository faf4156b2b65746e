import { every, must, requires, rule, together } from 'evenkeel/policy';

export const red14 = rule({
  id: 'RED-14',
  title: 'A cache has a replica for each shard, in another zone, that takes over by itself',
  why: 'A shard without a replica is empty after its zone is lost, and everything behind it meets the full load.',
  remedy: 'Set `automaticFailoverEnabled`, `multiAzEnabled` and at least one replica for each shard.',
  severity: 'medium',
  types: ['aws:elasticache/replicationGroup:ReplicationGroup'],
  decidedAt: 'preview',
  cannotSee: ['whether the cache is needed for the service to work at all'],
  parameters: { replicas: { default: 1, means: 'the fewest replicas of a shard' } },
  check: together(
    requires('automaticFailoverEnabled', true, { default: false }),
    requires('multiAzEnabled', true, { default: false }),
    (cache, { replicas }) => {
      const enough = (found: number) =>
        must(found >= replicas, `has ${found} replicas of a shard; ${replicas} are wanted`);
      const isTold = (path: string) => cache.isGiven(path);
      if (isTold('nodeGroupConfigurations'))
        return every(cache.list('nodeGroupConfigurations'), (shard) => enough(shard.number('replicaCount') ?? 0));
      if (isTold('numNodeGroups') || isTold('replicasPerNodeGroup'))
        return enough(Number(cache.readOr('replicasPerNodeGroup', 0)));
      return enough(Number(cache.readOr('numCacheClusters', 1)) - 1);
    },
  ),
});
