import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Added, type Mutation, pick, type RuleCase, set } from '../build.ts';
import { broken, changed, deployed, elsewhere, idsOf, OPEN, previewed, rowsOf, subnets } from './short-case.ts';

/** "DB/cache subnet groups span ≥2 AZs (tier-1 ≥3)." A group of caches is judged where its cache is, or where it stands itself. */
const DATABASE_GROUP = 'aws:rds/subnetGroup:SubnetGroup';
const CACHE_GROUP = 'aws:elasticache/subnetGroup:SubnetGroup';
const CACHE = 'aws:elasticache/replicationGroup:ReplicationGroup';

function databaseGroup(add: Add, name: string, letters: string, tier?: string): Added {
  const subnetIds = idsOf(subnets(add, letters, `${name}-subnet`));
  return add(DATABASE_GROUP, name, { subnetIds, ...(tier !== undefined && { tags: { tier } }) });
}

function cache(add: Add, name: string, letters: string, tier?: string): void {
  const subnetIds = idsOf(subnets(add, letters, `${name}-subnet`));
  const tags = tier === undefined ? {} : { tags: { tier } };
  const group = add(
    CACHE_GROUP,
    `${name}-group`,
    { name: `${name}-group`, subnetIds, ...tags },
    { id: `${name}-group` },
  );
  add(CACHE, name, { description: name, nodeType: 'cache.m7g.large', subnetGroupName: group.ref('id'), ...tags });
}

const good = 'a database of tier 1 may stand in three zones, and so may its cache';
const small = 'two zones are enough for tier 2';

export const cases: readonly RuleCase[] = [
  deployed(
    good,
    (add) => {
      databaseGroup(add, 'databases', 'abc', '1');
      cache(add, 'cache', 'abc', '1');
    },
    { databases: 'pass', cache: 'pass' },
  ),
  deployed(
    small,
    (add) => {
      databaseGroup(add, 'databases', 'ab', '2');
      cache(add, 'cache', 'ab', '2');
    },
    { databases: 'pass', cache: 'pass' },
  ),
  deployed(
    'one zone is none when it is lost, and two are too few for tier 1',
    (add) => {
      databaseGroup(add, 'narrow', 'aa');
      databaseGroup(add, 'two', 'ab', '1');
      cache(add, 'narrow-cache', 'cc', '2');
      cache(add, 'two-cache', 'ab', '1');
    },
    {
      narrow: 'fail',
      two: 'fail',
      'narrow-cache': 'fail',
      'narrow-cache-group': ['fail', 'not-applicable'],
      'two-cache': 'fail',
      'two-cache-group': ['fail', 'not-applicable'],
    },
  ),
  previewed(
    'in a preview the edges tell the zones; one that AWS will choose is open where it matters',
    (add) => {
      databaseGroup(add, 'wide', 'abc', '1');
      databaseGroup(add, 'narrow', 'bb', '2');
      databaseGroup(add, 'open', 'a?', '2');
      databaseGroup(add, 'somewhere', 'ab', UNKNOWN);
      add(DATABASE_GROUP, 'wholly', { subnetIds: UNKNOWN });
    },
    { wide: 'pass', narrow: 'fail', open: OPEN, somewhere: OPEN, wholly: OPEN },
  ),
  deployed(
    'what is in no checkpoint is not known: the subnets of another stack, the group that a cache names, the account’s own group',
    (add) => {
      add(DATABASE_GROUP, 'lost', { subnetIds: ['subnet-0aaaaaaaaaaaaaaa1', 'subnet-0aaaaaaaaaaaaaaa2'] });
      add(CACHE, 'named', { description: 'named', subnetGroupName: 'theirs' });
      add(CACHE, 'silent', { description: 'silent' });
    },
    { lost: 'unknown', named: 'unknown', silent: ['unknown', 'not-applicable'] },
  ),
  elsewhere(DATABASE_GROUP, { subnetIds: [] }),
];

const moved = (name: string) => (stacks: Parameters<Mutation['mutate']>[0]) =>
  set(pick(stacks, name), { availabilityZone: 'us-east-1a' });

export const mutations: readonly Mutation[] = [
  broken(good, 'a subnet of the database moves into another’s zone', 'databases', moved('databases-subnet-2')),
  { ...broken(good, 'a subnet of the cache does', 'cache', moved('cache-subnet-2')), expect: cacheFails() },
  broken(small, 'the two of the database fall together', 'databases', moved('databases-subnet-1')),
  { ...broken(small, 'the two of the cache do', 'cache', moved('cache-subnet-1')), expect: cacheFails() },
  changed(small, 'the database is of tier 1', 'databases', { tags: { tier: '1' } }),
  changed(small, 'the cache is of tier 1', 'cache', { tags: { tier: '1' } }),
];

function cacheFails() {
  return rowsOf({ cache: 'fail', 'cache-group': ['fail', 'not-applicable'] });
}
