import { runbook } from '../../runbooks/upgrade-database.ts';
import { changedSystem } from '../../src/rehearsal/changed-system.ts';
import { type Rehearsal, WARM_UP_MS } from '../../src/rehearsal/rehearse.ts';
import type { Runbook } from '../../src/runner/runbook.ts';
import { isRegionUp } from '../../src/twin/physics/faults.ts';
import type { RdsEventRecord } from '../../src/twin/services/rds/events.ts';
import { heldBy, replicationLagMs } from '../../src/twin/services/rds/index.ts';
import {
  type ClusterRecord,
  clusters,
  dbInstances,
  globalClusters,
  snapshots,
  writerOfGlobal,
} from '../../src/twin/services/rds/records.ts';
import type { World } from '../../src/twin/world.ts';
import { type KillableRun, killableRun } from './killable-run.ts';
import type { SystemUp } from './system-up.ts';

/** A world in which an upgrade is asked for, without clients: enough to see what the runbook does and what it leaves. */
export function upgradeGround({ twin, subject, shellHost }: SystemUp, seed = '1'): KillableRun {
  return killableRun({
    snapshot: twin.world.dump(),
    subject: { ...subject, system: changedSystem(subject.system, { databaseVersion: 'newer' }) },
    runbook,
    shellHost,
    seed,
    warmUpMs: 2 * WARM_UP_MS,
  });
}

/** What an upgrade is about, without times: clusters, instances, global clusters and snapshots. */
export function databasesOf(world: World): unknown {
  const of = [clusters(world), dbInstances(world), globalClusters(world), snapshots(world)];
  const withoutTimes = (record: object) => Object.entries(record).filter(([key]) => !/Ms$/.test(key));
  return of.map((table) => table.values().map((record) => withoutTimes(record as object)));
}

export interface UpgradeBegun {
  readonly cluster: ClusterRecord;
  readonly atMs: number;
}

/** Upgrades of clusters in the order in which AWS began them, by its events. */
export function upgradesBegun(world: World): UpgradeBegun[] {
  return world
    .table<RdsEventRecord>('rds.event')
    .values()
    .filter(({ id }) => id === 'RDS-EVENT-0177')
    .flatMap(({ sourceArn, atMs }) => {
      const cluster = clusters(world)
        .values()
        .find(({ arn }) => arn === sourceArn);
      return cluster ? [{ cluster, atMs }] : [];
    })
    .sort((a, b) => a.atMs - b.atMs);
}

/** The most that any copy was behind at an instant, in seconds. */
export function worstLagSeconds(world: World, atMs: number): number {
  const lags = clusters(world)
    .values()
    .map(({ arn }) => replicationLagMs(world, arn, atMs) ?? 0);
  return Math.max(0, ...lags) / 1000;
}

/**
 * What is wrong with how an upgrade was made, by the world alone; nothing, as it should be. `lagLimitSeconds` is the loss that the system
 * promises not to exceed.
 */
export function upgradeFaults({ document, twin }: Rehearsal, lagLimitSeconds: number): string[] {
  const { world } = twin;
  const faults: string[] = document.violations.map(({ checker, message }) => `${checker}: ${message}`);
  const begun = upgradesBegun(world);
  const writerArn = globalClusters(world).values().map(writerOfGlobal)[0]?.clusterArn ?? '';
  if (begun.length > 0 && begun[0]?.cluster.arn === writerArn) faults.push('it began at the site that writes');
  for (const { cluster, atMs } of begun) {
    const lag = worstLagSeconds(world, atMs);
    if (lag > lagLimitSeconds) faults.push(`${cluster.id} was upgraded while a copy was ${Math.round(lag)} s behind`);
  }
  const versions = new Set(
    clusters(world)
      .values()
      .map(({ engineVersion }) => engineVersion),
  );
  const busy = clusters(world)
    .values()
    .filter(({ status, region }) => status !== 'available' && isRegionUp(world, region));
  const { outcome, notes } = document;
  if (outcome === 'done' && versions.size > 1) faults.push(`done, and the versions are ${[...versions].join(', ')}`);
  if (outcome === 'done') faults.push(...busy.map(({ id, status }) => `done, and ${id} is ${status}`));
  const manual = snapshots(world)
    .values()
    .filter(({ type }) => type === 'manual');
  if (outcome === 'aborted' && begun.length + manual.length > 0) faults.push('refused, and something was done');
  const isNamed = notes.some((note) => note.includes('The only ways on'));
  if (outcome === 'failed' && !isNamed) faults.push('failed, and the ways on are not named');
  if (!['done', 'aborted', 'failed'].includes(outcome)) faults.push(`the outcome is ${outcome}`);
  faults.push(...missingWrites(world, writerArn));
  return faults;
}

/** Writes that clients were promised and the site that writes does not hold. */
function missingWrites(world: World, writerArn: string): string[] {
  const held = heldBy(world, writerArn);
  return world
    .table<{ first: number; last: number }[]>('traffic.acknowledged')
    .values()
    .flat()
    .filter(({ first, last }) => !held.some((range) => range.first <= first && last <= range.last))
    .map(({ first, last }) => `writes ${first} to ${last} are missing`);
}

/** The runbook with its plan changed: what the tests must catch. */
export function mutant(change: (steps: ReturnType<Runbook['plan']>) => ReturnType<Runbook['plan']>): Runbook {
  return { ...runbook, plan: (input) => change(runbook.plan(input)) };
}
