import type { CreateDBInstanceMessage } from '@aws-sdk/client-rds';
import { draw } from '../../../lib/chance.ts';
import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import { elapseMs } from '../../physics/duration.ts';
import { activeFault } from '../../physics/faults.ts';
import type { World } from '../../world.ts';
import type { Rds } from './api.ts';
import { maintenanceWindow } from './cluster-defaults.ts';
import { findCluster, findInstance, newIdentifier } from './find.ts';
import { instanceView } from './instance-view.ts';
import { page } from './page.ts';
import {
  type ClusterRecord,
  clusters,
  dbInstances,
  globalOf,
  type InstanceRecord,
  membersOf,
  putInstance,
  rdsArn,
  subnetGroups,
} from './records.ts';
import { INSTANCE_SETTINGS, settingsOf } from './settings.ts';
import { tagsOf } from './tags.ts';

export const instanceHandlers: Rds = {
  CreateDBInstance(input, call) {
    const { world, region } = call;
    const id = newIdentifier(input.DBInstanceIdentifier, 'DBInstanceIdentifier');
    if (dbInstances(world).get(`${region}/${id}`)) {
      throw new AwsError('DBInstanceAlreadyExists', `there is a DB instance ${id} in ${region} already`);
    }
    if (input.DBClusterIdentifier === undefined) throw notModelled('DB instances outside of an Aurora cluster');
    const cluster = findCluster(call, input.DBClusterIdentifier);
    refuseInstance(world, cluster, input);
    const instance = putInstance(world, recordOf(input, id, cluster, call));
    refuseWithoutCapacity(world, instance);
    const atMs = world.nowMs + elapseMs(world, 'rds.instance-create', instance.arn);
    world.schedule({ atMs, kind: 'rds.instance-created', subject: instance.arn });
    return { DBInstance: instanceView(world, instance) };
  },

  DescribeDBInstances(input, call) {
    const all = dbInstances(call.world).values(`${call.region}/`);
    const wanted = input.Filters?.flatMap((filter) => {
      if (filter.Name !== 'db-cluster-id') throw notModelled(`DescribeDBInstances with the filter ${filter.Name}`);
      return (filter.Values ?? []).map((value) => value.replace(/^arn:.*:cluster:/, ''));
    });
    const found = input.DBInstanceIdentifier === undefined ? all : [findInstance(call, input.DBInstanceIdentifier)];
    const kept = found.filter((instance) => !wanted?.length || wanted.includes(instance.clusterId));
    const { items, marker } = page(call, input, kept);
    return { DBInstances: items.map((instance) => instanceView(call.world, instance)), Marker: marker };
  },

  ModifyDBInstance(input, call) {
    const { world } = call;
    const instance = findInstance(call, input.DBInstanceIdentifier);
    if (instance.status !== 'available') {
      throw new AwsError('InvalidDBInstanceState', `${instance.id} is ${instance.status}, not available`);
    }
    const { settings, withoutEffect } = settingsOf('ModifyDBInstance', input, INSTANCE_SETTINGS);
    const instanceClass = input.DBInstanceClass ?? instance.instanceClass;
    const changesClass = instanceClass !== instance.instanceClass;
    if (changesClass && !input.ApplyImmediately) {
      throw notModelled('a change of class that waits for the maintenance window: send ApplyImmediately');
    }
    if (changesClass) refuseClass(world, clusterOf(world, instance), instanceClass);
    const next = putInstance(world, {
      ...instance,
      instanceClass,
      status: changesClass ? 'modifying' : instance.status,
      promotionTier: input.PromotionTier ?? instance.promotionTier,
      publiclyAccessible: input.PubliclyAccessible ?? instance.publiclyAccessible,
      autoMinorVersionUpgrade: input.AutoMinorVersionUpgrade ?? instance.autoMinorVersionUpgrade,
      monitoringInterval: input.MonitoringInterval ?? instance.monitoringInterval,
      caCertificate: input.CACertificateIdentifier ?? instance.caCertificate,
      maintenanceWindow: input.PreferredMaintenanceWindow ?? instance.maintenanceWindow,
      copyTagsToSnapshot: input.CopyTagsToSnapshot ?? instance.copyTagsToSnapshot,
      performanceInsights: input.EnablePerformanceInsights ?? instance.performanceInsights,
      settings: { ...instance.settings, ...settings },
      notModelled: [...new Set([...instance.notModelled, ...withoutEffect])].sort(),
    });
    if (changesClass) {
      const atMs = world.nowMs + elapseMs(world, 'rds.modify', instance.arn, instanceClass);
      world.schedule({ atMs, kind: 'rds.instance-modified', subject: instance.arn });
    }
    return { DBInstance: instanceView(world, next) };
  },

  DeleteDBInstance(input, call) {
    const { world } = call;
    const instance = findInstance(call, input.DBInstanceIdentifier);
    if (input.FinalDBSnapshotIdentifier !== undefined) {
      if (instance.status !== 'available') {
        throw new AwsError('InvalidDBInstanceState', `no snapshot of ${instance.id} while it is ${instance.status}`, {
          row: 'RDS-07',
        });
      }
      throw notModelled('a final snapshot of a cluster member: the cluster has snapshots, its instances have none');
    }
    if (instance.status === 'deleting') {
      throw new AwsError('InvalidDBInstanceState', `${instance.id} is being deleted already`);
    }
    const deleting = putInstance(world, { ...instance, status: 'deleting' });
    world.unschedule(instance.arn);
    const atMs = world.nowMs + elapseMs(world, 'rds.delete', instance.arn);
    world.schedule({ atMs, kind: 'rds.instance-deleted', subject: instance.arn });
    return { DBInstance: instanceView(world, deleting) };
  },
};

