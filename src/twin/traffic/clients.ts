import { draw } from '../../lib/chance.ts';
import { SECOND_MS } from '../../lib/clock.ts';
import type { World } from '../world.ts';
import { checkSecond } from './checkers.ts';
import { recordAcknowledged, recordWriterChange } from './ledger.ts';
import type { TrafficPorts } from './ports.ts';
import { type Capacity, capacityOf, type ServiceRecord, type ServiceSite, serviceOf, siteBehind } from './service.ts';

/** A scenario's load: how many cohorts of clients, and how many writes a second all of them together attempt. */
export interface Load {
  readonly cohorts: number;
  readonly writesPerSecond: number;
  /** Where it is given, all cohorts act together this often, each time with the writes of the time since. */
  readonly everySeconds?: number | undefined;
}

/**
 * Clients that behave alike: one DNS cache, one pool of connections. A cohort keeps a connection that works for as long
 * as it works (`keepsAlive`), else it asks its resolver again when the answer has expired; a resolver may hold an
 * answer longer than its TTL says (`extraCacheSeconds`).
 */
interface Cohort {
  readonly id: string;
  readonly writesAtOnce: number;
  readonly keepsAlive: boolean;
  readonly extraCacheSeconds: number;
  readonly target?: string | undefined;
  readonly expiresAtMs: number;
  readonly lookups: number;
}

/** What all cohorts together did in one second, or in as many as lie between their turns. `atMs` is its start. */
export interface TrafficSecond {
  readonly atMs: number;
  readonly attempted: number;
  readonly succeeded: number;
  /** What it stands for, where clients come less often than every second. */
  readonly seconds?: number;
}

interface TrafficState {
  readonly host: string;
  /** Seconds of traffic are counted from here. */
  readonly startedMs: number;
  readonly running: boolean;
  readonly everySeconds?: number | undefined;
  /** The number that the next attempted write gets. Numbers of failed attempts are not used again. */
  readonly nextWrite: number;
  readonly lastWriter?: string | undefined;
}

const TICK = 'traffic.tick';
/** What is told of one time at work. */
const BOOKS = [
  'traffic.cohort',
  'traffic.minute',
  'traffic.acknowledged',
  'traffic.writer-change',
  'traffic.violation',
];
/** A second has four quarters, and each cohort writes in one of them: a lag of less than a second costs what it costs. */
const QUARTERS = 4;
const QUARTER_MS = SECOND_MS / QUARTERS;

/** Registers what a second of traffic does. Once, when the twin is assembled. */
export function trafficReactions(world: World, ports: TrafficPorts): void {
  world.react(TICK, (event) => {
    const { host } = event.data as { host: string };
    const service = serviceOf(world, host);
    if (!service) return;
    const everyMs = tick(world, service, ports);
    world.schedule({ atMs: event.atMs + everyMs, kind: TICK, subject: host, tick: true, data: { host } });
  });
}

/**
 * Puts a declared service under load, from now on. While clients are at work it changes nothing; new clients begin new
 * books, and count their writes on from where the last ones stopped.
 */
export function startTraffic(world: World, host: string, load: Load): void {
  const before = world.table<TrafficState>('traffic.state').get(host);
  if (before?.running) return;
  world.transact(() => {
    for (const table of BOOKS) {
      for (const [key] of world.table(table).entries(`${host}/`)) world.table(table).delete(key);
    }
    const writes = Math.round(load.writesPerSecond * (load.everySeconds ?? 1));
    for (let index = 0; index < load.cohorts; index++) {
      const id = `${host}/${String(index).padStart(3, '0')}`;
      const share = Math.floor(writes / load.cohorts);
      const rest = index < writes % load.cohorts ? 1 : 0;
      world.table<Cohort>('traffic.cohort').put(id, {
        id,
        writesAtOnce: share + rest,
        keepsAlive: draw(world.seed, id, 'keeps-alive') < 0.5,
        // resolvers that stretch a TTL are common enough to be part of every load; our judgement, no published share
        extraCacheSeconds: draw(world.seed, id, 'stretches-ttl') < 0.1 ? 30 : 0,
        expiresAtMs: 0,
        lookups: 0,
      });
    }
    world.table<TrafficState>('traffic.state').put(host, {
      host,
      startedMs: world.nowMs,
      running: true,
      everySeconds: load.everySeconds,
      nextWrite: before?.nextWrite ?? 1,
    });
    world.schedule({ atMs: world.nowMs, kind: TICK, subject: host, tick: true, data: { host } });
  });
}

/** The clients of a service go home. What they did stays. */
export function stopTraffic(world: World, host: string): void {
  const states = world.table<TrafficState>('traffic.state');
  const state = states.get(host);
  if (!state) return;
  world.transact(() => {
    world.unschedule(host, TICK);
    states.put(host, { ...state, running: false });
  });
}

/** The seconds of traffic so far, oldest first. */
export function trafficSeconds(world: World, host: string): TrafficSecond[] {
  return world.table<TrafficSecond[]>('traffic.minute').values(`${host}/`).flat();
}

