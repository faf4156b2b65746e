import {
  anyOf,
  every,
  type Finding,
  firstOf,
  has,
  missing,
  must,
  pass,
  type Resource,
  type Scope,
} from 'evenkeel/policy';
import previous from './previous-generation.json' with { type: 'json' };

export const ASSOCIATION = 'aws:ec2/eipAssociation:EipAssociation';
export const GATEWAY = 'aws:ec2/natGateway:NatGateway';
export const BALANCER = 'aws:lb/loadBalancer:LoadBalancer';
export const ATTACHED_VOLUME = 'aws:ec2/volumeAttachment:VolumeAttachment';
export const LISTENER = 'aws:lb/listener:Listener';
export const LISTENER_RULE = 'aws:lb/listenerRule:ListenerRule';
const TARGET_GROUP = 'aws:lb/targetGroup:TargetGroup';

/** What gives a target group its targets, and the property that names the group. */
const TARGETS: readonly (readonly [type: string, path: string])[] = [
  ['aws:lb/targetGroupAttachment:TargetGroupAttachment', 'targetGroupArn'],
  ['aws:autoscaling/group:Group', 'targetGroupArns'],
  ['aws:autoscaling/group:Group', 'trafficSources.identifier'],
  ['aws:autoscaling/attachment:Attachment', 'lbTargetGroupArn'],
  ['aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment', 'trafficSource.identifier'],
  ['aws:ecs/service:Service', 'loadBalancers.targetGroupArn'],
];

/** Canonical types that are read to tell what is used. */
export const READ_FOR_USE: readonly string[] = [
  ...new Set([
    ASSOCIATION,
    GATEWAY,
    ATTACHED_VOLUME,
    LISTENER,
    LISTENER_RULE,
    TARGET_GROUP,
    ...TARGETS.map(([type]) => type),
  ]),
];

/** Whether an address is on something: an instance, an interface, a gateway, a balancer. */
export function isAssociated(address: Resource): boolean {
  const told = ['instance', 'networkInterface', 'associationId'].map(
    (property) => () => address.isGiven(property) || (!address.isPlanned && `${address.read(property) ?? ''}` !== ''),
  );
  return anyOf(
    ...told,
    () => has(address, ASSOCIATION, 'allocationId'),
    () => has(address, GATEWAY, 'allocationId'),
    () => has(address, GATEWAY, 'secondaryAllocationIds'),
    () => has(address, BALANCER, 'subnetMappings.allocationId'),
  );
}

/** Whether a balancer has a listener, and where its listeners lead to groups one with targets. One that answers by itself needs none. */
export function leadsSomewhere(balancer: Resource, estate: Scope): Finding {
  const listeners = balancer.from(LISTENER, 'loadBalancerArn');
  if (firstOf(listeners, () => true) === undefined) return missing(estate, 'has no listener');
  const groups = [
    ...listeners.flatMap((one) => groupsIn(one, 'defaultActions')),
    ...listeners.flatMap((one) => one.from(LISTENER_RULE, 'listenerArn').flatMap((rule) => groupsIn(rule, 'actions'))),
  ];
  const hasTargets = (group: Resource) =>
    anyOf(
      ...TARGETS.map(
        ([type, path]) =>
          () =>
            has(group, type, path),
      ),
    );
  const leads = groups.length === 0 || firstOf(groups, hasTargets) !== undefined;
  return leads ? pass() : missing(estate, 'leads to no target');
}

function groupsIn(resource: Resource, actions: string): readonly Resource[] {
  const paths = [`${actions}.targetGroupArn`, `${actions}.forward.targetGroups.arn`];
  return paths.flatMap((path) => resource.toAll(path, TARGET_GROUP));
}

/** A host is of today's generation, and its devices are not gp2. */
export function isOfToday(host: Resource): Finding {
  const generation = () => {
    const type = String(host.need('instanceType'));
    return must(
      !previous.families.includes(type.split('.')[0] ?? ''),
      `is of a previous generation: ${type}`,
      'instanceType',
    );
  };
  const root = () => isNotGp2(host.need('rootBlockDevice.volumeType'), 'rootBlockDevice');
  const others = () =>
    every(host.list('ebsBlockDevices'), (one) => isNotGp2(one.need('volumeType'), 'ebsBlockDevices'));
  return every([generation, root, others], (part) => part());
}

/** gp3 costs a fifth less for the same. Source: "Amazon EBS General Purpose SSD volumes", Amazon EBS User Guide (from memory, unverified). */
export function isNotGp2(type: unknown, property: string): Finding {
  return type === 'gp2' ? must(false, 'has a volume of type gp2', property) : pass();
}
