import type { Block, Resource } from 'evenkeel/policy';

export const TARGET_GROUP = 'aws:lb/targetGroup:TargetGroup';
export const LISTENER = 'aws:lb/listener:Listener';
export const LISTENER_RULE = 'aws:lb/listenerRule:ListenerRule';
export const ATTACHED = 'aws:lb/targetGroupAttachment:TargetGroupAttachment';
export const FLEET = 'aws:autoscaling/group:Group';
export const FLEET_ATTACHMENT = 'aws:autoscaling/attachment:Attachment';
export const TRAFFIC_SOURCE = 'aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment';
export const SERVICE = 'aws:ecs/service:Service';

/** What tells which targets stand behind a balancer, for the `reads` of a rule. */
export const TARGETING: readonly string[] = [
  TARGET_GROUP,
  LISTENER,
  LISTENER_RULE,
  ATTACHED,
  FLEET,
  FLEET_ATTACHMENT,
  TRAFFIC_SOURCE,
  SERVICE,
];

/** The properties in which an action names target groups, one or weighted among several. */
const FORWARDS = ['targetGroupArn', 'forward.targetGroups.arn'];

/** The listeners and rules of listeners that send to a target group. */
export function sendersTo(group: Resource): readonly Resource[] {
  return FORWARDS.flatMap((path) => [
    ...group.from(LISTENER, `defaultActions.${path}`),
    ...group.from(LISTENER_RULE, `actions.${path}`),
  ]);
}

/** The target groups that an action, or a list of actions at a path, sends to. */
export function groupsAt(block: Block, path = ''): readonly Resource[] {
  const found = FORWARDS.flatMap((one) => block.toAll(path === '' ? one : `${path}.${one}`, TARGET_GROUP));
  return [...new Map(found.map((group) => [group.urn, group])).values()];
}

/** The groups of instances and the services that keep a target group filled, however they are attached to it. */
export function scalersOf(group: Resource): readonly Resource[] {
  const attachments = [
    ...group.from(FLEET_ATTACHMENT, 'lbTargetGroupArn'),
    ...group.from(TRAFFIC_SOURCE, 'trafficSource.identifier'),
  ];
  const fleets = attachments.flatMap((one) => {
    const fleet = one.to('autoscalingGroupName', FLEET);
    return fleet === undefined ? [] : [one.isCertain ? fleet : fleet.perhaps()];
  });
  return [
    ...group.from(FLEET, 'targetGroupArns'),
    ...group.from(FLEET, 'trafficSources.identifier'),
    ...fleets,
    ...throughListeners(group),
    ...group.from(SERVICE, 'loadBalancers.targetGroupArn'),
  ];
}

/** Fleets of which a first preview tells only that a listener gives them a group: of several, perhaps this one. */
function throughListeners(group: Resource): readonly Resource[] {
  return group.from(LISTENER, 'defaultActions.targetGroupArn').flatMap((listener) => {
    const isOnly = groupsAt(listener, 'defaultActions').length === 1;
    const fleets = listener.from(FLEET, 'targetGroupArns');
    return fleets.map((fleet) => (isOnly && listener.isCertain ? fleet : fleet.perhaps()));
  });
}

/** How many a scaler keeps at least: AWS keeps that many whatever it loses. */
export function minimumOf(scaler: Resource): number {
  return Number(scaler.type === SERVICE ? scaler.readOr('desiredCount', 0) : scaler.need('minSize'));
}

/** Whether a balancer sends to a group of instances: a target group, a classic balancer, or any source of traffic. */
export function isBehindBalancer(fleet: Resource): boolean {
  const lists = ['targetGroupArns', 'loadBalancers', 'trafficSources'];
  if (lists.some((path) => fleet.list(path).length > 0)) return true;
  return [FLEET_ATTACHMENT, TRAFFIC_SOURCE].some((type) => fleet.from(type, 'autoscalingGroupName').length > 0);
}
