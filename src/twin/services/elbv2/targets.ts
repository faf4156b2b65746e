import { SECOND_MS } from '../../../lib/clock.ts';
import { elapseMs } from '../../physics/duration.ts';
import { waitsForRegion } from '../../physics/lost-region.ts';
import type { World } from '../../world.ts';
import { isServing } from '../ec2/instances.ts';
import { type Instance, inRegion, instances } from '../ec2/records.ts';
import { isChecked } from './health.ts';
import { keyOf, type Target, type TargetGroup, targetGroups, targetKey, targets, targetsOf } from './records.ts';

/**
 * Physics of targets. A new target is healthy after one passed check, whatever the threshold says (row ELB-01); one
 * that was unhealthy needs the threshold. Checks are events only where their answer can differ from the last one.
 */
export function addTarget(world: World, group: TargetGroup, id: string, port: number, subject: string): void {
  const key = targetKey({ targetGroupArn: group.arn, id, port });
  const before = targets(world).get(key);
  if (before && before.state !== 'draining') return;
  const target: Target = {
    targetGroupArn: group.arn,
    region: group.region,
    id,
    port,
    state: 'initial',
    registeredMs: world.nowMs,
    subject,
  };
  targets(world).put(key, target);
  firstCheck(world, target, subject);
}

/**
 * Takes a target out: no new requests; gone when the deregistration delay is over, at once where it never took any.
 * Answers how long that is, in milliseconds.
 */
export function drainTarget(world: World, group: TargetGroup, target: Target, subject = target.subject): number {
  const delayMs = Number(group.attributes['deregistration_delay.timeout_seconds']) * SECOND_MS;
  const waits = !world.instant && delayMs > 0 && isChecked(world, target);
  if (!waits) {
    targets(world).delete(targetKey(target));
    return 0;
  }
  if (target.state === 'draining') return 0;
  targets(world).put(targetKey(target), { ...target, state: 'draining' });
  world.schedule({ atMs: world.nowMs + delayMs, kind: DRAINED, subject, data: { key: targetKey(target) } });
  return delayMs;
}

/** A listener begins to use a group: its targets are checked from now on. */
export function startChecks(world: World, targetGroupArn: string, subject: string): void {
  for (const target of targetsOf(world, targetGroupArn)) {
    if (target.state === 'initial') firstCheck(world, target, subject);
  }
}

/** An instance's application broke or was repaired: its targets find out after so many checks as the group says. */
export function recheck(world: World, instance: Instance): void {
  const serving = isServing(world, instance);
  for (const target of targets(world).values(`${instance.region}/`)) {
    if (target.id !== instance.id || target.state === 'draining' || target.state === 'initial') continue;
    const check = targetGroups(world).get(keyOf(target.targetGroupArn))?.healthCheck;
    if (!check) continue;
    const times = serving ? check.healthyThreshold : check.unhealthyThreshold;
    schedule(world, target, world.nowMs + times * check.intervalSeconds * SECOND_MS, target.subject);
  }
}

export function targetReactions(world: World): void {
  world.react(CHECK, (event) => {
    const { key } = event.data as { key: string };
    const target = targets(world).get(key);
    if (!target || target.state === 'draining' || waitsForRegion(world, target.region, event)) return;
    if (!isChecked(world, target)) return;
    const instance = instances(world).get(inRegion(target.region, target.id));
    if (instance) judge(world, target, instance, event.subject);
  });
  world.react(DRAINED, (event) => {
    const { key } = event.data as { key: string };
    if (targets(world).get(key)?.state === 'draining') targets(world).delete(key);
  });
}

const CHECK = 'elbv2.target-check';
const DRAINED = 'elbv2.target-drained';

/** After `elbv2.target-healthy`, counted from when the application answers. */
function firstCheck(world: World, target: Target, subject: string): void {
  const instance = instances(world).get(inRegion(target.region, target.id));
  if (!instance || !isChecked(world, target)) return;
  const from = world.instant ? world.nowMs : Math.max(world.nowMs, instance.servingFromMs ?? 0);
  const wait = elapseMs(world, 'elbv2.target-healthy', targetKey(target), String(target.registeredMs));
  schedule(world, target, from + wait, subject);
}

function judge(world: World, target: Target, instance: Instance, subject: string): void {
  const serving = isServing(world, instance);
  if (serving) {
    targets(world).put(targetKey(target), { ...target, state: 'healthy' });
    return;
  }
  const interval = targetGroups(world).get(keyOf(target.targetGroupArn))?.healthCheck.intervalSeconds ?? 30;
  const starts = instance.failedSinceMs === undefined && (instance.servingFromMs ?? 0) > world.nowMs;
  if (starts) {
    schedule(world, target, world.nowMs + interval * SECOND_MS, subject);
    return;
  }
  targets(world).put(targetKey(target), { ...target, state: 'unhealthy' });
  if (instance.groupArn) {
    world.schedule({ atMs: world.nowMs, kind: 'autoscaling.look', subject: instance.groupArn });
  }
}

function schedule(world: World, target: Target, atMs: number, subject: string): void {
  world.schedule({ atMs, kind: CHECK, subject, data: { key: targetKey(target) } });
}
