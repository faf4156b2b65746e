import { HOUR_MS, SECOND_MS } from '../../../lib/clock.ts';
import { elapseMs } from '../../physics/duration.ts';
import { activeFault } from '../../physics/faults.ts';
import { waitsForRegion } from '../../physics/lost-region.ts';
import type { World } from '../../world.ts';
import { alarmStateOf } from '../cloudwatch/alarm-state.ts';
import { alarmTable } from '../cloudwatch/records.ts';
import { healthOf } from '../elbv2/health.ts';
import { targetsOf } from '../elbv2/records.ts';
import { type Group, groupByArn, type Member, putGroup } from './records.ts';
import { activeRefresh, putRefresh, type Refresh } from './refresh-records.ts';
import { isLaunchedBy } from './refresh-settings.ts';
import { lookSoon, terminate } from './scaling.ts';
import { surplus } from './spread.ts';

/**
 * Physics of instance refresh. Every ten seconds (estimated) a group under refresh ends as many old instances as may go and
 * launches as many new ones as may come; at a checkpoint it waits, and goes on by itself (user guide, "Add checkpoints").
 */
export function refreshReactions(world: World): void {
  world.react(STEP, (event) => {
    const group = groupByArn(world, event.subject);
    const refresh = group && activeRefresh(world, group);
    if (!group || !refresh) return;
    if (waitsForRegion(world, group.region, event)) {
      // the hour of patience is one in which the group could have done something
      const backMs = activeFault(world, 'region-loss', group.region)?.toMs ?? world.nowMs;
      putRefresh(world, { ...refresh, stillSinceMs: backMs });
      return;
    }
    proceed(world, group, refresh);
    if (activeRefresh(world, group)) later(world, group, world.nowMs + STEP_MS);
  });
}

export function beginRefresh(world: World, group: Group, refresh: Refresh): void {
  putGroup(world, { ...group, launching: refresh.desired ?? refresh.before });
  later(world, group, world.nowMs + elapseMs(world, 'autoscaling.react', group.arn, refresh.id));
}

/** The instances that the refresh launched are replaced by what the group was before; checkpoints play no part. */
export function beginRollback(world: World, group: Group, refresh: Refresh, reason: string): void {
  const left = kept(group).filter((member) => !isLaunchedBy(world, group.region, member, refresh.before));
  putRefresh(world, {
    ...refresh,
    status: 'RollbackInProgress',
    statusReason: reason,
    left: left.map(({ id }) => id),
    total: group.desired,
    updated: group.desired - left.length,
    stillSinceMs: world.nowMs,
    pausedUntilMs: undefined,
    rollback: {
      reason,
      startMs: world.nowMs,
      percentageComplete: percentageOf(refresh),
      instancesToUpdate: toUpdate(refresh),
      replaced: left.length,
    },
  });
  const back = putGroup(world, { ...group, launching: refresh.before, surge: 0 });
  lookSoon(world, trimmed(world, back, left, refresh));
}

export function cancelRefresh(world: World, group: Group, refresh: Refresh): void {
  putRefresh(world, { ...refresh, status: 'Cancelling', statusReason: 'Cancelled by a user.' });
  const ended = putGroup(world, { ...group, launching: undefined, surge: 0 });
  lookSoon(world, trimmed(world, ended, kept(ended), refresh));
}

/** AWS counts down during a rollback, to 0 (API reference, InstanceRefresh). */
export function percentageOf({ total, updated, rollback }: Refresh): number {
  if (!rollback) return total === 0 ? 100 : Math.floor(Math.min(1, updated / total) * 100);
  const back = updated - (total - rollback.replaced);
  return rollback.replaced === 0
    ? 0
    : Math.floor(rollback.percentageComplete * Math.min(1, Math.max(0, 1 - back / rollback.replaced)));
}

export function toUpdate({ total, updated, rollback }: Refresh): number {
  return rollback ? rollback.instancesToUpdate : Math.max(0, total - updated);
}

const STEP = 'autoscaling.refresh-step';
const STEP_MS = 10 * SECOND_MS;
/** Row ASG-07. */
const LONGEST_MS = 14 * 24 * HOUR_MS;
/**
 * How long AWS keeps trying where new instances do not pass their health checks, or old ones may not be ended (user guide, "How
 * an instance refresh works", one-hour timeout; rows ASG-02 and ASG-03).
 */
const PATIENCE_MS = HOUR_MS;

function later(world: World, group: Group, atMs: number): void {
  world.schedule({ atMs, kind: STEP, subject: group.arn, tick: true });
}

