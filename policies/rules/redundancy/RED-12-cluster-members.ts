import { allOf, distinct, fail, notApplicable, pass, rule } from 'evenkeel/policy';

const MEMBER = 'aws:rds/clusterInstance:ClusterInstance';

export const red12 = rule({
  id: 'RED-12',
  title: 'A database cluster has two instances in two zones',
  why: 'The storage of a cluster spans zones, its instances do not: the zone of the only one takes the database with it.',
  remedy: 'Add a `ClusterInstance` with an `availabilityZone` in which the cluster has none.',
  severity: 'high',
  types: ['aws:rds/cluster:Cluster'],
  reads: [MEMBER],
  decidedAt: 'deployed',
  cannotSee: [
    'the zone of an instance that no checkpoint holds, such as one that auto scaling added: it counts, but decides nothing',
    'whether the instances that would take over are large enough',
  ],
  parameters: {
    instances: { default: 2, means: 'the fewest instances' },
    zones: { default: 2, means: 'the fewest zones that they stand in' },
  },
  check(cluster, { instances, zones }) {
    if (cluster.read('engineMode') === 'serverless')
      return notApplicable('is of Serverless v1, which has no instances');
    if (cluster.read('dbClusterInstanceClass') !== undefined) return pass(); // AWS keeps its three in three zones
    const elsewhere = cluster.toAll('clusterMembers', MEMBER).filter((member) => !member.isSeen);
    const members = [...cluster.from(MEMBER, 'clusterIdentifier'), ...elsewhere];
    const found = distinct('instance', members, (member) => member.urn);
    const inZones = distinct('zone', members, (member) => member.need('availabilityZone'));
    const isEnough = allOf(
      () => found.reaches(instances),
      () => inZones.reaches(zones),
    );
    const said = `has ${members.length} of ${instances} instances, in ${inZones}; ${zones} zones are wanted`;
    return isEnough ? pass() : fail(said);
  },
});
