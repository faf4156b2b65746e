import { HOUR_MS } from '../../../lib/clock.ts';
import { elapseMs } from '../../physics/duration.ts';
import { waitsForRegion } from '../../physics/lost-region.ts';
import type { World } from '../../world.ts';
import { becomeRunning, instanceArn, shutDown } from '../ec2/instances.ts';
import { type Instance, inRegion, instances } from '../ec2/records.ts';
import { healthOf } from '../elbv2/health.ts';
import { keyOf, targetGroups, targetsOf } from '../elbv2/records.ts';
import { addTarget, drainTarget } from '../elbv2/targets.ts';
import { beginActivity, endActivity, waitForDraining } from './activities.ts';
import { launchOne } from './launch.ts';
import { activities, type Group, groupByArn, groupKey, groups, type Member, putGroup } from './records.ts';
import { forgetRefreshes } from './refresh-records.ts';
import { surplus } from './spread.ts';

/**
 * Physics of auto scaling. A *look* compares what is with what is desired: it takes out what is unhealthy, launches what is
 * missing, ends what is too many. Looks happen when something changed and after a failed launch. The events of a group have
 * subjects that start with its ARN.
 */
export const LOOK = 'autoscaling.look';

/** Lets a group look after AWS has noticed a change (`autoscaling.react`). */
export function lookSoon(world: World, group: Group): void {
  const count = String(group.launches + group.instances.length + group.desired);
  const atMs = world.nowMs + elapseMs(world, 'autoscaling.react', group.arn, `${world.nowMs}/${count}`);
  world.schedule({ atMs, kind: LOOK, subject: group.arn });
}

export function scalingReactions(world: World): void {
  for (const kind of [LOOK, RETRY, GRACE_OVER]) {
    world.react(kind, (event) => {
      const group = groupByArn(world, event.subject);
      if (group && !waitsForRegion(world, group.region, event)) look(world, group);
    });
  }
  world.react(IN_SERVICE, (event) => {
    const { region, name, id } = event.data as MemberEvent;
    if (waitsForRegion(world, region, event)) return;
    const instance = instances(world).get(inRegion(region, id));
    const group = groups(world).get(`${region}/${name}`);
    if (group && instance?.state === 'pending') enterService(world, group, instance, event.subject);
  });
  world.react(DRAINED, (event) => {
    const { region, name, id } = event.data as MemberEvent;
    if (waitsForRegion(world, region, event)) return;
    const instance = instances(world).get(inRegion(region, id));
    if (instance) shutDown(world, instance, event.subject);
    const atMs = world.nowMs + elapseMs(world, 'ec2.terminate', instanceArn(world, { region, id }));
    world.schedule({ atMs, kind: TERMINATED, subject: event.subject, data: { region, name, id } });
  });
  world.react(TERMINATED, (event) => {
    const { region, name, id } = event.data as MemberEvent;
    if (waitsForRegion(world, region, event)) return;
    const group = groups(world).get(`${region}/${name}`);
    if (group) leave(world, group, id);
  });
}

/** The look itself. Processes that are suspended are left out: `Launch`, `Terminate`, `ReplaceUnhealthy`, `HealthCheck`. */
function look(world: World, before: Group): void {
  let group = before;
  if (!group.suspended.includes('HealthCheck')) group = judge(world, group);
  if (!group.suspended.includes('ReplaceUnhealthy')) {
    for (const member of group.instances.filter((each) => !each.healthy && each.state !== 'Terminating')) {
      group = terminate(world, group, member, 'an instance was taken out of service in response to a health check.');
    }
  }
  const kept = group.instances.filter((member) => member.state !== 'Terminating');
  const wanted = group.desired + (group.surge ?? 0);
  const excess = group.suspended.includes('Terminate') ? 0 : kept.length - wanted;
  for (const member of surplus(kept, excess)) {
    group = terminate(world, group, member, `the desired capacity is ${group.desired}: an instance is too many.`);
  }
  const missing = group.suspended.includes('Launch') ? 0 : wanted - kept.length;
  let isShort = false;
  for (let count = 0; count < missing; count++) {
    const { group: after, launched } = launchOne(world, group);
    group = after;
    if (launched) enterLater(world, group, launched);
    else isShort = true;
  }
  world.unschedule(group.arn, RETRY);
  if (isShort) retry(world, group);
}

/** Tries again after a launch that failed; after 24 hours of failures AWS suspends the process (row ASG-11). */
function retry(world: World, group: Group): void {
  const sinceMs = group.failingSinceMs ?? world.nowMs;
  if (world.nowMs - sinceMs > 24 * HOUR_MS) {
    putGroup(world, { ...group, suspended: [...new Set([...group.suspended, 'Launch'])].sort() });
    return;
  }
  const atMs = world.nowMs + elapseMs(world, 'autoscaling.retry', group.arn, String(group.launches));
  // provisioning does not wait for what time must bring
  world.schedule({ atMs, kind: RETRY, subject: group.arn, ...(world.instant && { tick: true }) });
}