export function clusterOf(world: World, instance: InstanceRecord): ClusterRecord {
  const cluster = clusters(world).get(`${instance.region}/${instance.clusterId}`);
  if (!cluster) throw new Error(`broken invariant: ${instance.arn} has a cluster`);
  return cluster;
}

function refuseInstance(world: World, cluster: ClusterRecord, input: CreateDBInstanceMessage): void {
  if (input.Engine !== cluster.engine) {
    throw new AwsError(
      'InvalidParameterCombination',
      `${cluster.id} has the engine ${cluster.engine}, not ${input.Engine}`,
    );
  }
  if (cluster.status === 'deleting' || cluster.status.startsWith('inaccessible')) {
    throw new AwsError('InvalidDBClusterStateFault', `${cluster.id} is ${cluster.status}`);
  }
  refuseClass(world, cluster, input.DBInstanceClass ?? '');
  const members = membersOf(world, cluster).length;
  const global = globalOf(world, cluster);
  const writes = !global || global.members.some((member) => member.isWriter && member.clusterArn === cluster.arn);
  // a writer and 15 readers; a global primary gives up one reader for each secondary region; a secondary has 16 readers
  const limit = writes ? 16 - Math.max(0, (global?.members.length ?? 1) - 1) : 16;
  if (members >= limit) {
    throw new AwsError('InvalidDBClusterStateFault', `${cluster.id} has ${members} instances: ${limit} at most`, {
      row: 'GDB-09',
    });
  }
}

function refuseClass(world: World, cluster: ClusterRecord, instanceClass: string): void {
  if (instanceClass === 'db.serverless') throw notModelled('Aurora Serverless');
  if (!/^db\.[a-z0-9-]+\.[a-z0-9]+$/.test(instanceClass)) {
    throw new AwsError('InvalidParameterValue', `${instanceClass} is not an instance class`);
  }
  if (!globalOf(world, cluster) || /^db\.[rx]\d/.test(instanceClass)) return;
  throw new AwsError(
    'InvalidParameterCombination',
    `${instanceClass} is not memory-optimised, as a global database needs`,
    {
      row: 'GDB-10',
    },
  );
}

/** The fault that makes launches fail holds for database instances too. */
function refuseWithoutCapacity(world: World, instance: InstanceRecord): void {
  if (world.instant) return;
  const shortage = activeFault(world, 'capacity', instance.region);
  if (!shortage || draw(world.seed, instance.arn, `capacity#${world.nowMs}`) >= shortage.probability) return;
  throw new AwsError('InsufficientDBInstanceCapacity', `${instance.instanceClass} is short in ${instance.zone}`, {
    row: 'RDS-17',
  });
}

function recordOf(input: CreateDBInstanceMessage, id: string, cluster: ClusterRecord, call: Call): InstanceRecord {
  const { world, region } = call;
  const arn = rdsArn(world, region, 'db', id);
  const { settings, withoutEffect } = settingsOf('CreateDBInstance', input, INSTANCE_SETTINGS);
  const others = membersOf(world, cluster);
  return {
    id,
    region,
    arn,
    resourceId: `db-${call.newId('', 26).toUpperCase()}`,
    clusterId: cluster.id,
    status: 'creating',
    instanceClass: input.DBInstanceClass ?? '',
    engine: cluster.engine,
    zone: input.AvailabilityZone ?? freeZone(world, cluster, others),
    isWriter: cluster.readWrite && !others.some((member) => member.isWriter),
    promotionTier: input.PromotionTier ?? 1,
    publiclyAccessible: input.PubliclyAccessible ?? false,
    autoMinorVersionUpgrade: input.AutoMinorVersionUpgrade ?? true,
    monitoringInterval: input.MonitoringInterval ?? 0,
    caCertificate: input.CACertificateIdentifier ?? 'rds-ca-rsa2048-g1',
    maintenanceWindow: input.PreferredMaintenanceWindow ?? maintenanceWindow(world, arn),
    copyTagsToSnapshot: input.CopyTagsToSnapshot ?? false,
    performanceInsights: input.EnablePerformanceInsights ?? false,
    createdMs: world.nowMs,
    tags: tagsOf(input.Tags),
    settings: { DBParameterGroupName: `${cluster.settings['DBClusterParameterGroupName']}`, ...settings },
    notModelled: withoutEffect,
  };
}

/** The zone of the subnet group that holds the fewest instances of the cluster. AWS chooses by rules of its own. */
function freeZone(world: World, cluster: ClusterRecord, others: readonly InstanceRecord[]): string {
  const group = subnetGroups(world).get(`${cluster.region}/${cluster.subnetGroup}`);
  const zones = [...new Set(group?.subnets.map((subnet) => subnet.zone))].sort();
  const load = (zone: string) => others.filter((other) => other.zone === zone).length;
  return zones.sort((a, b) => load(a) - load(b) || (a < b ? -1 : 1))[0] ?? cluster.zones[0] ?? '';
}
