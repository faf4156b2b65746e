import type { ModifyDBClusterMessage } from '@aws-sdk/client-rds';
import { draw } from '../../../lib/chance.ts';
import { SECOND_MS } from '../../../lib/clock.ts';
import { AwsError, notModelled } from '../../aws-error.ts';
import { elapseMs } from '../../physics/duration.ts';
import { activeFault, trigger } from '../../physics/faults.ts';
import { waitsForRegion } from '../../physics/lost-region.ts';
import type { World, WorldEvent } from '../../world.ts';
import { refuseTarget } from './engine-versions.ts';
import { recordEvent } from './events.ts';
import {
  type ClusterRecord,
  clusterByArn,
  globalOf,
  membersOf,
  putCluster,
  putGlobal,
  putInstance,
  writerOfGlobal,
} from './records.ts';
import { parseVersion } from './versions.ts';

/** The share of an upgrade after which the engine restarts. Ours: AWS says that it restarts while the upgrade is in progress. */
const RESTARTS_AFTER = 0.7;

/**
 * Begins a minor upgrade of a cluster: its instances are upgraded in an order of AWS's own, and at one instant the engine
 * restarts, so that a cluster that writes commits nothing for a while. A secondary's upgrade does not touch the primary
 * (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-upgrade.html). A version that runs already is no upgrade.
 */
export function startUpgrade(world: World, cluster: ClusterRecord, input: ModifyDBClusterMessage): ClusterRecord {
  const upgradeTo = input.EngineVersion ?? cluster.engineVersion;
  if (upgradeTo === cluster.engineVersion) return cluster;
  refuseOutOfOrder(world, cluster, upgradeTo);
  refuseTarget(cluster, upgradeTo);
  if (!input.ApplyImmediately) {
    throw notModelled('an upgrade that waits for the maintenance window: send ApplyImmediately');
  }
  const number = cluster.upgrades ?? 0;
  const event = `${upgradeTo}#${number}`;
  const takesMs = elapseMs(world, 'rds.minor-upgrade', cluster.arn, event);
  const restartMs = world.nowMs + Math.round(takesMs * RESTARTS_AFTER);
  const backMs = restartMs + elapseMs(world, 'rds.upgrade-restart', cluster.arn, event);
  const endMs = Math.max(world.nowMs + takesMs, backMs + SECOND_MS);
  world.schedule({ atMs: restartMs, kind: 'rds.upgrade-restarts', subject: cluster.arn });
  world.schedule({ atMs: backMs, kind: 'rds.upgrade-restarted', subject: cluster.arn });
  world.schedule({ atMs: endMs, kind: 'rds.upgrade-ends', subject: cluster.arn });
  recordEvent(world, 'RDS-EVENT-0177', cluster.arn);
  setMembers(world, cluster, 'upgrading');
  return putCluster(world, { ...cluster, status: 'upgrading', upgradeTo, upgrades: number + 1 });
}

export function upgradeReactions(world: World): void {
  const during = (change: (cluster: ClusterRecord, upgradeTo: string) => void) => (event: WorldEvent) => {
    const cluster = clusterByArn(world, event.subject);
    if (cluster?.upgradeTo === undefined || waitsForRegion(world, cluster.region, event)) return;
    change(cluster, cluster.upgradeTo);
  };
  world.react(
    'rds.upgrade-restarts',
    during((cluster) => setMembers(world, cluster, 'rebooting')),
  );
  world.react(
    'rds.upgrade-restarted',
    during((cluster) => {
      setMembers(world, cluster, 'upgrading');
      for (const member of membersOf(world, cluster)) recordEvent(world, 'RDS-EVENT-0006', member.arn);
    }),
  );
  world.react(
    'rds.upgrade-ends',
    during((cluster, upgradeTo) => {
      if (fails(world, cluster)) giveUp(world, cluster);
      else finish(world, cluster, upgradeTo);
    }),
  );
}

/** A failover cancels a version upgrade, to be tried again later (refusals, GDB-52). */
export function cancelUpgrade(world: World, cluster: ClusterRecord): void {
  if (cluster.upgradeTo === undefined) return;
  for (const kind of ['rds.upgrade-restarts', 'rds.upgrade-restarted', 'rds.upgrade-ends']) {
    world.unschedule(cluster.arn, kind);
  }
  endUpgrade(world, cluster, cluster.engineVersion);
  recordEvent(world, 'RDS-EVENT-0517', cluster.arn, { cluster: cluster.id, version: cluster.engineVersion });
}

/** Secondaries first, the primary last; and a secondary without an instance has nothing to upgrade with. */
function refuseOutOfOrder(world: World, cluster: ClusterRecord, upgradeTo: string): void {
  const global = globalOf(world, cluster);
  if (!global) return;
  if (writerOfGlobal(global)?.clusterArn !== cluster.arn) {
    if (membersOf(world, cluster).length > 0) return;
    throw new AwsError('InvalidDBClusterStateFault', `${cluster.id} has no instance to upgrade with`, {
      row: 'GDB-55',
    });
  }
  const wanted = parseVersion(upgradeTo).minor;
  const behind = global.members
    .map((member) => clusterByArn(world, member.clusterArn))
    .filter((member) => member !== undefined && member.arn !== cluster.arn)
    .some((member) => parseVersion(member?.engineVersion ?? '').minor < wanted);
  if (!behind) return;
  throw new AwsError(
    'InvalidParameterValue',
    `Cannot upgrade DB cluster '${cluster.id}' to engine version ${upgradeTo} as global replica(s) are running lower version. Please upgrade global replicas first before upgrading the primary member.`,
    { row: 'GDB-56' },
  );
}

function fails(world: World, cluster: ClusterRecord): boolean {
  const fault = world.instant ? undefined : activeFault(world, 'upgrade-fails', cluster.region);
  return fault !== undefined && draw(world.seed, cluster.arn, `upgrade fails#${cluster.upgrades}`) < fault.probability;
}

function finish(world: World, cluster: ClusterRecord, upgradeTo: string): void {
  const { patchVersion: _replaced, ...rest } = cluster;
  endUpgrade(world, rest, upgradeTo);
  recordEvent(world, 'RDS-EVENT-0173', cluster.arn);
  trigger(world, 'upgrade-ended');
  const global = globalOf(world, cluster);
  // the version of a global cluster is its writer's; AWS does not say when it changes
  if (global && writerOfGlobal(global)?.clusterArn === cluster.arn) {
    putGlobal(world, { ...global, engineVersion: upgradeTo });
  }
}

/** Back to the version before. */
function giveUp(world: World, cluster: ClusterRecord): void {
  endUpgrade(world, cluster, cluster.engineVersion);
  const instance = membersOf(world, cluster).find((member) => member.isWriter) ?? membersOf(world, cluster)[0];
  recordEvent(world, 'RDS-EVENT-0085', cluster.arn, {
    cluster: cluster.id,
    instance: instance?.id ?? '',
    status: 'upgrading',
  });
}

function endUpgrade(world: World, cluster: ClusterRecord, engineVersion: string): void {
  const { upgradeTo: _ended, ...rest } = cluster;
  setMembers(world, cluster, 'available');
  putCluster(world, { ...rest, engineVersion, status: 'available' });
}

/** Members that are being created, changed or deleted keep their own status. */
function setMembers(world: World, cluster: ClusterRecord, status: string): void {
  for (const member of membersOf(world, cluster)) {
    if (['available', 'upgrading', 'rebooting'].includes(member.status)) putInstance(world, { ...member, status });
  }
}