function proceed(world: World, group: Group, before: Refresh): void {
  if (before.status === 'Cancelling') {
    const isMoving = group.instances.some(({ state }) => state !== 'InService');
    if (!isMoving || !before.waitsForTransitions) end(world, group, before, 'Cancelled');
    return;
  }
  if (world.nowMs - before.startMs >= LONGEST_MS) {
    fail(world, group, before, 'it went on for 14 days.');
    return;
  }
  const alarmed = before.rollback ? undefined : before.preferences.alarms.find((name) => isAlarmed(world, group, name));
  if (alarmed !== undefined) {
    fail(world, group, before, `the alarm ${alarmed} went into ALARM.`);
    return;
  }
  const refresh = seen(world, group, { ...before, total: group.desired });
  const suspended = ['InstanceRefresh', 'Launch', 'Terminate'].find((name) => group.suspended.includes(name));
  if (suspended !== undefined) {
    putRefresh(world, { ...refresh, stillSinceMs: world.nowMs, statusReason: `${suspended} is suspended.` });
    return;
  }
  if ((refresh.pausedUntilMs ?? 0) > world.nowMs) {
    putRefresh(world, { ...refresh, stillSinceMs: world.nowMs });
    return;
  }
  if (refresh.status === 'Baking') succeed(world, group, refresh);
  else replaceSome(world, group, refresh);
}

/** How far it is: what was replaced, counted anew from the instances. */
function seen(world: World, group: Group, refresh: Refresh): Refresh {
  const ids = new Set(kept(group).map(({ id }) => id));
  const left = refresh.left.filter((id) => ids.has(id));
  const warmMs = refresh.preferences.warmupSeconds * SECOND_MS;
  const ready = kept(group).filter((member) => !left.includes(member.id) && isReady(world, group, member, warmMs));
  const updated = Math.min(refresh.total, ready.length);
  const isBetter = updated > refresh.updated || left.length < refresh.left.length || refresh.status === 'Pending';
  const status = refresh.status === 'Pending' ? 'InProgress' : refresh.status;
  return { ...refresh, status, left, updated, ...(isBetter && { stillSinceMs: world.nowMs }) };
}

function replaceSome(world: World, before: Group, refresh: Refresh): void {
  const { preferences, total, rollback } = refresh;
  const points = rollback ? [] : preferences.checkpointPercentages;
  const wanted = (percentage: number) => Math.ceil((total * percentage) / 100);
  const next = wanted(points[refresh.checkpoints] ?? points.at(-1) ?? 100);
  const mayGo = Math.max(0, next - (total - refresh.left.length));
  const ended = endable(world, before, refresh, mayGo);
  let group = before;
  for (const member of ended) {
    const cause = `an instance refresh (${refresh.id}) replaced it.`;
    group = terminate(world, group, { ...member, protected: false }, cause);
  }
  const left = refresh.left.filter((id) => !ended.some((member) => member.id === id));
  const most = Math.max(
    Math.floor((total * preferences.maxHealthyPercentage) / 100),
    // at 100 % nothing is ended before its successor is there
    preferences.minHealthyPercentage === 100 ? total + 1 : total,
  );
  const surge = Math.max(0, Math.min(most - total, mayGo - ended.length, left.length));
  const isChanged = surge !== (group.surge ?? 0) || ended.length > 0;
  group = putGroup(world, { ...group, surge });
  if (isChanged) lookSoon(world, group);
  settle(
    world,
    group,
    { ...refresh, left, ...(ended.length > 0 && { stillSinceMs: world.nowMs }) },
    next,
    points.length,
  );
}

/** The old instances that may be ended now: as many as are ready above the minimum, and as lie before the checkpoint. */
function endable(world: World, group: Group, { left, total, preferences }: Refresh, mayGo: number): Member[] {
  const warmMs = preferences.warmupSeconds * SECOND_MS;
  const members = kept(group);
  const ready = members.filter((one) => isReady(world, group, one, left.includes(one.id) ? 0 : warmMs));
  const share = Math.ceil((total * preferences.minHealthyPercentage) / 100);
  // below 100 % at least one is replaced at a time: of a group of one, the only one (row ASG-06)
  const least = preferences.minHealthyPercentage === 100 ? total : Math.min(share, total - 1);
  const isFree = (member: Member) => !member.protected || preferences.protectedInstances === 'Refresh';
  const candidates = members.filter((member) => left.includes(member.id) && isFree(member));
  const unready = candidates.filter((member) => !ready.includes(member));
  const count = Math.min(mayGo, Math.max(0, ready.length - least));
  const chosen = surplus(
    candidates.filter((member) => ready.includes(member)).map((member) => ({ ...member, protected: false })),
    count,
  );
  // one that does not serve costs nothing
  return [...unready.slice(0, mayGo), ...chosen]
    .slice(0, mayGo)
    .map((one) => members.find(({ id }) => id === one.id) ?? one);
}

