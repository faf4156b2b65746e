import type { Table, World } from '../../world.ts';

/**
 * What the twin keeps of Elastic Load Balancing: application load balancers only. Plain JSON, instants in milliseconds
 * since the Unix epoch; keys are `region/` and the ARN's last part, so that what belongs together lies together.
 */
export interface LoadBalancer {
  readonly arn: string;
  readonly region: string;
  readonly name: string;
  readonly dnsName: string;
  /** The Route 53 zone that an alias to it names. */
  readonly hostedZoneId: string;
  readonly scheme: 'internet-facing' | 'internal';
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly state: 'provisioning' | 'active';
  readonly createdMs: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** One interface a subnet, in the order of the subnets. */
  readonly interfaceIds: readonly string[];
  /** Hash of the settings that it was made with: the same create again is no error. */
  readonly request: string;
}

export interface TargetGroup {
  readonly arn: string;
  readonly region: string;
  readonly name: string;
  readonly protocol: string;
  readonly protocolVersion: string;
  readonly port: number;
  readonly vpcId: string;
  readonly healthCheck: HealthCheck;
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly request: string;
}

export interface HealthCheck {
  readonly enabled: boolean;
  readonly protocol: string;
  readonly port: string;
  readonly path: string;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  readonly matcher: string;
}

export interface Listener {
  readonly arn: string;
  readonly region: string;
  readonly loadBalancerArn: string;
  readonly protocol: string;
  readonly port: number;
  readonly sslPolicy?: string | undefined;
  readonly certificateArn?: string | undefined;
  readonly alpnPolicy?: string | undefined;
  /** `Action` of the API as it was sent. */
  readonly defaultActions: readonly Readonly<Record<string, unknown>>[];
  readonly tags: Readonly<Record<string, string>>;
}

/** An instance in a target group. What DescribeTargetHealth answers follows from it (`health.ts`). */
export interface Target {
  readonly targetGroupArn: string;
  readonly region: string;
  readonly id: string;
  readonly port: number;
  readonly state: 'initial' | 'healthy' | 'unhealthy' | 'draining';
  readonly registeredMs: number;
  /** Whose events its checks are: what provisioning waits for. */
  readonly subject: string;
}

export const balancers = (world: World): Table<LoadBalancer> => world.table('elbv2.load-balancer');
export const targetGroups = (world: World): Table<TargetGroup> => world.table('elbv2.target-group');
export const listeners = (world: World): Table<Listener> => world.table('elbv2.listener');
/** Keys: that of the group, then `/id:port`. */
export const targets = (world: World): Table<Target> => world.table('elbv2.target');
/** Index of the listeners that forward to a group: keys as of the group, then `/` and the listener's; value its balancer. */
export const uses = (world: World): Table<string> => world.table('elbv2.target-group-use');

/** `region/loadbalancer/app/name/id` of an ARN. Text that is no ARN gives a key that nothing has. */
export function keyOf(arn: string): string {
  const [, , , region, , ...rest] = arn.split(':');
  return `${region}/${rest.join(':')}`;
}

/** The key prefix of a balancer's listeners. */
export function listenersUnder(loadBalancerArn: string): string {
  return `${keyOf(loadBalancerArn).replace('/loadbalancer/', '/listener/')}/`;
}

export function targetKey(target: Pick<Target, 'targetGroupArn' | 'id' | 'port'>): string {
  return `${keyOf(target.targetGroupArn)}/${target.id}:${target.port}`;
}

export function targetsOf(world: World, targetGroupArn: string): Target[] {
  return targets(world).values(`${keyOf(targetGroupArn)}/`);
}

/** The balancers whose listeners forward to a group: at most one on AWS (row ELB-11). Sorted, no double. */
export function balancersOf(world: World, targetGroupArn: string): string[] {
  return [...new Set(uses(world).values(`${keyOf(targetGroupArn)}/`))].sort();
}

/** The balancer with a DNS name, whatever its case; a trailing dot and `dualstack.` are ignored. */
export function loadBalancerByDnsName(world: World, name: string): LoadBalancer | undefined {
  const wanted = name
    .toLowerCase()
    .replace(/^dualstack\./, '')
    .replace(/\.$/, '');
  const region = /\.([a-z0-9-]+)\.elb\.amazonaws\.com$/.exec(wanted)?.[1];
  if (region === undefined) return undefined;
  return balancers(world)
    .values(`${region}/`)
    .find((balancer) => balancer.dnsName === wanted);
}
