import { isoInstant } from '../../lib/clock.ts';
import type { World } from '../world.ts';
import { acknowledged, divergedWrites, lostWrites, writerChanges } from './ledger.ts';
import type { TrafficPorts } from './ports.ts';
import { countOf, normalise, subtract } from './ranges.ts';
import { type ServiceRecord, serviceOf, siteBehind } from './service.ts';

/** An invariant that was broken, in words, at an instant. */
export interface Violation {
  readonly checker: 'one-side-reachable' | 'every-write-accounted-for' | 'no-write-after-fencing';
  readonly at: string;
  readonly message: string;
}

/**
 * (a) By Route 53's answers, client caches aside, at most one side is reachable; (c) after fencing is observed the loser
 * commits nothing. Looked at with every second of traffic; the first breach of each is kept in `traffic.violation`.
 */
export function checkSecond(world: World, service: ServiceRecord, ports: TrafficPorts): void {
  const sites = new Set(
    ports
      .answerable(world, service.host)
      .map((target) => siteBehind(service, target)?.site)
      .filter((site) => site !== undefined),
  );
  if (sites.size > 1) {
    enter(world, service.host, 'one-side-reachable', `Route 53 answers ${[...sites].sort().join(' and ')} at once`);
  }
  const writer = ports.writerOf(world, service.globalClusterId);
  for (const site of service.sites) {
    if (site.clusterArn === writer || !ports.isFenced(world, site.clusterArn)) continue;
    if (ports.acceptsWrites(world, site.clusterArn)) {
      enter(world, service.host, 'no-write-after-fencing', `${site.clusterArn} is fenced and still commits`);
    }
  }
}

/** (b) Every acknowledged write is on the winner, or entered as lost, or entered as diverged; and never in two of them. */
export function checkLedger(world: World, host: string, ports: TrafficPorts): Violation[] {
  const service = serviceOf(world, host);
  const winner = service && ports.writerOf(world, service.globalClusterId);
  if (!service || !winner) return [];
  const acknowledgedWrites = normalise(acknowledged(world, host));
  const kept = normalise(ports.heldBy(world, winner));
  const lost = lostWrites(world, host);
  const diverged = divergedWrites(world, host);
  const violations: Violation[] = [];
  const unaccounted = subtract(acknowledgedWrites, [...kept, ...lost, ...diverged]);
  if (unaccounted.length > 0) {
    violations.push(
      ledgerViolation(world, `${countOf(unaccounted)} acknowledged writes are nowhere: first ${unaccounted[0]?.first}`),
    );
  }
  const both = countOf(lost) - countOf(subtract(lost, kept));
  if (both > 0 && writerChanges(world, host).length === 1) {
    violations.push(ledgerViolation(world, `${both} writes are entered as lost and are on the winner`));
  }
  return violations;
}

export function violations(world: World, host: string, ports: TrafficPorts): Violation[] {
  return [...world.table<Violation>('traffic.violation').values(`${host}/`), ...checkLedger(world, host, ports)];
}

function ledgerViolation(world: World, message: string): Violation {
  return { checker: 'every-write-accounted-for', at: isoInstant(world.nowMs), message };
}

function enter(world: World, host: string, checker: Violation['checker'], message: string): void {
  const table = world.table<Violation>('traffic.violation');
  const key = `${host}/${checker}`;
  if (!table.get(key)) table.put(key, { checker, at: isoInstant(world.nowMs), message });
}