function settle(world: World, group: Group, refresh: Refresh, next: number, points: number): void {
  const { checkpoints, updated, left, total, preferences } = refresh;
  const hasReached = updated >= next && total - left.length >= next;
  const isLast = checkpoints >= points - 1;
  if (hasReached && !isLast) {
    const pausedUntilMs = world.nowMs + preferences.checkpointDelaySeconds * SECOND_MS;
    const statusReason = `Checkpoint reached; waiting ${preferences.checkpointDelaySeconds} seconds.`;
    putRefresh(world, { ...refresh, checkpoints: checkpoints + 1, pausedUntilMs, statusReason });
    return;
  }
  if (hasReached && kept(group).length <= total) {
    if (refresh.rollback || preferences.bakeSeconds === 0) {
      succeed(world, group, refresh);
      return;
    }
    const pausedUntilMs = world.nowMs + preferences.bakeSeconds * SECOND_MS;
    putRefresh(world, { ...refresh, status: 'Baking', pausedUntilMs, statusReason: 'Waiting for the bake time.' });
    return;
  }
  const patienceMs = PATIENCE_MS + preferences.warmupSeconds * SECOND_MS;
  if (world.nowMs - refresh.stillSinceMs >= patienceMs) {
    fail(world, group, refresh, 'instances could not be replaced within an hour.');
    return;
  }
  const kind = left.some((id) => group.instances.find((one) => one.id === id)?.protected) ? 'protected' : 'remaining';
  putRefresh(world, { ...refresh, statusReason: `Waiting for ${kind} instances.` });
}

function succeed(world: World, group: Group, refresh: Refresh): void {
  if (refresh.rollback) end(world, group, refresh, 'RollbackSuccessful');
  else end(world, { ...group, ...refresh.desired }, refresh, 'Successful');
}

function fail(world: World, group: Group, refresh: Refresh, reason: string): void {
  if (refresh.rollback) end(world, group, refresh, 'RollbackFailed', `The rollback failed: ${reason}`);
  else if (refresh.preferences.autoRollback) beginRollback(world, group, refresh, `Auto rollback: ${reason}`);
  else end(world, group, refresh, 'Failed', `The instance refresh failed: ${reason}`);
}

function end(world: World, before: Group, refresh: Refresh, status: Refresh['status'], statusReason?: string): void {
  putRefresh(world, { ...refresh, status, statusReason, endMs: world.nowMs, pausedUntilMs: undefined });
  const group = putGroup(world, { ...before, launching: undefined, surge: 0 });
  lookSoon(world, trimmed(world, group, kept(group), refresh));
}

/** Ends instances above the desired capacity, of those given: first what does not serve, then the newest. */
function trimmed(world: World, before: Group, from: readonly Member[], refresh: Refresh): Group {
  const tooMany = Math.max(0, kept(before).length - before.desired);
  const ready = from.filter((member) => isReady(world, before, member, 0));
  const unready = from.filter((member) => !ready.includes(member));
  let group = before;
  for (const member of [...unready, ...ready.reverse()].slice(0, tooMany)) {
    group = terminate(world, group, member, `an instance refresh (${refresh.id}) goes on, or has ended, without it.`);
  }
  return group;
}

function kept(group: Group): Member[] {
  return group.instances.filter((member) => member.state !== 'Terminating');
}

/** In service and healthy, at the balancers too where the group asks them, for as long as it takes to warm up. */
function isReady(world: World, group: Group, member: Member, warmMs: number): boolean {
  if (member.state !== 'InService' || !member.healthy || world.nowMs < (member.inServiceMs ?? 0) + warmMs) return false;
  if (group.healthCheckType !== 'ELB') return true;
  return group.targetGroupArns.every((arn) =>
    targetsOf(world, arn).some(
      ({ id, ...target }) => id === member.id && healthOf(world, { id, ...target }).state === 'healthy',
    ),
  );
}

function isAlarmed(world: World, { region }: Group, name: string): boolean {
  const alarm = alarmTable(world).get(`${region}/${name}`);
  return alarm !== undefined && alarmStateOf(world, alarm).state === 'ALARM';
}
