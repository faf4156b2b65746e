import type { PropertyMap } from '../../../../src/lib/property.ts';
import {
  type Add,
  type Added,
  type CaseVerdict,
  drop,
  type Mutation,
  pick,
  type RuleCase,
  set,
  stackOf,
} from '../build.ts';
import { deployed, idsOf, OPEN, subnets } from './short-case.ts';

/**
 * "Single-point-of-failure proof: removing any one AZ leaves every tier-1 service reachable in the dependency graph": a path from the
 * name over balancer and target to the writer, or to a member that can be promoted. The verdict of a service stands on its balancer.
 */
interface Shop {
  readonly tier?: string;
  /** Zone letters; `?` leaves the zone to AWS. */
  readonly balancer?: string;
  readonly fleet?: string;
  readonly database?: (add: Add, tags: PropertyMap) => Added;
  readonly preview?: boolean;
  /** What a failure names: the zone, or the node that stands in it alone. */
  readonly names?: string;
}

function instance(more: PropertyMap) {
  return (add: Add, tags: PropertyMap) =>
    add('aws:rds/instance:Instance', 'database', { engine: 'postgres', instanceClass: 'db.m7g.large', tags, ...more });
}

/** A cluster with a member for each zone letter. */
function cluster(letters: string) {
  return (add: Add, tags: PropertyMap) => {
    const one = add(
      'aws:rds/cluster:Cluster',
      'database',
      { engine: 'aurora-postgresql', tags },
      { computed: { endpoint: 'db' } },
    );
    for (const [index, letter] of [...letters].entries()) {
      const given = { clusterIdentifier: one.ref('id'), instanceClass: 'db.r7g.large', tags };
      add('aws:rds/clusterInstance:ClusterInstance', `member-${index}`, {
        ...given,
        ...(letter !== '?' && { availabilityZone: `us-east-1${letter}` }),
      });
    }
    return one;
  };
}

/** Name, balancer, fleet and database of one service, in the zones of the letters. */
function shop(title: string, verdict: CaseVerdict | readonly CaseVerdict[], of: Shop = {}): RuleCase {
  const {
    tier = '1',
    balancer = 'abc',
    fleet = 'abc',
    database = instance({ multiAz: true }),
    preview = false,
    names,
  } = of;
  const tags = { tier, service: 'shop', environment: 'prod' };
  const stack = stackOf({ name: 'prod', preview }, (add) => {
    const outer = subnets(add, balancer, 'outer');
    const inner = subnets(add, fleet, 'inner');
    const front = add(
      'aws:lb/loadBalancer:LoadBalancer',
      'balancer',
      { loadBalancerType: 'application', internal: false, subnets: idsOf(outer), tags },
      { computed: { dnsName: 'shop-1.us-east-1.elb.amazonaws.com', zoneId: 'Z35SXDOTRQ7X7K' } },
    );
    const targets = add('aws:lb/targetGroup:TargetGroup', 'targets', { port: 8080, protocol: 'HTTP', tags });
    const defaultActions = [{ type: 'forward', targetGroupArn: targets.ref('arn') }];
    add('aws:lb/listener:Listener', 'listener', {
      loadBalancerArn: front.ref('arn'),
      port: 443,
      protocol: 'HTTPS',
      defaultActions,
    });
    const store = database(add, tags);
    const template = add('aws:ec2/launchTemplate:LaunchTemplate', 'template', {
      userData: store.ref('endpoint'),
      tags,
    });
    add('aws:autoscaling/group:Group', 'fleet', {
      minSize: 3,
      maxSize: 9,
      vpcZoneIdentifiers: idsOf(inner),
      targetGroupArns: [targets.ref('arn')],
      launchTemplate: { id: template.ref('id'), version: '1' },
      tags: Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
    });
    const aliases = [{ name: front.ref('dnsName'), zoneId: front.ref('zoneId'), evaluateTargetHealth: true }];
    add('aws:route53/record:Record', 'name', { zoneId: 'Z0123', name: 'shop.example.com', type: 'A', aliases });
  });
  return {
    title,
    stacks: [stack],
    expect: [{ name: 'balancer', verdict, ...(names !== undefined && { messageIncludes: names }) }],
  };
}

const good = 'a service in three zones, whose database has a standby, outlives each of them';
const clustered = 'a member in another zone takes over as writer';

export const cases: readonly RuleCase[] = [
  shop(good, 'pass'),
  shop(clustered, 'pass', { database: cluster('ab') }),
  shop('in a preview as well', 'pass', { database: cluster('abc'), preview: true }),
  shop('a balancer in one zone ends with it', 'fail', { balancer: 'aa', names: 'us-east-1a' }),
  shop('a fleet in one zone ends with it', 'fail', { fleet: 'bb', names: 'us-east-1b' }),
  shop('in a preview as well, when no id is known', 'fail', { fleet: 'bb', preview: true }),
  shop('a database without a standby ends with its zone', 'fail', {
    database: instance({ multiAz: false, availabilityZone: 'us-east-1a' }),
    names: 'database',
  }),
  shop('members that stand together fall together', 'fail', { database: cluster('aa') }),
  shop('one member is the writer and nobody takes over', 'fail', { database: cluster('c') }),
  shop('zones that AWS will choose may be one', OPEN, { balancer: '??', preview: true }),
  shop('members whose zones are not told may stand together', OPEN, { database: cluster('??') }),
  shop('another tier may end with a zone', 'not-applicable', { tier: '3', balancer: 'aa', fleet: 'aa' }),
  deployed('without a service there is nothing to lose', (add) => void add('aws:s3/bucket:Bucket', 'bucket', {}), {}),
];

function lost(of: string, edit: string, mutate: Mutation['mutate']): Mutation {
  return { of, edit, mutate, expect: [{ name: 'balancer', verdict: 'fail' }] };
}

const together = (of: string, kind: string, ...names: readonly string[]) =>
  lost(of, `all of ${kind} moves into one zone`, (stacks) => {
    for (const name of names) set(pick(stacks, name), { availabilityZone: 'us-east-1a' });
  });

export const mutations: readonly Mutation[] = [
  together(good, 'the balancer', 'outer-1', 'outer-2'),
  together(good, 'the fleet', 'inner-1', 'inner-2'),
  together(good, 'both', 'outer-1', 'outer-2', 'inner-1', 'inner-2'),
  together(clustered, 'the database', 'member-1'),
  lost(good, 'the standby of the database is given up', (stacks) =>
    set(pick(stacks, 'database'), { multiAz: false, availabilityZone: 'us-east-1b' }),
  ),
  lost(clustered, 'the member that would take over is taken away', (stacks) => drop(stacks, 'member-1')),
];
