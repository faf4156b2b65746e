import { canonicalHash } from '../../../lib/canonical.ts';
import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import { elapseMs } from '../../physics/duration.ts';
import { isRegionUp } from '../../physics/faults.ts';
import type { World } from '../../world.ts';
import { inRegion, type Subnet, securityGroups, subnets, vpcs } from '../ec2/records.ts';
import { pageOf } from '../page.ts';
import type { Elbv2 } from './api.ts';
import { attributeList, BALANCER_DEFAULTS, withAttributes } from './attributes.ts';
import { describeBalancer } from './describe.ts';
import { hostedZoneOf } from './hosted-zones.ts';
import { abandonInterfaces, raiseInterfaces, regroupInterfaces } from './interfaces.ts';
import { removeListener } from './listeners.ts';
import { balancerOf, noBalancer } from './lookup.ts';
import { PAGES } from './paging.ts';
import { balancers, keyOf, type LoadBalancer, listeners, listenersUnder } from './records.ts';
import { tagMap } from './tags.ts';

type CreateInput = Parameters<NonNullable<Elbv2['CreateLoadBalancer']>>[0];

export const loadBalancerHandlers: Elbv2 = {
  /** Application load balancers on IPv4. The same settings under the same name again: the same balancer. */
  CreateLoadBalancer(input, call) {
    if ((input.Type ?? 'application') !== 'application') throw notModelled(`${input.Type} load balancers`);
    if ((input.IpAddressType ?? 'ipv4') !== 'ipv4') throw notModelled('IPv6 at load balancers');
    needsRoute53(call);
    const { world, region } = call;
    const request = canonicalHash({ ...input, Tags: undefined });
    const same = balancers(world).values(`${region}/loadbalancer/app/${input.Name}/`)[0];
    if (same && same.request !== request) {
      throw new AwsError('DuplicateLoadBalancerName', `${input.Name} exists with other settings`);
    }
    const balancer = same ?? born(call, input, request);
    return { LoadBalancers: [describeBalancer(world, balancer)] };
  },

  DescribeLoadBalancers(input, call) {
    const all = balancers(call.world).values(`${call.region}/`);
    const named = input.Names ?? [];
    const arns = input.LoadBalancerArns ?? [];
    for (const name of named) {
      if (!all.some((balancer) => balancer.name === name)) throw noBalancer(name);
    }
    const found = arns.length > 0 ? arns.map((arn) => balancerOf(call, arn)) : all;
    const wanted = named.length > 0 ? found.filter((balancer) => named.includes(balancer.name)) : found;
    const { items, next } = pageOf(call, input, wanted, PAGES);
    return { LoadBalancers: items.map((balancer) => describeBalancer(call.world, balancer)), NextMarker: next };
  },

  DescribeLoadBalancerAttributes(input, call) {
    return { Attributes: attributeList(balancerOf(call, input.LoadBalancerArn).attributes) };
  },

  ModifyLoadBalancerAttributes(input, call) {
    const balancer = balancerOf(call, input.LoadBalancerArn);
    const attributes = withAttributes(balancer.attributes, input.Attributes);
    balancers(call.world).put(keyOf(balancer.arn), { ...balancer, attributes });
    return { Attributes: attributeList(attributes) };
  },

  SetSecurityGroups(input, call) {
    const balancer = balancerOf(call, input.LoadBalancerArn);
    const groupIds = checkGroups(call, input.SecurityGroups ?? []);
    regroupInterfaces(call.world, balancer, groupIds);
    balancers(call.world).put(keyOf(balancer.arn), { ...balancer, groupIds });
    return { SecurityGroupIds: [...groupIds] };
  },

  SetSubnets(input, call) {
    needsRoute53(call);
    const balancer = balancerOf(call, input.LoadBalancerArn);
    const wanted = checkSubnets(call, subnetIdsOf(input)).map((subnet) => subnet.id);
    const left = balancer.interfaceIds.filter((_, index) => !wanted.includes(balancer.subnetIds[index] ?? ''));
    abandonInterfaces(call.world, balancer, left);
    const interfaceIds = wanted.map((subnetId) => {
      const kept = balancer.interfaceIds[balancer.subnetIds.indexOf(subnetId)];
      return kept ?? raiseInterfaces(call.world, balancer, [subnetId], (id) => call.newId('eni-', 17, id)).join();
    });
    const changed = { ...balancer, subnetIds: wanted, interfaceIds };
    balancers(call.world).put(keyOf(balancer.arn), changed);
    return { AvailabilityZones: describeBalancer(call.world, changed).AvailabilityZones };
  },

  /** Answers at once; deleting one that is not there succeeds (API reference). */
  DeleteLoadBalancer(input, call) {
    needsRoute53(call);
    const { world } = call;
    const balancer = balancers(world).get(keyOf(input.LoadBalancerArn ?? ''));
    if (!balancer) return {};
    if (balancer.attributes['deletion_protection.enabled'] === 'true') {
      throw new AwsError('OperationNotPermitted', `${balancer.name} is protected from deletion`, { row: 'ELB-06' });
    }
    for (const listener of listeners(world).values(listenersUnder(balancer.arn))) removeListener(world, listener);
    world.unschedule(balancer.arn, ACTIVE);
    balancers(world).delete(keyOf(balancer.arn));
    abandonInterfaces(world, balancer, balancer.interfaceIds);
    return {};
  },
};

