import type { World } from '../world.ts';
import type { Range, TrafficPorts, WriteRange } from './ports.ts';
import { normalise, subtract } from './ranges.ts';
import type { ServiceRecord } from './service.ts';

/**
 * The ledger: every write that was acknowledged to a client, where it was committed, and what became of it. Lost and
 * diverged are entered as they happen, not derived at the end, so that the checkers have something to check.
 */
export interface Acknowledged extends WriteRange {
  readonly clusterArn: string;
}

/** What a change of the writer cost. */
export interface WriterChange {
  readonly atMs: number;
  readonly from: string;
  readonly to: string;
  /** Acknowledged by the old writer before the change and not on the new writer's volume. */
  readonly lost: readonly Range[];
}

export function recordAcknowledged(world: World, host: string, clusterArn: string, range: WriteRange): void {
  const table = world.table<Acknowledged[]>('traffic.acknowledged');
  const key = `${host}/${String(Math.floor(range.atMs / 60_000)).padStart(12, '0')}`;
  const rows = table.get(key) ?? [];
  const last = rows.at(-1);
  const joins = last && last.clusterArn === clusterArn && last.atMs === range.atMs && last.last + 1 === range.first;
  if (joins) table.put(key, [...rows.slice(0, -1), { ...last, last: range.last }]);
  else table.put(key, [...rows, { ...range, clusterArn }]);
}

/** Enters the loss at the instant another cluster becomes the writer. */
export function recordWriterChange(
  world: World,
  service: ServiceRecord,
  from: string,
  to: string,
  ports: TrafficPorts,
): void {
  const acknowledgedThere = acknowledged(world, service.host).filter((row) => row.clusterArn === from);
  const change: WriterChange = {
    atMs: world.nowMs,
    from,
    to,
    lost: subtract(acknowledgedThere, ports.heldBy(world, to)),
  };
  world
    .table<WriterChange>('traffic.writer-change')
    .put(`${service.host}/${String(change.atMs).padStart(15, '0')}`, change);
}

export function acknowledged(world: World, host: string): Acknowledged[] {
  return world.table<Acknowledged[]>('traffic.acknowledged').values(`${host}/`).flat();
}

export function writerChanges(world: World, host: string): WriterChange[] {
  return world.table<WriterChange>('traffic.writer-change').values(`${host}/`);
}

/** All writes entered as lost, since an instant. */
export function lostWrites(world: World, host: string): Range[] {
  return normalise(writerChanges(world, host).flatMap((change) => change.lost));
}

/** Writes acknowledged by a cluster while another was the writer: two writers at once, seen. */
export function divergedWrites(world: World, host: string): Range[] {
  const changes = writerChanges(world, host);
  const writerAt = (atMs: number): string | undefined =>
    changes.filter((change) => change.atMs <= atMs).at(-1)?.to ?? changes[0]?.from;
  if (changes.length === 0) return [];
  return normalise(acknowledged(world, host).filter((row) => row.clusterArn !== writerAt(row.atMs)));
}
