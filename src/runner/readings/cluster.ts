import { type RdsEventId, rdsEventOf } from '../../operations/rds-events.ts';
import type { StepIo } from '../step-io.ts';

/** A cluster as its own region tells it. */
export interface ClusterReading {
  /** Such as `available`; `missing` where the region knows no such cluster. */
  readonly status: string;
  readonly engine: string;
  /** Without the patch, which AWS tells nobody but SQL clients. */
  readonly version: string;
}

/** Calls `rds.DescribeDBClusters`. */
export async function readCluster(io: StepIo, region: string, id: string): Promise<ClusterReading> {
  const { DBClusters } = await io.call('rds.DescribeDBClusters', region, { DBClusterIdentifier: id });
  const { Status = 'missing', Engine = '', EngineVersion = '' } = DBClusters?.[0] ?? {};
  return { status: Status, engine: Engine, version: EngineVersion };
}

/** The instances of a cluster that are not available, as `id is status`, sorted. Calls `rds.DescribeDBInstances`. */
export async function readUnavailableMembers(io: StepIo, region: string, clusterId: string): Promise<string[]> {
  const { DBInstances = [] } = await io.call('rds.DescribeDBInstances', region, {
    Filters: [{ Name: 'db-cluster-id', Values: [clusterId] }],
    MaxRecords: 100,
  });
  const all = DBInstances.map((one) => ({ id: one.DBInstanceIdentifier ?? '', status: one.DBInstanceStatus ?? '' }));
  if (all.length === 0) return [`${clusterId} has no instance`];
  return all
    .filter(({ status }) => status !== 'available')
    .map(({ id, status }) => `${id} is ${status}`)
    .sort();
}

/** The minor versions that AWS upgrades a version to in place, in AWS's order. Calls `rds.DescribeDBEngineVersions`. */
export async function readMinorTargets(io: StepIo, region: string, of: ClusterReading): Promise<string[]> {
  const { DBEngineVersions } = await io.call('rds.DescribeDBEngineVersions', region, {
    Engine: of.engine,
    EngineVersion: of.version,
  });
  return (DBEngineVersions?.[0]?.ValidUpgradeTarget ?? [])
    .filter((target) => target.IsMajorVersionUpgrade !== true)
    .flatMap((target) => target.EngineVersion ?? []);
}

/** What maintenance AWS offers a cluster, in its words, sorted: patches among it. Calls `rds.DescribePendingMaintenanceActions`. */
export async function readPendingMaintenance(io: StepIo, region: string, clusterArn: string): Promise<string[]> {
  const { PendingMaintenanceActions = [] } = await io.call('rds.DescribePendingMaintenanceActions', region, {
    ResourceIdentifier: clusterArn,
  });
  return PendingMaintenanceActions.flatMap((one) => one.PendingMaintenanceActionDetails ?? [])
    .map((detail) => `${detail.Action}: ${detail.Description}`)
    .sort();
}

/** Events by which an upgrade begins, and those by which it ends. */
const OF_UPGRADES: readonly RdsEventId[] = ['RDS-EVENT-0177', 'RDS-EVENT-0085', 'RDS-EVENT-0517', 'RDS-EVENT-0173'];

/**
 * The last event about an upgrade of a cluster since the run began: whether one goes on, has ended, failed or was cancelled.
 * AWS records events by best effort: none proves nothing. Calls `rds.DescribeEvents`.
 */
export async function readLastUpgradeEvent(
  io: StepIo,
  region: string,
  clusterId: string,
): Promise<{ id: RdsEventId; message: string } | undefined> {
  const { Events = [] } = await io.call('rds.DescribeEvents', region, {
    SourceType: 'db-cluster',
    SourceIdentifier: clusterId,
    StartTime: new Date(io.runStartedMs),
    EndTime: new Date(io.nowMs()),
    MaxRecords: 100,
  });
  return Events.map(({ Message = '' }) => ({ id: rdsEventOf(Message)?.id, message: Message }))
    .filter(
      (event): event is { id: RdsEventId; message: string } => event.id !== undefined && OF_UPGRADES.includes(event.id),
    )
    .at(-1);
}
