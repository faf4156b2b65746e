import { HOUR_MS, MINUTE_MS } from '../../../lib/clock.ts';
import { isRegionUp } from '../../physics/faults.ts';
import type { World } from '../../world.ts';
import { type Datapoint, type Dimensions, datapointTable, type Series, type Statistic, seriesKey } from './records.ts';

/** Minutes older than this, counted from the newest of their series, are dropped: no alarm here looks further back. */
export const RETENTION_MS = 3 * HOUR_MS;

/**
 * Adds one sample to a series. Must run inside a transaction. Answers false, and adds nothing, where the region is
 * lost: a lost region's CloudWatch takes no data.
 */
export function putMetric(
  world: World,
  region: string,
  namespace: string,
  name: string,
  dimensions: Dimensions,
  value: number,
  atMs: number,
): boolean {
  if (!isRegionUp(world, region, world.nowMs)) return false;
  const prefix = `${seriesKey({ region, namespace, name, dimensions })}/`;
  const startMs = floorTo(atMs, MINUTE_MS);
  const table = datapointTable(world);
  const before = table.get(`${prefix}${startMs}`);
  table.put(
    `${prefix}${startMs}`,
    before ? added(before, value) : { startMs, max: value, min: value, sum: value, count: 1 },
  );
  if (!before) forgetOld(world, prefix);
  return true;
}

/**
 * A metric that AWS publishes by itself, as a function of the world: registered by the assembly of the twin under
 * `NAMESPACE/NAME`, e.g. `AWS/RDS/AuroraGlobalDBReplicationLag`. It answers `undefined` where nothing is published for these
 * dimensions at that instant. One sample a minute, at the minute's end; none while the region is lost.
 */
export function registerComputedMetric(name: string, compute: ComputedMetric): void {
  computed.set(name, compute);
}

export type ComputedMetric = (world: World, region: string, dimensions: Dimensions, atMs: number) => number | undefined;

const computed = new Map<string, ComputedMetric>();

/** A statistic of a series over `[fromMs, fromMs + lengthMs)`; `undefined` where there is no data. */
export function statisticOf(
  world: World,
  series: Series,
  statistic: Statistic,
  fromMs: number,
  lengthMs: number,
): number | undefined {
  let total: Datapoint | undefined;
  for (let startMs = fromMs; startMs < fromMs + lengthMs; startMs += MINUTE_MS) {
    const minute = minuteOf(world, series, startMs);
    if (minute) total = total ? joined(total, minute) : minute;
  }
  return total && read(total, statistic);
}

/** Start of the newest minute with data that is over at `atMs`, or `undefined`. */
export function newestMinute(world: World, series: Series, atMs: number): number | undefined {
  const last = floorTo(atMs, MINUTE_MS) - MINUTE_MS;
  if (!computed.has(`${series.namespace}/${series.name}`)) {
    const starts = datapointTable(world)
      .values(`${seriesKey(series)}/`)
      .map((minute) => minute.startMs);
    return starts.filter((startMs) => startMs <= last).at(-1);
  }
  for (let startMs = last; startMs > last - RETENTION_MS; startMs -= MINUTE_MS) {
    if (minuteOf(world, series, startMs)) return startMs;
  }
  return undefined;
}

/** The start of the period that an instant lies in. */
export function floorTo(atMs: number, periodMs: number): number {
  return Math.floor(atMs / periodMs) * periodMs;
}

function minuteOf(world: World, series: Series, startMs: number): Datapoint | undefined {
  const compute = computed.get(`${series.namespace}/${series.name}`);
  if (!compute) return datapointTable(world).get(`${seriesKey(series)}/${startMs}`);
  const atMs = startMs + MINUTE_MS;
  if (atMs > world.nowMs || !isRegionUp(world, series.region, atMs)) return undefined;
  const value = compute(world, series.region, series.dimensions, atMs);
  return value === undefined ? undefined : { startMs, max: value, min: value, sum: value, count: 1 };
}

function forgetOld(world: World, prefix: string): void {
  const table = datapointTable(world);
  const minutes = table.entries(prefix);
  const newest = minutes.at(-1)?.[1].startMs ?? 0;
  for (const [key, minute] of minutes) if (minute.startMs <= newest - RETENTION_MS) table.delete(key);
}

function added(minute: Datapoint, value: number): Datapoint {
  return joined(minute, { startMs: minute.startMs, max: value, min: value, sum: value, count: 1 });
}

function joined(a: Datapoint, b: Datapoint): Datapoint {
  return {
    startMs: Math.min(a.startMs, b.startMs),
    max: Math.max(a.max, b.max),
    min: Math.min(a.min, b.min),
    sum: a.sum + b.sum,
    count: a.count + b.count,
  };
}

function read(minute: Datapoint, statistic: Statistic): number {
  switch (statistic) {
    case 'Average':
      return minute.sum / minute.count;
    case 'Maximum':
      return minute.max;
    case 'Minimum':
      return minute.min;
    case 'SampleCount':
      return minute.count;
    case 'Sum':
      return minute.sum;
  }
}
