import type { ModifyDBClusterMessage } from '@aws-sdk/client-rds';
import { AwsError, notModelled } from '../../aws-error.ts';
import { elapseMs } from '../../physics/duration.ts';
import type { World } from '../../world.ts';
import type { Rds } from './api.ts';
import { clusterView } from './cluster-view.ts';
import { recordEvent } from './events.ts';
import { findCluster } from './find.ts';
import { retention } from './new-cluster.ts';
import { page } from './page.ts';
import { type ClusterRecord, clusters, membersOf, putCluster } from './records.ts';
import { CLUSTER_SETTINGS, settingsOf } from './settings.ts';
import { takeSnapshot } from './snapshot.ts';
import { startUpgrade } from './upgrade.ts';

export const clusterHandlers: Rds = {
  DescribeDBClusters(input, call) {
    const all = clusters(call.world).values(`${call.region}/`);
    const wanted = input.Filters?.flatMap((filter) => {
      if (filter.Name !== 'db-cluster-id') throw notModelled(`DescribeDBClusters with the filter ${filter.Name}`);
      return filter.Values ?? [];
    });
    const found = input.DBClusterIdentifier === undefined ? all : [findCluster(call, input.DBClusterIdentifier)];
    const kept = found.filter(
      (cluster) => !wanted?.length || wanted.includes(cluster.id) || wanted.includes(cluster.arn),
    );
    const { items, marker } = page(call, input, kept);
    return { DBClusters: items.map((cluster) => clusterView(call.world, cluster)), Marker: marker };
  },

  ModifyDBCluster(input, call) {
    const { world } = call;
    const cluster = findCluster(call, input.DBClusterIdentifier);
    if (cluster.status !== 'available') {
      throw new AwsError('InvalidDBClusterStateFault', `${cluster.id} is ${cluster.status}, not available`, {
        row: 'RDS-18',
      });
    }
    if (input.ManageMasterUserPassword && cluster.globalClusterId !== undefined) {
      throw new AwsError('InvalidParameterCombination', `${cluster.id} is a member of a global cluster`, {
        row: 'GDB-01',
      });
    }
    const modified = putCluster(world, modifiedBy(cluster, input));
    if (input.MasterUserPassword !== undefined) recordEvent(world, 'RDS-EVENT-0016', cluster.arn);
    const upgraded = input.EngineVersion === undefined ? modified : startUpgrade(world, modified, input);
    return { DBCluster: clusterView(world, upgraded) };
  },

  DeleteDBCluster(input, call) {
    const { world } = call;
    const cluster = findCluster(call, input.DBClusterIdentifier);
    refuseDelete(world, cluster);
    const finalId = input.FinalDBSnapshotIdentifier;
    if (!input.SkipFinalSnapshot && finalId === undefined) {
      throw new AwsError('InvalidParameterCombination', 'name the final snapshot or skip it', { row: 'RDS-05' });
    }
    if (input.SkipFinalSnapshot && finalId !== undefined) {
      throw new AwsError('InvalidParameterCombination', 'a final snapshot is named and skipped', { row: 'RDS-06' });
    }
    if (finalId !== undefined) {
      if (cluster.status !== 'available') {
        throw new AwsError('InvalidDBClusterStateFault', `no snapshot of ${cluster.id} while it is ${cluster.status}`, {
          row: 'GDB-45',
        });
      }
      takeSnapshot(world, cluster, { id: finalId, type: 'manual' });
    }
    const deleting = putCluster(world, { ...cluster, status: 'deleting' });
    world.unschedule(cluster.arn);
    const atMs = world.nowMs + elapseMs(world, 'rds.delete', cluster.arn);
    // automated backups go with the cluster unless they are asked to stay (refusals, RDS-08)
    const data = { keepsAutomated: input.DeleteAutomatedBackups === false };
    world.schedule({ atMs, kind: 'rds.cluster-deleted', subject: cluster.arn, data });
    return { DBCluster: clusterView(world, deleting) };
  },

  StopDBCluster(input, call) {
    const cluster = findCluster(call, input.DBClusterIdentifier);
    if (cluster.globalClusterId === undefined) throw notModelled('StopDBCluster of a stand-alone cluster');
    throw new AwsError('InvalidDBClusterStateFault', `${cluster.id} is a member of a global cluster: it cannot stop`, {
      row: 'GDB-48',
    });
  },
};

function refuseDelete(world: World, cluster: ClusterRecord): void {
  if (cluster.deletionProtection) {
    throw new AwsError('InvalidParameterCombination', `${cluster.id} has deletion protection: turn it off first`, {
      row: 'RDS-02',
    });
  }
  if (cluster.status === 'deleting') {
    throw new AwsError('InvalidDBClusterStateFault', `${cluster.id} is being deleted already`);
  }
  const left = membersOf(world, cluster).filter((member) => member.status !== 'deleting');
  if (left.length > 0) {
    const ids = left.map((member) => member.id).join(', ');
    throw new AwsError('InvalidDBClusterStateFault', `${cluster.id} still has instances: ${ids}`, { row: 'RDS-01' });
  }
  // AWS's answer is known from terraform-provider-aws, internal/service/rds/cluster.go
  if (cluster.globalClusterId !== undefined) {
    throw new AwsError(
      'InvalidDBClusterStateFault',
      `${cluster.id} is a member of ${cluster.globalClusterId}: remove it`,
    );
  }
}

/** A new password changes nothing that a record could show. */
function modifiedBy(cluster: ClusterRecord, input: ModifyDBClusterMessage): ClusterRecord {
  const { settings, withoutEffect } = settingsOf('ModifyDBCluster', input, CLUSTER_SETTINGS);
  const exports = new Set(cluster.logExports);
  for (const type of input.CloudwatchLogsExportConfiguration?.EnableLogTypes ?? []) exports.add(type);
  for (const type of input.CloudwatchLogsExportConfiguration?.DisableLogTypes ?? []) exports.delete(type);
  if (input.Port !== undefined && input.Port !== cluster.port && !input.ApplyImmediately) {
    throw notModelled('a change of port that waits for the maintenance window: send ApplyImmediately');
  }
  return {
    ...cluster,
    port: input.Port ?? cluster.port,
    securityGroups: input.VpcSecurityGroupIds ?? cluster.securityGroups,
    backupRetentionDays: retention(input.BackupRetentionPeriod ?? cluster.backupRetentionDays),
    backupWindow: input.PreferredBackupWindow ?? cluster.backupWindow,
    maintenanceWindow: input.PreferredMaintenanceWindow ?? cluster.maintenanceWindow,
    deletionProtection: input.DeletionProtection ?? cluster.deletionProtection,
    copyTagsToSnapshot: input.CopyTagsToSnapshot ?? cluster.copyTagsToSnapshot,
    iamAuthentication: input.EnableIAMDatabaseAuthentication ?? cluster.iamAuthentication,
    logExports: [...exports].sort(),
    managesPassword: input.ManageMasterUserPassword ?? cluster.managesPassword,
    // on a member it has no effect (refusals, GDB-53); on the others AWS's own calendar decides, which is not modelled
    autoMinorVersionUpgrade: input.AutoMinorVersionUpgrade ?? cluster.autoMinorVersionUpgrade,
    settings: { ...cluster.settings, ...settings },
    notModelled: [...new Set([...cluster.notModelled, ...withoutEffect])].sort(),
  };
}
