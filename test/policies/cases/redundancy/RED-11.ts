import { type PropertyMap, UNKNOWN } from '../../../../src/lib/property.ts';
import type { Add, Mutation, RuleCase } from '../build.ts';
import { changed, deployed, elsewhere, OPEN, previewed, silenced } from './short-case.ts';

/** "`multiAz=true` (skip: cluster members, read replicas)." */
const INSTANCE = 'aws:rds/instance:Instance';

function instance(add: Add, name: string, more: PropertyMap = {}) {
  const given = { engine: 'postgres', instanceClass: 'db.m7g.large', allocatedStorage: 100 };
  return add(INSTANCE, name, { ...given, ...more });
}

const good = 'a database has its standby in another zone';

export const cases: readonly RuleCase[] = [
  deployed(good, (add) => void instance(add, 'database', { multiAz: true }), { database: 'pass' }),
  deployed(
    'without a standby it fails, and left out there is none',
    (add) => {
      instance(add, 'single', { multiAz: false });
      instance(add, 'silent');
      add(INSTANCE, 'answered', { engine: 'mysql' }, { computed: { multiAz: false } });
    },
    { single: 'fail', silent: 'fail', answered: 'fail' },
  ),
  deployed(
    'a read replica is none to be judged, and a member of a cluster is of another type',
    (add) => {
      const source = instance(add, 'source', { multiAz: true });
      add(INSTANCE, 'replica', { instanceClass: 'db.m7g.large', replicateSourceDb: source.ref('arn'), multiAz: false });
      const clusterIdentifier = 'shop';
      add('aws:rds/clusterInstance:ClusterInstance', 'member', { clusterIdentifier, instanceClass: 'db.r7g.large' });
    },
    { source: 'pass', replica: 'not-applicable' },
  ),
  previewed(
    'in a preview AWS gives no standby of itself, and what is not known yet is open',
    (add) => {
      const source = instance(add, 'source', { multiAz: true });
      instance(add, 'silent');
      instance(add, 'open', { multiAz: UNKNOWN });
      add(INSTANCE, 'replica', { instanceClass: 'db.m7g.large', replicateSourceDb: source.ref('arn') });
    },
    { source: 'pass', silent: 'fail', open: OPEN, replica: 'not-applicable' },
  ),
  elsewhere(INSTANCE, { multiAz: false }),
];

export const mutations: readonly Mutation[] = [
  changed(good, 'the standby is given up', 'database', { multiAz: false }),
  silenced(good, 'the standby is no longer asked for', 'database', 'multiAz'),
  changed(good, 'a large one is given up as well', 'database', { multiAz: false, instanceClass: 'db.r7g.16xlarge' }),
  changed(good, 'another engine has no standby either', 'database', { multiAz: false, engine: 'mysql' }),
];
