import { resource, urnOf } from './checkpoint.ts';

/** Faults of a fleet: how many resources each control must find, counted where they are planted and not by a rule. */
export type Planted = Readonly<Record<'TAG-01' | 'NET-01' | 'RED-01' | 'RED-12' | 'BKP-20', number>>;

export interface Fleet {
  readonly resources: readonly Record<string, unknown>[];
  readonly planted: Planted;
}

const SUBNET = 'aws:ec2/subnet:Subnet';
const GROUP = 'aws:ec2/securityGroup:SecurityGroup';
const BALANCER = 'aws:lb/loadBalancer:LoadBalancer';
const CLUSTER = 'aws:rds/cluster:Cluster';
const MEMBER = 'aws:rds/clusterInstance:ClusterInstance';
const SITES = ['us-east-1', 'us-west-2'] as const;

/**
 * Services of one system at two sites, ten resources each and site, until there are at least `size`; some with a fault, on a
 * schedule of primes, so that faults also meet.
 */
export function fleet(size: number): Fleet {
  const resources: Record<string, unknown>[] = [];
  const planted = { 'TAG-01': 0, 'NET-01': 0, 'RED-01': 0, 'RED-12': 0, 'BKP-20': 0 };
  for (let index = 1; resources.length < size; index++) {
    const faults = faultsOf(index);
    for (const region of SITES) resources.push(...service(index, region, faults, planted));
    // both sites lack their counterpart where the versions differ
    if (faults.otherVersion) planted['BKP-20'] += 2;
  }
  return { resources, planted };
}

type Faults = ReturnType<typeof faultsOf>;

function faultsOf(index: number) {
  return {
    untagged: index % 7 === 0,
    openPort: index % 11 === 0,
    oneZone: index % 5 === 0,
    oneMember: index % 13 === 0,
    otherVersion: index % 17 === 0,
  };
}

function service(index: number, region: string, faults: Faults, planted: Record<keyof Planted, number>) {
  const stack = `shop-${region}`;
  const all = {
    owner: 'shop',
    'cost-center': 'c1',
    environment: 'prod',
    service: 'shop',
    'data-classification': 'internal',
  };
  const tags = { ...all, tier: '1', rto: '15min', rpo: '30s' };
  const isFirst = region === SITES[0];
  const place = (name: string, parts: Record<string, unknown>) => ({
    id: `${name}-${index}-${region}`,
    stack,
    region,
    sourcePosition: `project:///index.ts#${index},3`,
    ...parts,
  });
  const add = (type: string, name: string, inputs: Record<string, unknown>, edges: Record<string, string[]> = {}) => {
    const own = { ...inputs, tags };
    const parts = { inputs: own, outputs: { ...own, tagsAll: tags }, propertyDependencies: edges };
    return resource(type, `${name}-${index}`, place(name, parts));
  };
  const urn = (type: string, name: string) => urnOf(type, `${name}-${index}`, stack);
  const zones = faults.oneZone && isFirst ? ['a', 'a', 'a'] : ['a', 'b', 'c'];
  const subnets = zones.map((zone, at) => add(SUBNET, `subnet${at}`, { availabilityZone: `${region}${zone}` }));
  const from = faults.openPort && isFirst ? '0.0.0.0/0' : '10.0.0.0/8';
  const group = add(GROUP, 'group', {
    ingress: [{ protocol: 'tcp', fromPort: 443, toPort: 443, cidrBlocks: ['0.0.0.0/0'] }],
  });
  const rule = resource(
    'aws:ec2/securityGroupRule:SecurityGroupRule',
    `rule-${index}`,
    place('rule', {
      inputs: {
        type: 'ingress',
        protocol: 'tcp',
        fromPort: 22,
        toPort: 22,
        cidrBlocks: [from],
        securityGroupId: group['id'],
      },
      propertyDependencies: { securityGroupId: [urn(GROUP, 'group')] },
    }),
  );
  const balancer = add(
    BALANCER,
    'balancer',
    { subnets: subnets.map((subnet) => subnet['id']) },
    { subnets: subnets.map((_, at) => urn(SUBNET, `subnet${at}`)) },
  );
  const cluster = add(CLUSTER, 'cluster', {
    engine: 'aurora-postgresql',
    engineVersion: faults.otherVersion && isFirst ? '15.8' : '16.6',
    copyTagsToSnapshot: true,
  });
  const members = (faults.oneMember && isFirst ? ['a'] : ['a', 'b']).map((zone) =>
    add(
      MEMBER,
      `member${zone}`,
      { clusterIdentifier: cluster['id'], instanceClass: 'db.r6g.large', availabilityZone: `${region}${zone}` },
      { clusterIdentifier: [urn(CLUSTER, 'cluster')] },
    ),
  );
  const topic = add('aws:sns/topic:Topic', 'topic', {});
  if (faults.untagged && isFirst) {
    planted['TAG-01'] += 1;
    const { owner: _, ...others } = tags;
    Object.assign(topic, { inputs: { tags: others }, outputs: { tagsAll: others } });
  }
  if (isFirst) {
    // the group and the rule itself
    planted['NET-01'] += faults.openPort ? 2 : 0;
    planted['RED-01'] += faults.oneZone ? 1 : 0;
    planted['RED-12'] += faults.oneMember ? 1 : 0;
  }
  return [...subnets, group, rule, balancer, cluster, ...members, topic];
}
