import { MINUTE_MS } from '../../../lib/clock.ts';
import { elapseMs } from '../../physics/duration.ts';
import { faultTable } from '../../physics/faults.ts';
import type { Rhythm, World } from '../../world.ts';
import { isComputed, RETENTION_MS, repeatMinute, steadySeries } from '../cloudwatch/metrics.ts';
import { type AlarmWatch, alarmTable } from '../cloudwatch/records.ts';
import { healthCheckTable } from '../route53/records.ts';
import { isSettled } from './feeder.ts';
import { SAMPLE_MS } from './ticks.ts';

/**
 * The samples of the feeders while nothing else happens. What they sense follows from flags and statuses, which only other events and
 * calls change, from faults, which begin and end at known instants, and from alarms, which look a bounded time back. So where
 * nothing has changed for longer than any alarm looks, and every minute of that time held the same samples, the next minute holds
 * them too; and so on, until something else happens.
 */
export function quietRhythm(world: World): Rhythm {
  return {
    everyMs: SAMPLE_MS,
    spanMs: MINUTE_MS,
    untilMs: (fromMs) => Math.min(...faultEdges(world).filter((atMs) => atMs > fromMs), Number.POSITIVE_INFINITY),
    write({ fromMs, toMs, undisturbedMs }) {
      const sinceMs = Math.max(undisturbedMs, ...faultEdges(world).filter((atMs) => atMs <= fromMs));
      const backMs = looksBackMs(world);
      if (backMs === undefined || sinceMs > fromMs - backMs || !isSettled(world)) return false;
      const series = steadySeries(world, fromMs - backMs, fromMs);
      if (series === undefined) return false;
      for (const { prefix, minute } of series) repeatMinute(world, prefix, minute, fromMs, toMs);
      return true;
    },
  };
}

function faultEdges(world: World): number[] {
  return faultTable(world)
    .values()
    .flatMap(({ fromMs, toMs }) => [fromMs, toMs]);
}

/**
 * The longest time that a sample is looked at by an alarm or a health check, in whole minutes; `undefined` where one watches a metric that AWS
 * computes from moment to moment.
 */
function looksBackMs(world: World): number | undefined {
  const alarms = alarmTable(world).values();
  const gates = healthCheckTable(world)
    .values()
    .flatMap(({ watch }) => watch ?? []);
  if (gates.some(({ series }) => isComputed(series))) return undefined;
  const watches = [...alarms.map(({ watch }) => watch), ...gates];
  const lags = alarms.map(({ arn }) => elapseMs(world, 'cloudwatch.visible', arn));
  const longest = Math.max(0, ...watches.map(windowMs)) + Math.max(0, ...lags);
  return Math.min(RETENTION_MS, Math.ceil(longest / MINUTE_MS) * MINUTE_MS + 2 * MINUTE_MS);
}

function windowMs({ periodSeconds, evaluationPeriods }: AlarmWatch): number {
  return (evaluationPeriods + 1) * periodSeconds * 1000;
}
