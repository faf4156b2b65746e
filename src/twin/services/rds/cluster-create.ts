import type { CreateDBClusterMessage } from '@aws-sdk/client-rds';
import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import { elapseMs } from '../../physics/duration.ts';
import { vpcs } from '../ec2/records.ts';
import { managedKeyArn, usableKey } from '../kms/usable.ts';
import type { Rds } from './api.ts';
import { backupWindow, clusterByArnOrRefuse, defaultVersion, ENGINES, maintenanceWindow } from './cluster-defaults.ts';
import { clusterView } from './cluster-view.ts';
import { newIdentifier } from './find.ts';
import { type Joining, joinGlobal, refuseJoining } from './join.ts';
import { type ClusterRecord, clusters, putCluster, rdsArn, type SubnetGroupRecord, subnetGroups } from './records.ts';
import { CLUSTER_SETTINGS, settingsOf } from './settings.ts';
import { tagsOf } from './tags.ts';
import { parseVersion } from './versions.ts';
import { createVolume } from './volume.ts';

export const clusterCreateHandlers: Rds = {
  CreateDBCluster(input, call) {
    const { world, region } = call;
    const id = newIdentifier(input.DBClusterIdentifier, 'DBClusterIdentifier');
    if (clusters(world).get(`${region}/${id}`)) {
      throw new AwsError('DBClusterAlreadyExistsFault', `there is a DB cluster ${id} in ${region} already`);
    }
    const joining = refuseJoining(input, id, call);
    if (!joining?.primary) refuseWithoutMaster(input);
    const cluster = recordOf(input, id, joining, call);
    putCluster(world, cluster);
    if (joining) joinGlobal(world, joining.global, cluster);
    const atMs = world.nowMs + elapseMs(world, 'rds.cluster-create', cluster.arn);
    world.schedule({ atMs, kind: 'rds.cluster-created', subject: cluster.arn });
    return { DBCluster: clusterView(world, cluster) };
  },
};

/** The first cluster needs a master user and a password, from the caller or from Secrets Manager. */
function refuseWithoutMaster(input: CreateDBClusterMessage): void {
  if (input.MasterUsername === undefined) {
    throw new AwsError('InvalidParameterValue', 'MasterUsername must be given for a cluster that is no secondary', {
      row: 'GDB-05',
    });
  }
  if (input.MasterUserPassword === undefined && !input.ManageMasterUserPassword) {
    throw new AwsError('InvalidParameterValue', 'MasterUserPassword or ManageMasterUserPassword must be given');
  }
}

