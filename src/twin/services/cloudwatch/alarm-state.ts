import { assertNever } from '../../../lib/errors.ts';
import { elapseMs } from '../../physics/duration.ts';
import type { World } from '../../world.ts';
import { floorTo, newestMinute, RETENTION_MS, statisticOf } from './metrics.ts';
import type { AlarmRecord, AlarmState, AlarmWatch, Comparison } from './records.ts';

/**
 * The state of an alarm as a pure function of the data: what CloudWatch shows now. It lags behind the data by a keyed
 * draw (`cloudwatch.visible`), and looks at whole periods only (estimated: AWS publishes neither). `sinceMs` is when the state was
 * reached, as far as the kept data tells.
 */
export function alarmStateOf(world: World, alarm: AlarmRecord): { state: AlarmState; sinceMs: number } {
  const { spoken } = alarm;
  if (spoken && world.nowMs < spoken.untilMs) return { state: spoken.state, sinceMs: spoken.atMs };
  const lag = elapseMs(world, 'cloudwatch.visible', alarm.arn);
  const seenMs = world.nowMs - lag;
  if (seenMs < alarm.createdMs) return { state: 'INSUFFICIENT_DATA', sinceMs: alarm.createdMs };
  const periodMs = alarm.watch.periodSeconds * 1000;
  const state = stateAt(world, alarm.watch, seenMs);
  const earliest = Math.max(alarm.createdMs, seenMs - RETENTION_MS);
  let sinceMs = floorTo(seenMs, periodMs);
  while (sinceMs > earliest && stateAt(world, alarm.watch, sinceMs - periodMs) === state) sinceMs -= periodMs;
  return { state, sinceMs: Math.min(world.nowMs, Math.max(sinceMs, earliest) + lag) };
}

/** What the alarm's periods that are over at an instant amount to. */
export function stateAt(world: World, watch: AlarmWatch, atMs: number): AlarmState {
  return judge(pointsAt(world, watch, atMs), watch);
}

/** The values of the evaluated periods, oldest first; `undefined` where a period has no data. */
export function pointsAt(world: World, watch: AlarmWatch, atMs: number): (number | undefined)[] {
  const periodMs = watch.periodSeconds * 1000;
  const endMs = floorTo(atMs, periodMs);
  return Array.from({ length: watch.evaluationPeriods }, (_, index) =>
    statisticOf(world, watch.series, watch.statistic, endMs - (watch.evaluationPeriods - index) * periodMs, periodMs),
  );
}

/** The instant of the newest evaluation that had data to look at, at or before `atMs`; `undefined` where none had. */
export function lastHeardMs(world: World, watch: AlarmWatch, atMs: number): number | undefined {
  const periodMs = watch.periodSeconds * 1000;
  const newest = newestMinute(world, watch.series, floorTo(atMs, periodMs));
  if (newest === undefined) return undefined;
  const lastWith = floorTo(newest, periodMs) + watch.evaluationPeriods * periodMs;
  return Math.min(lastWith, floorTo(atMs, periodMs));
}

/**
 * M of N with the three ways to treat missing points that are modelled ([CW-MISS] of the refusals table). `missing`
 * looks at the points there are: none is INSUFFICIENT_DATA; all of them breaching is ALARM, even if fewer than M.
 */
export function judge(points: readonly (number | undefined)[], watch: Omit<AlarmWatch, 'series'>): AlarmState {
  const real = points.filter((point) => point !== undefined);
  const breaching = real.filter((point) => isBreaching(point, watch.comparison, watch.threshold)).length;
  const missing = points.length - real.length;
  switch (watch.missingData) {
    case 'breaching':
      return breaching + missing >= watch.datapointsToAlarm ? 'ALARM' : 'OK';
    case 'notBreaching':
      return breaching >= watch.datapointsToAlarm ? 'ALARM' : 'OK';
    case 'missing':
      if (real.length === 0) return 'INSUFFICIENT_DATA';
      return breaching >= Math.min(watch.datapointsToAlarm, real.length) ? 'ALARM' : 'OK';
    default:
      return assertNever(watch.missingData);
  }
}

function isBreaching(value: number, comparison: Comparison, threshold: number): boolean {
  switch (comparison) {
    case 'GreaterThanOrEqualToThreshold':
      return value >= threshold;
    case 'GreaterThanThreshold':
      return value > threshold;
    case 'LessThanOrEqualToThreshold':
      return value <= threshold;
    case 'LessThanThreshold':
      return value < threshold;
    default:
      return assertNever(comparison);
  }
}
