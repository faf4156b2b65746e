import type { PropertyMap } from '../../lib/property.ts';
import type { Site } from '../../system/system.ts';
import type { GraphNode } from '../node.ts';
import { describe } from './candidates.ts';
import type { Search } from './search.ts';

const TARGET_GROUP = 'aws:lb/targetGroup:TargetGroup';
const GROUP = 'aws:autoscaling/group:Group';

export interface FleetOfSite {
  readonly group: GraphNode | undefined;
  readonly target: GraphNode | undefined;
}

/** The fleet that serves behind a balancer, and the target group between them: along listeners and their rules. */
export function findFleet(search: Search, site: Site, balancer: GraphNode | undefined): FleetOfSite {
  const targets = balancer === undefined ? [] : targetsBehind(search, balancer);
  const groups = search.inRegion(GROUP, site);
  const serving = groups.filter((group) => targetsOf(search, group).some((target) => targets.includes(target)));
  // what is unknown of the balancer has been told already
  if (balancer === undefined && !search.isBound(site, 'fleet')) return { group: undefined, target: undefined };
  const group = search.choose(site, {
    part: 'fleet',
    type: GROUP,
    what: `the auto scaling group behind ${balancer?.name ?? 'the balancer'}`,
    fits: serving,
    next: `let a fleet of instances serve there${elsewhere(search, targets)}`,
  });
  if (group === undefined) return { group, target: undefined };
  const own = targetsOf(search, group);
  const both = targets.filter((target) => own.includes(target));
  const target = search.choose(site, {
    part: 'targetGroup',
    type: TARGET_GROUP,
    what: `the target group between ${balancer?.name ?? 'the balancer'} and ${group.name}`,
    fits: both.length > 0 ? both : own,
    next: 'attach the fleet to a target group of the balancer',
  });
  for (const node of between(search, balancer, group)) search.rests(node);
  return { group, target };
}

/** The target groups of an auto scaling group: by its own property, or by attachments. */
export function targetsOf({ graph }: Search, group: GraphNode): GraphNode[] {
  const attached = graph
    .byType('aws:autoscaling/attachment:Attachment')
    .filter((one) => one.to('autoscalingGroupName', GROUP) === group)
    .flatMap((one) => one.to('lbTargetGroupArn', TARGET_GROUP) ?? []);
  return [...new Set([...group.toAll('targetGroupArns', TARGET_GROUP), ...attached])];
}

/** What leads requests from a balancer to a fleet beside the target group: listeners and attachments. */
function between({ graph }: Search, balancer: GraphNode | undefined, group: GraphNode): GraphNode[] {
  const listeners = graph.byType('aws:lb/listener:Listener');
  const attachments = graph.byType('aws:autoscaling/attachment:Attachment');
  return [
    ...listeners.filter((one) => balancer !== undefined && one.to('loadBalancerArn') === balancer),
    ...attachments.filter((one) => one.to('autoscalingGroupName', GROUP) === group),
  ];
}

/** The target groups that the default actions of a balancer's listeners lead to; else those of their rules. */
function targetsBehind({ graph }: Search, balancer: GraphNode): GraphNode[] {
  const listeners = graph
    .byType('aws:lb/listener:Listener')
    .filter((listener) => listener.to('loadBalancerArn') === balancer);
  const rules = graph
    .byType('aws:lb/listenerRule:ListenerRule')
    .filter((rule) => listeners.some((listener) => rule.to('listenerArn') === listener));
  const byDefault = listeners.flatMap((listener) => forwarded(listener, 'defaultActions'));
  const byRule = rules.flatMap((rule) => forwarded(rule, 'actions'));
  return [...new Set(byDefault.length > 0 ? byDefault : byRule)];
}

function forwarded(node: GraphNode, property: string): readonly GraphNode[] {
  return node.toAll(property, TARGET_GROUP);
}

/** Who else registers targets with these groups, where it is no auto scaling group. */
function elsewhere({ graph }: Search, targets: readonly GraphNode[]): string {
  const arns = targets.map((target) => target.text('arn') ?? '');
  const users = graph.nodes.filter(
    (node) =>
      ['aws:ecs/service:Service', 'aws:lb/targetGroupAttachment:TargetGroupAttachment'].includes(node.type) &&
      arns.some((arn) => arn !== '' && mentions(node.inputs, arn)),
  );
  return users.length === 0
    ? ''
    : `; ${users.map(describe).join('; ')} serves there, and the twin has fleets of instances only`;
}

function mentions(inputs: PropertyMap, text: string): boolean {
  return JSON.stringify(inputs).includes(text);
}
