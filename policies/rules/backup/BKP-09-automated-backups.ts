import { must, notApplicable, rule } from 'evenkeel/policy';
import { byTier } from '../../facts/audience.ts';
import { CLUSTER, INSTANCE, isDatabaseReplica } from '../../facts/backed-up.ts';

const CACHE = 'aws:elasticache/replicationGroup:ReplicationGroup';
const WAREHOUSE = 'aws:redshift/cluster:Cluster';

export const bkp09 = rule({
  id: 'BKP-09',
  title: 'Databases keep their own backups for a week, of tier 1 for 35 days',
  why: 'They are the fastest way back, to any second; those of one day are gone before a mistake of Friday is found.',
  remedy:
    'Set `backupRetentionPeriod`, `snapshotRetentionLimit` or `automatedSnapshotRetentionPeriod` to as many days.',
  severity: 'high',
  types: [INSTANCE, CLUSTER, CACHE, WAREHOUSE],
  decidedAt: 'deployed',
  cannotSee: ['that something without the tag `tier` is of tier 1 (TAG-01 finds the missing tag)'],
  parameters: {
    days: { default: { '1': 35, other: 7 }, means: 'the fewest days, by tier' },
    cacheDays: { default: { '1': 35, other: 1 }, means: 'the fewest days of caches, by tier' },
  },
  appliesTo: (store) => !isDatabaseReplica(store) || 'is a replica: its source has the backups',
  check(store, { days, cacheDays }) {
    const [property, awsDefault] = KEPT[store.type] ?? [];
    if (property === undefined || awsDefault === undefined) return notApplicable('keeps no backups of its own');
    const found = Number(store.readOr(property, awsDefault));
    const wanted = byTier(store, store.type === CACHE ? cacheDays : days);
    return must(found >= wanted, `keeps its backups for ${found} days; ${wanted} are wanted`, property);
  },
});

/** The property that tells the days, and what AWS keeps where nothing is said: the provider's defaults, @pulumi/aws 7.48.0. */
const KEPT: Readonly<Record<string, readonly [property: string, awsDefault: number]>> = {
  [INSTANCE]: ['backupRetentionPeriod', 0],
  [CLUSTER]: ['backupRetentionPeriod', 1],
  [CACHE]: ['snapshotRetentionLimit', 0],
  [WAREHOUSE]: ['automatedSnapshotRetentionPeriod', 1],
};
