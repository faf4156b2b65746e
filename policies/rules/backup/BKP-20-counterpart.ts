import { distinct, fail, notApplicable, pass, rule, some, unknown } from 'evenkeel/policy';
import * as facts from '../../facts/counterparts.ts';
import { canStandFor } from '../../facts/likeness.ts';
import { isTier1 } from '../../facts/tier.ts';

const { BALANCER, BUCKET, CLUSTER, GLOBAL, INSTANCE, TABLE } = facts;

export const bkp20 = rule({
  id: 'BKP-20',
  title: 'What tier 1 needs at one site stands at another, of the same engine, version and class',
  why: 'A site that is lost is replaced by one that is there already: what that one lacks is missed on the day of the failover.',
  remedy:
    'Declare the same at the other site, under the same name, with the same engine and version and no smaller class.',
  severity: 'high',
  types: [CLUSTER, GLOBAL, INSTANCE, TABLE, BALANCER, BUCKET],
  reads: [facts.MEMBER, facts.TABLE_REPLICA, facts.REPLICATION],
  decidedAt: 'estate',
  cannotSee: [
    'a site whose stacks are not given: what stands there is missing',
    'whether the counterpart holds the same data',
    'that a resource without the tag `tier` is of tier 1 (TAG-01 finds the missing tag)',
  ],
  parameters: { sites: { default: 2, means: 'the fewest sites of the members of a global database' } },
  check(resource, { sites }, { estate }) {
    if (!isTier1(resource)) return notApplicable('is not of tier 1');
    if (resource.type === GLOBAL) {
      const found = distinct('site', resource.from(CLUSTER, 'globalClusterIdentifier'), (cluster) => cluster.region);
      return found.reaches(sites) ? pass() : fail(`has members at ${found}; ${sites} are wanted`);
    }
    if (resource.type === TABLE && facts.replicaRegions(resource).some((region) => region !== resource.region))
      return pass();
    const system = facts.systemOf(resource);
    if (system === undefined) return unknown('no tag service tells its system', 'tags');
    const there = facts.counterpartsOf(resource, estate);
    if (there.length === 0) return fail(`has no counterpart at another site of ${system}`);
    return some(there, (other) => canStandFor(other, resource));
  },
});