interface MemberEvent {
  readonly region: string;
  readonly name: string;
  readonly id: string;
}

const RETRY = 'autoscaling.retry';
const GRACE_OVER = 'autoscaling.grace-over';
const IN_SERVICE = 'autoscaling.in-service';
const DRAINED = 'autoscaling.drained';
const TERMINATED = 'autoscaling.terminated';

function enterLater(world: World, group: Group, member: Member): void {
  const subject = `${group.arn}/${member.id}`;
  const atMs = world.nowMs + elapseMs(world, 'ec2.launch', subject);
  world.schedule({ atMs, kind: IN_SERVICE, subject, data: { region: group.region, name: group.name, id: member.id } });
}

function enterService(world: World, group: Group, instance: Instance, subject: string): void {
  becomeRunning(world, instance);
  const member = group.instances.find((each) => each.id === instance.id);
  if (!member) return;
  endActivity(world, group, member.activityId);
  replace(world, group, { ...member, state: 'InService', inServiceMs: world.nowMs });
  // AddToLoadBalancer suspended: never registered later either (row ASG-09)
  if (group.suspended.includes('AddToLoadBalancer')) return;
  for (const arn of group.targetGroupArns) {
    const targetGroup = targetGroups(world).get(keyOf(arn));
    if (targetGroup) addTarget(world, targetGroup, instance.id, targetGroup.port, subject);
  }
}

/** Marks members whose instance ended, or that a balancer finds unhealthy after the grace period, as unhealthy. */
function judge(world: World, group: Group): Group {
  const judged = group.instances.map((member) => {
    if (member.state === 'Terminating' || !member.healthy) return member;
    const instance = instances(world).get(inRegion(group.region, member.id));
    const ended = !instance || instance.state === 'shutting-down' || instance.state === 'terminated';
    return ended || isUnhealthyAtBalancer(world, group, member) ? { ...member, healthy: false } : member;
  });
  return putGroup(world, { ...group, instances: judged });
}

function isUnhealthyAtBalancer(world: World, group: Group, member: Member): boolean {
  if (group.healthCheckType !== 'ELB' || member.inServiceMs === undefined) return false;
  const graceEndsMs = member.inServiceMs + group.healthCheckGraceSeconds * 1000;
  const unhealthy = group.targetGroupArns
    .flatMap((arn) => targetsOf(world, arn))
    .some((target) => target.id === member.id && healthOf(world, target).state === 'unhealthy');
  if (!unhealthy || world.nowMs >= graceEndsMs) return unhealthy;
  world.unschedule(group.arn, GRACE_OVER);
  world.schedule({ atMs: graceEndsMs, kind: GRACE_OVER, subject: group.arn });
  return false;
}

/** Takes a member out: its targets drain, then its instance shuts down. */
export function terminate(world: World, group: Group, member: Member, cause: string): Group {
  const subject = `${group.arn}/${member.id}`;
  const activityId = beginActivity(world, group, {
    description: `Terminating EC2 instance: ${member.id}`,
    cause,
    status: 'InProgress',
    zone: member.zone,
  });
  const delays = group.targetGroupArns.flatMap((arn) => {
    const targetGroup = targetGroups(world).get(keyOf(arn));
    const found = targetsOf(world, arn).filter((target) => target.id === member.id);
    return targetGroup ? found.map((target) => drainTarget(world, targetGroup, target, subject)) : [];
  });
  const delayMs = Math.max(0, ...delays);
  if (delayMs > 0) waitForDraining(world, group, activityId);
  world.schedule({
    atMs: world.nowMs + delayMs,
    kind: DRAINED,
    subject,
    data: { region: group.region, name: group.name, id: member.id },
  });
  return replace(world, group, { ...member, state: 'Terminating', activityId });
}

function leave(world: World, group: Group, id: string): void {
  const member = group.instances.find((each) => each.id === id);
  if (member) endActivity(world, group, member.activityId);
  const left = group.instances.filter((each) => each.id !== id);
  if (group.deleting && left.length === 0) {
    forget(world, group);
    return;
  }
  putGroup(world, { ...group, instances: left, scaledMs: world.nowMs });
}

/** Removes a group without instances, with its activities. */
export function forget(world: World, group: Group): void {
  for (const kind of [LOOK, RETRY, GRACE_OVER]) world.unschedule(group.arn, kind);
  for (const [key] of activities(world).entries(`${groupKey(group)}/`)) activities(world).delete(key);
  forgetRefreshes(world, group);
  groups(world).delete(groupKey(group));
}

function replace(world: World, group: Group, member: Member): Group {
  return putGroup(world, {
    ...group,
    instances: group.instances.map((each) => (each.id === member.id ? member : each)),
    scaledMs: world.nowMs,
  });
}
