import type { CreateDBClusterMessage } from '@aws-sdk/client-rds';
import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import { elapseMs } from '../../physics/duration.ts';
import { managedKeyArn, usableKey } from '../kms/usable.ts';
import type { Rds } from './api.ts';
import { clusterByArnOrRefuse, defaultVersion, ENGINES } from './cluster-defaults.ts';
import { clusterView } from './cluster-view.ts';
import { newIdentifier } from './find.ts';
import { type Joining, joinGlobal, refuseJoining } from './join.ts';
import { newCluster } from './new-cluster.ts';
import { type ClusterRecord, clusters, putCluster } from './records.ts';
import { CLUSTER_SETTINGS, settingsOf } from './settings.ts';
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
  const { world } = call;
  const primary = joining?.primary;
  const engine = input.Engine ?? '';
  const port = ENGINES[engine]?.port;
  if (port === undefined) throw notModelled(`the engine ${engine}`);
  if ((input.EngineMode ?? 'provisioned') !== 'provisioned') throw notModelled(`the engine mode ${input.EngineMode}`);
  const engineVersion = input.EngineVersion ?? joining?.global.engineVersion ?? defaultVersion(engine);
  const { settings, withoutEffect } = settingsOf('CreateDBCluster', input, CLUSTER_SETTINGS);
  const common = newCluster(input, { id, engine, engineVersion }, call);
  return {
    ...common,
    databaseName: primary?.databaseName ?? input.DatabaseName ?? joining?.global.databaseName,
    masterUsername: primary?.masterUsername ?? input.MasterUsername,
    managesPassword: input.ManageMasterUserPassword ?? false,
    port: input.Port ?? port,
    ...encryption(input, joining, call),
    maintenanceWindow: input.PreferredMaintenanceWindow ?? common.maintenanceWindow,
    autoMinorVersionUpgrade: input.AutoMinorVersionUpgrade ?? common.autoMinorVersionUpgrade,
    globalClusterId: joining?.global.id,
    volume: createVolume(world, common.arn, primary && clusterByArnOrRefuse(world, primary.arn).volume),
    readWrite: primary === undefined,
    settings: { ...common.settings, ...settings },
    notModelled: input.ManageMasterUserPassword
      ? [...withoutEffect, 'the secret of ManageMasterUserPassword'].sort()
      : withoutEffect,
  };
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