export function loadBalancerReactions(world: World): void {
  world.react(ACTIVE, (event) => {
    const balancer = balancers(world).get(keyOf(event.subject));
    if (balancer) balancers(world).put(keyOf(event.subject), { ...balancer, state: 'active' });
  });
}

/** True while a balancer answers: it is active and its region is up. */
export function isBalancerActive(world: World, loadBalancerArn: string): boolean {
  const balancer = balancers(world).get(keyOf(loadBalancerArn));
  return balancer?.state === 'active' && isRegionUp(world, balancer.region);
}

const ACTIVE = 'elbv2.load-balancer-active';

/** The names of balancers are made and unmade by Route 53's control plane, homed in us-east-1 (row ELB-12). */
function needsRoute53(call: Call): void {
  if (isRegionUp(call.world, 'us-east-1')) return;
  throw new AwsError('ServiceUnavailable', `${call.operation} needs the control plane of Route 53 in us-east-1`, {
    status: 503,
    row: 'ELB-12',
  });
}

function born(call: Call, input: CreateInput, request: string): LoadBalancer {
  const { world, region } = call;
  const inSubnets = checkSubnets(call, subnetIdsOf(input));
  const vpcId = inSubnets[0]?.vpcId ?? '';
  const groupIds = checkGroups(call, input.SecurityGroups ?? [defaultGroup(call, vpcId)]);
  const id = call.newId('', 16);
  const scheme = input.Scheme ?? 'internet-facing';
  const number = Number.parseInt(call.newId('', 8, 'dns'), 16);
  const holder = {
    arn: `arn:aws:elasticloadbalancing:${region}:${call.account}:loadbalancer/app/${input.Name}/${id}`,
    region,
    groupIds,
  };
  const subnetIds = inSubnets.map((subnet) => subnet.id);
  const balancer: LoadBalancer = {
    ...holder,
    name: input.Name ?? '',
    dnsName:
      `${scheme === 'internal' ? 'internal-' : ''}${input.Name}-${number}.${region}.elb.amazonaws.com`.toLowerCase(),
    hostedZoneId: hostedZoneOf(region),
    scheme,
    vpcId,
    subnetIds,
    state: 'provisioning',
    createdMs: world.nowMs,
    attributes: { ...BALANCER_DEFAULTS },
    tags: tagMap(input.Tags),
    interfaceIds: raiseInterfaces(world, holder, subnetIds, (subnetId) => call.newId('eni-', 17, subnetId)),
    request,
  };
  balancers(world).put(keyOf(balancer.arn), balancer);
  const atMs = world.nowMs + elapseMs(world, 'elbv2.create', balancer.arn);
  world.schedule({ atMs, kind: ACTIVE, subject: balancer.arn });
  return balancer;
}

function subnetIdsOf(input: Pick<CreateInput, 'Subnets' | 'SubnetMappings'>): readonly string[] {
  if (input.SubnetMappings?.some((mapping) => mapping.AllocationId || mapping.PrivateIPv4Address)) {
    throw notModelled('fixed addresses of load balancers');
  }
  return input.Subnets ?? input.SubnetMappings?.map((mapping) => mapping.SubnetId ?? '') ?? [];
}

/** In the order of their zones: AWS answers a set. At least two zones, one subnet each (API reference, CreateLoadBalancer). */
function checkSubnets(call: Call, ids: readonly string[]): Subnet[] {
  const found = ids.map((id) => {
    const subnet = subnets(call.world).get(inRegion(call.region, id));
    if (!subnet) throw new AwsError('SubnetNotFound', `there is no ${id} in ${call.region}`);
    return subnet;
  });
  const zones = new Set(found.map((subnet) => subnet.zone));
  if (zones.size < 2 || zones.size !== found.length || new Set(found.map((subnet) => subnet.vpcId)).size !== 1) {
    throw new AwsError(
      'InvalidConfigurationRequest',
      `${ids.join(', ')}: a balancer takes one subnet of one VPC in each of at least two zones`,
    );
  }
  return found.sort((a, b) => (a.zone < b.zone ? -1 : 1));
}

function checkGroups(call: Call, ids: readonly string[]): readonly string[] {
  const unknown = ids.find((id) => !securityGroups(call.world).get(inRegion(call.region, id)));
  if (unknown !== undefined) throw new AwsError('InvalidSecurityGroup', `there is no ${unknown} in ${call.region}`);
  return [...new Set(ids)].sort();
}

function defaultGroup(call: Call, vpcId: string): string {
  return vpcs(call.world).get(inRegion(call.region, vpcId))?.defaultSecurityGroupId ?? '';
}