/** What happens at once, and how long it is until the next time. */
function tick(world: World, service: ServiceRecord, ports: TrafficPorts): number {
  const states = world.table<TrafficState>('traffic.state');
  const cohorts = world.table<Cohort>('traffic.cohort');
  let state = states.get(service.host);
  if (!state) return QUARTER_MS;
  const { everySeconds } = state;
  const writer = ports.writerOf(world, service.globalClusterId);
  if (writer !== state.lastWriter) {
    if (state.lastWriter && writer) recordWriterChange(world, service, state.lastWriter, writer, ports);
    state = { ...state, lastWriter: writer };
  }
  const capacity = capacities(world, ports);
  const passedMs = world.nowMs - state.startedMs;
  const quarter = Math.floor(passedMs / QUARTER_MS) % QUARTERS;
  const reached = new Map<ServiceSite, { requests: number; failed: number }>();
  let { nextWrite } = state;
  let attempted = 0;
  let succeeded = 0;
  const turn = cohorts
    .values(`${service.host}/`)
    .filter((_cohort, index) => everySeconds !== undefined || index % QUARTERS === quarter);
  for (const cohort of turn) {
    const current = connected(world, cohort, service, ports, capacity);
    const site = current.target === undefined ? undefined : siteBehind(service, current.target);
    const share = site ? capacity(site).share : 0;
    const written = Math.floor(cohort.writesAtOnce * share);
    if (site && written > 0) {
      const range = { first: nextWrite, last: nextWrite + written - 1, atMs: world.nowMs };
      ports.appendWrites(world, site.clusterArn, range);
      recordAcknowledged(world, service.host, site.clusterArn, range);
    }
    if (site) {
      const { requests, failed } = reached.get(site) ?? { requests: 0, failed: 0 };
      reached.set(site, {
        requests: requests + cohort.writesAtOnce,
        failed: failed + cohort.writesAtOnce - written,
      });
    }
    nextWrite += cohort.writesAtOnce;
    attempted += cohort.writesAtOnce;
    succeeded += written;
    if (current !== cohort) cohorts.put(cohort.id, current);
  }
  for (const [site, { requests, failed }] of reached) countAt(world, site, requests, failed, capacity(site), ports);
  states.put(service.host, { ...state, nextWrite });
  if (quarter === 0 || everySeconds !== undefined) checkSecond(world, service, ports);
  const atMs = state.startedMs + Math.floor(passedMs / SECOND_MS) * SECOND_MS;
  addToSecond(world, service.host, {
    ...{ atMs, attempted, succeeded },
    ...(everySeconds !== undefined && { seconds: everySeconds }),
  });
  return everySeconds === undefined ? QUARTER_MS : everySeconds * SECOND_MS;
}

/** What each site carries at one instant, found out once and only where somebody asks: requests do not change it. */
function capacities(world: World, ports: TrafficPorts): (site: ServiceSite) => Capacity {
  const known = new Map<ServiceSite, Capacity>();
  return (site) => {
    const capacity = known.get(site) ?? capacityOf(world, site, ports);
    known.set(site, capacity);
    return capacity;
  };
}

/** What the balancer of a site saw: nothing where it, or its region, is not there. */
function countAt(
  world: World,
  site: ServiceSite,
  requests: number,
  failed: number,
  { refusal, erring = 0 }: Capacity,
  ports: TrafficPorts,
): void {
  if (refusal === 'region-lost' || refusal === 'no-balancer') return;
  const byTargets = refusal === 'database-read-only' ? failed : Math.round(requests * erring);
  const targetErrors = Math.min(failed, byTargets);
  ports.countRequests(world, site.balancerArn, { requests, targetErrors, balancerErrors: failed - targetErrors });
}

/** The cohort with the target it uses this second: looked up again when its resolver's answer has expired. */
function connected(
  world: World,
  cohort: Cohort,
  service: ServiceRecord,
  ports: TrafficPorts,
  capacity: (site: ServiceSite) => Capacity,
): Cohort {
  if (world.nowMs < cohort.expiresAtMs) return cohort;
  if (cohort.keepsAlive && cohort.target !== undefined) {
    const site = siteBehind(service, cohort.target);
    if (site && capacity(site).share > 0) return cohort;
  }
  const lookups = cohort.lookups + 1;
  ports.countQuery(world, service.host);
  const answer = ports.resolve(world, service.host, `${cohort.id}#${lookups}`);
  const ttlMs = ((answer?.ttlSeconds ?? 5) + cohort.extraCacheSeconds) * SECOND_MS;
  return { ...cohort, lookups, target: answer?.target, expiresAtMs: world.nowMs + ttlMs };
}

function addToSecond(world: World, host: string, part: TrafficSecond): void {
  const minutes = world.table<TrafficSecond[]>('traffic.minute');
  const key = `${host}/${String(Math.floor(part.atMs / 60_000)).padStart(12, '0')}`;
  const rows = minutes.get(key) ?? [];
  const last = rows.at(-1);
  if (last?.atMs !== part.atMs) {
    minutes.put(key, [...rows, part]);
    return;
  }
  const attempted = last.attempted + part.attempted;
  minutes.put(key, [...rows.slice(0, -1), { ...last, attempted, succeeded: last.succeeded + part.succeeded }]);
}
