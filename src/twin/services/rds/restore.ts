import type { RestoreDBClusterFromSnapshotMessage } from '@aws-sdk/client-rds';
import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import { elapseMs } from '../../physics/duration.ts';
import { usableKey } from '../kms/usable.ts';
import type { Rds } from './api.ts';
import { ENGINES } from './cluster-defaults.ts';
import { clusterView } from './cluster-view.ts';
import { newIdentifier } from './find.ts';
import { newCluster } from './new-cluster.ts';
import { type ClusterRecord, clusters, putCluster, type SnapshotRecord } from './records.ts';
import { CLUSTER_SETTINGS, settingsOf } from './settings.ts';
import { findSnapshot } from './snapshot.ts';
import { restoreVolume } from './volume.ts';

export const restoreHandlers: Rds = {
  /** A cluster of its own, without an instance: it answers nobody until CreateDBInstance (refusals, RDS-16). */
  RestoreDBClusterFromSnapshot(input, call) {
    const { world, region } = call;
    const id = newIdentifier(input.DBClusterIdentifier, 'DBClusterIdentifier');
    if (clusters(world).get(`${region}/${id}`)) {
      throw new AwsError('DBClusterAlreadyExistsFault', `there is a DB cluster ${id} in ${region} already`);
    }
    const snapshot = findSnapshot(call, input.SnapshotIdentifier);
    if (snapshot.status !== 'available') {
      throw new AwsError('InvalidDBClusterSnapshotStateFault', `${snapshot.id} is ${snapshot.status}, not available`);
    }
    refuseOtherEngine(input, snapshot);
    const cluster = putCluster(world, recordOf(input, id, snapshot, call));
    const atMs = world.nowMs + elapseMs(world, 'rds.snapshot-restore', cluster.arn);
    world.schedule({ atMs, kind: 'rds.cluster-created', subject: cluster.arn });
    return { DBCluster: clusterView(world, cluster) };
  },
};

function refuseOtherEngine(input: RestoreDBClusterFromSnapshotMessage, snapshot: SnapshotRecord): void {
  if (input.Engine !== snapshot.engine) {
    throw new AwsError('InvalidParameterCombination', `${snapshot.id} is of ${snapshot.engine}, not ${input.Engine}`);
  }
  if (input.EngineVersion === undefined || input.EngineVersion === snapshot.engineVersion) return;
  throw notModelled(`a restore of ${snapshot.engineVersion} as ${input.EngineVersion}`);
}

function recordOf(
  input: RestoreDBClusterFromSnapshotMessage,
  id: string,
  snapshot: SnapshotRecord,
  call: Call,
): ClusterRecord {
  const { engine, engineVersion } = snapshot;
  const { settings, withoutEffect } = settingsOf('RestoreDBClusterFromSnapshot', input, CLUSTER_SETTINGS);
  const common = newCluster(input, { id, engine, engineVersion }, call);
  return {
    ...common,
    databaseName: input.DatabaseName,
    masterUsername: snapshot.masterUsername,
    managesPassword: false,
    port: input.Port ?? ENGINES[engine]?.port ?? snapshot.port,
    storageEncrypted: snapshot.storageEncrypted || input.KmsKeyId !== undefined,
    kmsKeyId: keyFor(input, snapshot, call),
    volume: restoreVolume(call.world, common.arn, snapshot),
    readWrite: true,
    settings: { ...common.settings, ...settings },
    notModelled: withoutEffect,
  };
}

/** Of an encrypted snapshot, the key that it is under unless another is named; either must be usable now. */
function keyFor(input: RestoreDBClusterFromSnapshotMessage, snapshot: SnapshotRecord, call: Call): string | undefined {
  if (!snapshot.storageEncrypted && input.KmsKeyId === undefined) return undefined;
  for (const wanted of [snapshot.kmsKeyId, input.KmsKeyId]) {
    if (wanted === undefined || isManaged(wanted, snapshot, call)) continue;
    if (usableKey(call.world, call.region, wanted)) continue;
    throw new AwsError('KMSKeyNotAccessibleFault', `the key ${wanted} is not there or not enabled`);
  }
  return input.KmsKeyId === undefined ? snapshot.kmsKeyId : usableKey(call.world, call.region, input.KmsKeyId)?.arn;
}

/** The key that AWS keeps for RDS has no record. */
function isManaged(key: string, snapshot: SnapshotRecord, call: Call): boolean {
  return key === usableKey(call.world, snapshot.region, 'alias/aws/rds')?.arn;
}
