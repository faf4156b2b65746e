import { attempt, type Block, type Resource, type Scope, Undecided } from 'evenkeel/policy';
import { defaultRouteOf, SUBNET } from './routes.ts';
import { membersOf, storesOf, zoneAt } from './stores.ts';
import { ATTACHED, FLEET, groupsAt, LISTENER, LISTENER_RULE, minimumOf, scalersOf } from './targets.ts';
import type { PathEdge, PathNode, ServicePaths } from './zone-loss.ts';

export const NAT = 'aws:ec2/natGateway:NatGateway';
const INSTANCE = 'aws:ec2/instance:Instance';

/** What a balancer serves: the paths of each of its forwards, and the first thing that is not known and may add to them. */
export interface Served {
  readonly services: readonly ServicePaths[];
  readonly open: Undecided | undefined;
}

/**
 * The paths client → DNS → balancer → target → store. A balancer has a node in each zone of its subnets; a fleet or a service keeps its
 * least capacity in any of its zones, since AWS starts anew where it can what a zone took away. With `needsWayOut`, a target in a
 * zone whose default route leads through a NAT gateway of another falls with either.
 */
export function servedBy(balancer: Resource, estate: Scope, needsWayOut: boolean): Served {
  const forwards = forwardsOf(balancer);
  if (forwards.length === 0)
    throw new Undecided('listeners', 'no listener that sends to targets is in the checkpoints');
  const fronts = ['subnets', 'subnetMappings.subnetId'].flatMap((path) => balancer.toAll(path, SUBNET));
  const front = fronts.map((subnet, index) => ({
    name: `balancer ${balancer.name} in ${labelOf(subnet, index)}`,
    zones: [zoneAt(subnet)],
    isPerhaps: !subnet.isCertain,
  }));
  const groups = forwards.map((forward) => forward.map((group) => targetsOf(group, estate, needsWayOut)));
  const members = storesBehind(balancer, estate).map(membersOf);
  const services = groups.map((targets) => ({
    client: 'client',
    nodes: [{ name: 'client', zones: [] }, DNS, ...front, ...targets.flatMap(({ nodes }) => nodes), ...members.flat()],
    edges: [
      edge({ name: 'client', zones: [] }, DNS),
      ...front.map((one) => edge(DNS, one)),
      ...targets.flatMap(({ nodes }) => spread(front, nodes)),
      ...targets.flatMap(({ nodes }) => nodes.flatMap((node) => members.flat().map((member) => edge(node, member)))),
    ],
    stores: members.map((store) => store.map(({ name }) => name)),
    minimum: Math.max(
      1,
      targets.reduce((sum, { minimum }) => sum + minimum, 0),
    ),
  }));
  return { services, open: groups.flat().find(({ open }) => open !== undefined)?.open };
}

/** The stores that what stands behind a balancer needs. */
export function storesBehind(balancer: Resource, estate: Scope): readonly Resource[] {
  const groups = forwardsOf(balancer).flat();
  return storesOf(balancer, groups.flatMap(madeFor), estate);
}

/** What the targets of a group were made as: fleets, services, instances. */
function madeFor(group: Resource): readonly Resource[] {
  const instances = group.from(ATTACHED, 'targetGroupArn').flatMap((one) => one.to('targetId', INSTANCE) ?? []);
  return [...scalersOf(group), ...instances.filter(({ isSeen }) => isSeen)];
}

/** Route 53 answers from everywhere. */
const DNS: PathNode = { name: 'DNS', zones: [] };

function labelOf(resource: Resource, index: number): string {
  const name = attempt(() => resource.name);
  return 'value' in name ? name.value : `subnet ${index + 1}`;
}

function edge(from: PathNode, to: PathNode, isPerhaps = false): PathEdge {
  return { name: `${from.name} to ${to.name}`, zones: [], from: from.name, to: to.name, isPerhaps };
}

/** The target groups of each action that forwards, of listeners and of their rules. */
function forwardsOf(balancer: Resource): readonly (readonly Resource[])[] {
  const listeners = balancer.from(LISTENER, 'loadBalancerArn');
  const rules = listeners.flatMap((listener) => listener.from(LISTENER_RULE, 'listenerArn'));
  const actions: readonly Block[] = [
    ...listeners.flatMap((listener) => listener.list('defaultActions')),
    ...rules.flatMap((rule) => rule.list('actions')),
  ];
  return actions.map((action) => groupsAt(action)).filter((groups) => groups.length > 0);
}

