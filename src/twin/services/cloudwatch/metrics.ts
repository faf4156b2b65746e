import { HOUR_MS, MINUTE_MS } from '../../../lib/clock.ts';
import { isRegionUp } from '../../physics/faults.ts';
import type { World } from '../../world.ts';
import { type Datapoint, type Dimensions, datapointTable, type Series, type Statistic, seriesKey } from './records.ts';

/** Minutes older than this, counted from the newest of their series, are dropped: no alarm here looks further back. */
export const RETENTION_MS = 3 * HOUR_MS;
/** Of AWS's own metrics they are kept as long as CloudWatch keeps minutes (CloudWatch user guide, metrics retention). */
const RETENTION_OF_AWS_MS = 15 * 24 * HOUR_MS;

function retentionOf({ namespace }: Pick<Series, 'namespace'>): number {
  return namespace.startsWith('AWS/') ? RETENTION_OF_AWS_MS : RETENTION_MS;
}

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
  if (!before) forgetOld(world, prefix, startMs - retentionOf({ namespace }));
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

/** Drops the minutes of a series up to an instant. Their keys are of one length for as long as the twin lives (until 2286). */
function forgetOld(world: World, prefix: string, upToMs: number): void {
  const table = datapointTable(world);
  for (const [key] of table.range(prefix, `${prefix}${Math.max(0, upToMs) + 1}`)) table.delete(key);
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

/**
 * Whether every series has had either no data or the same data in each minute of a span up to an instant (whole minutes). `undefined` where
 * one has not; else the series that have data, with what each of their minutes holds.
 */
export function steadySeries(
  world: World,
  fromMs: number,
  toMs: number,
): { prefix: string; minute: Omit<Datapoint, 'startMs'> }[] | undefined {
  const minutes = (toMs - fromMs) / MINUTE_MS;
  const found: { prefix: string; minute: Omit<Datapoint, 'startMs'> }[] = [];
  for (const prefix of seriesOf(world)) {
    const held = datapointTable(world).range(`${prefix}${fromMs}`, `${prefix}${toMs}`);
    const [first] = held;
    if (!first) continue;
    const { startMs: _start, ...minute } = first[1];
    if (held.length !== minutes || !held.every(([, other]) => isSame(other, minute))) return undefined;
    found.push({ prefix, minute });
  }
  return found;
}

/** Puts the same data into every minute of a span, and drops what is then too old, as if it had come minute by minute. */
export function repeatMinute(
  world: World,
  prefix: string,
  minute: Omit<Datapoint, 'startMs'>,
  fromMs: number,
  toMs: number,
): void {
  const namespace = prefix.slice(prefix.indexOf('/') + 1);
  const oldest = toMs - MINUTE_MS - retentionOf({ namespace });
  forgetOld(world, prefix, oldest);
  for (let startMs = Math.max(fromMs, oldest + MINUTE_MS); startMs < toMs; startMs += MINUTE_MS) {
    datapointTable(world).put(`${prefix}${startMs}`, { startMs, ...minute });
  }
}

/** The keys of all series that have any data, each with the slash before its minutes. */
function seriesOf(world: World): string[] {
  const found: string[] = [];
  for (const [key] of datapointTable(world).entries()) {
    const prefix = key.slice(0, key.lastIndexOf('/') + 1);
    if (found.at(-1) !== prefix) found.push(prefix);
  }
  return found;
}

function isSame(a: Omit<Datapoint, 'startMs'>, b: Omit<Datapoint, 'startMs'>): boolean {
  return a.max === b.max && a.min === b.min && a.sum === b.sum && a.count === b.count;
}

export function isComputed({ namespace, name }: Pick<Series, 'namespace' | 'name'>): boolean {
  return computed.has(`${namespace}/${name}`);
}
