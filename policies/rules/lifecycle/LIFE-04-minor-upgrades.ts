import { requires, rule } from 'evenkeel/policy';

const CACHE = 'aws:elasticache/replicationGroup:ReplicationGroup';

export const life04 = rule({
  id: 'LIFE-04',
  title: 'Databases, every member of a cluster and caches take minor versions by themselves',
  why: 'Minor versions carry the security fixes; a cluster gets them only where each of its members takes them.',
  remedy: 'Set `autoMinorVersionUpgrade`, or leave it out: AWS has it on.',
  severity: 'high',
  types: ['aws:rds/instance:Instance', 'aws:rds/clusterInstance:ClusterInstance', CACHE],
  decidedAt: 'preview',
  cannotSee: ['members that no checkpoint holds, such as those that auto scaling added'],
  parameters: {},
  // AutoMinorVersionUpgrade, CreateReplicationGroup, ElastiCache API reference: Redis OSS 6.0 and later
  appliesTo: (resource) =>
    resource.type !== CACHE ||
    resource.readOr('engine', 'redis') !== 'redis' ||
    !/^[2-5]\./.test(`${resource.readOr('engineVersion', '7')}`) ||
    'is of Redis before 6, which has no automatic upgrades',
  check: requires('autoMinorVersionUpgrade', true, { default: true }),
});