/**
 * From a balancer's nodes to targets. A target in a zone that the balancer is not in gets no requests (Elastic Load Balancing User Guide,
 * "Availability Zones and load balancer nodes"); whether it is, is open where one of the zones is not known. Since each zone of a target has
 * a node, it makes no difference whether nodes send to other zones as well.
 */
function spread(front: readonly PathNode[], targets: readonly PathNode[]): readonly PathEdge[] {
  const zones = front.map((one) => one.zones[0]);
  return front.flatMap((one) =>
    targets.flatMap((target) => {
      const [zone] = target.zones;
      if (target.zones.length === 0 || (zone !== undefined && zones.includes(zone))) return [edge(one, target)];
      return zone === undefined || zones.includes(undefined) ? [edge(one, target, true)] : [];
    }),
  );
}

interface Targets {
  readonly nodes: readonly PathNode[];
  /** What they keep together at least. */
  readonly minimum: number;
  readonly open: Undecided | undefined;
}

function targetsOf(group: Resource, estate: Scope, needsWayOut: boolean): Targets {
  if (group.readOr('targetType', 'instance') === 'lambda')
    return {
      nodes: [{ name: `function of ${group.name}`, zones: [], capacity: 1 }],
      minimum: 1,
      open: undefined,
    };
  const scalers = scalersOf(group);
  const attached = group.from(ATTACHED, 'targetGroupArn');
  if (scalers.length + attached.length === 0)
    throw new Undecided('targets', `nothing in the checkpoints tells what stands behind ${group.name}`);
  const sizes = scalers.map((scaler) => attempt(() => minimumOf(scaler)));
  const kept = sizes.map((size) => ('value' in size ? size.value : 1));
  return {
    nodes: [
      ...scalers.flatMap((scaler, index) => slicesOf(scaler, kept[index] ?? 1, estate, needsWayOut)),
      ...attached.map(singleOf),
    ],
    minimum: kept.filter((_, index) => scalers[index]?.isCertain).reduce((sum, size) => sum + size, 0),
    open: sizes.flatMap((size) => ('undecided' in size ? [size.undecided] : []))[0],
  };
}

/** A fleet or a service in each of its zones. */
function slicesOf(scaler: Resource, capacity: number, estate: Scope, needsWayOut: boolean): readonly PathNode[] {
  const isPerhaps = !scaler.isCertain;
  const path = scaler.type === FLEET ? 'vpcZoneIdentifiers' : 'networkConfiguration.subnets';
  const subnets = scaler.toAll(path, SUBNET);
  const inSubnets = subnets.map((subnet, index) => ({
    name: `${nameOf(scaler)} in ${labelOf(subnet, index)}`,
    zones: [zoneAt(subnet), ...(needsWayOut ? wayOutOf(subnet, estate) : [])],
    isPerhaps: isPerhaps || !subnet.isCertain,
    capacity,
  }));
  if (inSubnets.length > 0) return inSubnets;
  const named = scaler.type === FLEET ? scaler.list('availabilityZones').map((zone) => zone.text()) : [];
  if (named.length === 0) return [{ name: nameOf(scaler), zones: [], isPerhaps: true, capacity }];
  return named.map((zone) => ({ name: `${nameOf(scaler)} in ${zone}`, zones: [zone], isPerhaps, capacity }));
}

function nameOf({ type, name }: Resource): string {
  return `${type === FLEET ? 'fleet' : 'service'} ${name}`;
}

/** The zone of the NAT gateway that a subnet goes out through, where it is seen; a regional one outlives every zone. */
function wayOutOf(subnet: Resource, estate: Scope): readonly (string | undefined)[] {
  const gateway = attempt(() => defaultRouteOf(subnet, estate)?.line.to('natGatewayId', NAT));
  if (!('value' in gateway) || !gateway.value?.isSeen) return [];
  if (gateway.value.readOr('availabilityMode', 'zonal') === 'regional') return [];
  const stands = gateway.value.to('subnetId', SUBNET);
  const zone = stands && zoneAt(stands);
  return zone === zoneAt(subnet) ? [] : [zone];
}

/** A target that was registered by hand. */
function singleOf(attachment: Resource): PathNode {
  const instance = attachment.to('targetId', INSTANCE);
  const subnet = instance?.isSeen ? instance.to('subnetId', SUBNET) : undefined;
  const zone = instance?.isSeen ? (zoneAt(instance) ?? (subnet && zoneAt(subnet))) : zoneAt(attachment);
  return { name: `target ${attachment.name}`, zones: [zone], isPerhaps: !attachment.isCertain, capacity: 1 };
}
