import { fail, pass, rule, unknown } from 'evenkeel/policy';
import { SUBNET } from '../../facts/routes.ts';
import { isEnoughFor } from '../../facts/tier.ts';
import { zonesAt } from '../../facts/zones.ts';

const CACHE = 'aws:elasticache/replicationGroup:ReplicationGroup';
const CACHE_GROUP = 'aws:elasticache/subnetGroup:SubnetGroup';

export const red13 = rule({
  id: 'RED-13',
  title: 'The subnets of a database or of a cache span two zones, of tier 1 three',
  why: 'A standby or a replica is placed in a zone of the subnet group: in one zone there is nowhere to go.',
  remedy: 'Add subnets of more zones to the group.',
  severity: 'medium',
  types: ['aws:rds/subnetGroup:SubnetGroup', CACHE],
  reads: [SUBNET, CACHE_GROUP],
  decidedAt: 'preview',
  cannotSee: ['where AWS places what uses the group (RED-11, RED-12 and RED-14 see it)'],
  parameters: {
    zones: { default: 2, means: 'the fewest zones' },
    tier1Zones: { default: 3, means: 'the fewest zones of a group of tier 1' },
  },
  check(resource, { zones, tier1Zones }) {
    const group = resource.type === CACHE ? resource.to('subnetGroupName', CACHE_GROUP) : resource;
    if (group === undefined) return unknown('stands in the group of the account, which is in no checkpoint');
    const found = zonesAt(group, 'subnetIds');
    if (isEnoughFor(resource, found, { all: zones, tier1: tier1Zones })) return pass();
    return fail(`spans ${found}; ${zones} are wanted, of tier 1 ${tier1Zones}`, 'subnetIds');
  },
});