/** The password in the request is looked at no further: it is neither kept nor told. */
function recordOf(input: CreateDBClusterMessage, id: string, joining: Joining | undefined, call: Call): ClusterRecord {
  const { world, region } = call;
  const arn = rdsArn(world, region, 'cluster', id);
  const primary = joining?.primary;
  const engine = input.Engine ?? '';
  const port = ENGINES[engine]?.port;
  if (port === undefined) throw notModelled(`the engine ${engine}`);
  if ((input.EngineMode ?? 'provisioned') !== 'provisioned') throw notModelled(`the engine mode ${input.EngineMode}`);
  const engineVersion = input.EngineVersion ?? joining?.global.engineVersion ?? defaultVersion(engine);
  const { major } = parseVersion(engineVersion);
  const { settings, withoutEffect } = settingsOf('CreateDBCluster', input, CLUSTER_SETTINGS);
  const group = subnetGroupOf(input.DBSubnetGroupName, call);
  const defaultGroup = `default.${engine}${engine === 'aurora-postgresql' ? major : '8.0'}`;
  return {
    id,
    region,
    arn,
    resourceId: `cluster-${call.newId('', 26).toUpperCase()}`,
    status: 'creating',
    engine,
    engineVersion,
    engineMode: 'provisioned',
    engineLifecycleSupport: input.EngineLifecycleSupport ?? 'open-source-rds-extended-support',
    databaseName: primary?.databaseName ?? input.DatabaseName ?? joining?.global.databaseName,
    masterUsername: primary?.masterUsername ?? input.MasterUsername,
    managesPassword: input.ManageMasterUserPassword ?? false,
    port: input.Port ?? port,
    subnetGroup: group.name,
    securityGroups: input.VpcSecurityGroupIds?.length ? [...input.VpcSecurityGroupIds] : defaultGroupOf(group, call),
    zones: zonesFor(input, group),
    ...encryption(input, joining, call),
    backupRetentionDays: retention(input.BackupRetentionPeriod ?? 1),
    backupWindow: input.PreferredBackupWindow ?? backupWindow(world, arn),
    maintenanceWindow: input.PreferredMaintenanceWindow ?? maintenanceWindow(world, arn),
    // off by API (refusals, RDS-04)
    deletionProtection: input.DeletionProtection ?? false,
    copyTagsToSnapshot: input.CopyTagsToSnapshot ?? false,
    iamAuthentication: input.EnableIAMDatabaseAuthentication ?? false,
    logExports: [...(input.EnableCloudwatchLogsExports ?? [])].sort(),
    autoMinorVersionUpgrade: input.AutoMinorVersionUpgrade ?? true,
    globalClusterId: joining?.global.id,
    volume: createVolume(world, arn, primary && clusterByArnOrRefuse(world, primary.arn).volume),
    readWrite: primary === undefined,
    failovers: 0,
    createdMs: world.nowMs,
    tags: tagsOf(input.Tags),
    settings: { DBClusterParameterGroupName: defaultGroup, NetworkType: 'IPV4', ...settings },
    notModelled: input.ManageMasterUserPassword
      ? [...withoutEffect, 'the secret of ManageMasterUserPassword'].sort()
      : withoutEffect,
  };
}

/** Refuses retention outside 1 to 35 days, which the model's text states. */
export function retention(days: number): number {
  if (Number.isInteger(days) && days >= 1 && days <= 35) return days;
  throw new AwsError('InvalidParameterValue', `BackupRetentionPeriod ${days} must be 1 to 35 days`);
}

export function subnetGroupOf(name: string | undefined, call: Call): SubnetGroupRecord {
  const wanted = (name ?? 'default').toLowerCase();
  const group = subnetGroups(call.world).get(`${call.region}/${wanted}`);
  if (group) return group;
  throw new AwsError('DBSubnetGroupNotFoundFault', `there is no DB subnet group ${wanted} in ${call.region}`, {
    status: 404,
  });
}

export function defaultGroupOf(group: SubnetGroupRecord, call: Call): string[] {
  const vpc = vpcs(call.world).get(`${call.region}/${group.vpcId}`);
  return vpc ? [vpc.defaultSecurityGroupId] : [];
}

/** Storage always spans three zones: those asked for, filled up from the subnets' (CreateDBCluster, AvailabilityZones). */
export function zonesFor(input: Pick<CreateDBClusterMessage, 'AvailabilityZones'>, group: SubnetGroupRecord): string[] {
  const own = group.subnets.map((subnet) => subnet.zone).sort();
  return [...new Set([...(input.AvailabilityZones ?? []), ...own])].slice(0, 3).sort();
}

function encryption(
  input: CreateDBClusterMessage,
  joining: Joining | undefined,
  call: Call,
): Pick<ClusterRecord, 'storageEncrypted' | 'kmsKeyId'> {
  const storageEncrypted =
    input.StorageEncrypted ?? joining?.primary?.storageEncrypted ?? joining?.global.storageEncrypted ?? false;
  if (!storageEncrypted) {
    if (input.KmsKeyId === undefined) return { storageEncrypted };
    throw new AwsError('InvalidParameterCombination', 'KmsKeyId needs StorageEncrypted');
  }
  if (input.KmsKeyId === undefined)
    return { storageEncrypted, kmsKeyId: managedKeyArn(call.world, call.region, 'rds') };
  const key = usableKey(call.world, call.region, input.KmsKeyId);
  if (key) return { storageEncrypted, kmsKeyId: key.arn };
  throw new AwsError('KMSKeyNotAccessibleFault', `the key ${input.KmsKeyId} is not there or not enabled`);
}
