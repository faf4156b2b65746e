import type { DBClusterSnapshot } from '@aws-sdk/client-rds';
import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import { elapseMs } from '../../physics/duration.ts';
import { isRegionUp } from '../../physics/faults.ts';
import type { World } from '../../world.ts';
import { keyOpens, usableKey } from '../kms/usable.ts';
import type { Rds } from './api.ts';
import { recordEvent } from './events.ts';
import { findCluster, idOf, newIdentifier } from './find.ts';
import { page } from './page.ts';
import {
  type ClusterRecord,
  partsOfArn,
  putSnapshot,
  rdsArn,
  type SnapshotRecord,
  snapshots,
  subnetGroups,
  type Tags,
} from './records.ts';
import { tagList, tagsOf } from './tags.ts';
import { upToMs } from './volume.ts';

export const snapshotHandlers: Rds = {
  CreateDBClusterSnapshot(input, call) {
    const cluster = findCluster(call, input.DBClusterIdentifier);
    const id = newIdentifier(input.DBClusterSnapshotIdentifier, 'DBClusterSnapshotIdentifier');
    if (cluster.status !== 'available') {
      throw new AwsError('InvalidDBClusterStateFault', `${cluster.id} is ${cluster.status}, not available`);
    }
    const snapshot = takeSnapshot(call.world, cluster, { id, type: 'manual', tags: tagsOf(input.Tags) });
    return { DBClusterSnapshot: snapshotView(snapshot) };
  },

  DescribeDBClusterSnapshots(input, call) {
    if (input.Filters?.length) throw notModelled('DescribeDBClusterSnapshots with filters');
    const wanted = input.DBClusterSnapshotIdentifier;
    const all = wanted === undefined ? snapshots(call.world).values(`${call.region}/`) : [findSnapshot(call, wanted)];
    const clusterId = input.DBClusterIdentifier === undefined ? undefined : idOf(input.DBClusterIdentifier);
    const found = all.filter(
      (snapshot) =>
        (clusterId === undefined || snapshot.clusterId === clusterId) &&
        (input.DbClusterResourceId === undefined || snapshot.clusterResourceId === input.DbClusterResourceId) &&
        // without a type: automated and manual ones (the API's own words)
        (input.SnapshotType === undefined ? snapshot.type !== 'awsbackup' : snapshot.type === input.SnapshotType),
    );
    const { items, marker } = page(call, input, found);
    return { DBClusterSnapshots: items.map((snapshot) => snapshotView(snapshot)), Marker: marker };
  },

  CopyDBClusterSnapshot(input, call) {
    const { world, region } = call;
    const wanted = input.SourceDBClusterSnapshotIdentifier ?? '';
    const from = wanted.startsWith('arn:') ? partsOfArn(wanted).region : region;
    const source = snapshots(world).get(`${from}/${idOf(wanted)}`);
    if (!source || !isRegionUp(world, from)) throw notFound(wanted, from);
    if (source.status !== 'available') {
      throw new AwsError('InvalidDBClusterSnapshotStateFault', `${source.id} is ${source.status}, not available`);
    }
    const id = newIdentifier(input.TargetDBClusterSnapshotIdentifier, 'TargetDBClusterSnapshotIdentifier');
    const key = input.KmsKeyId === undefined ? undefined : usableKey(world, region, input.KmsKeyId);
    if (source.storageEncrypted && from !== region && !key) {
      throw new AwsError('KMSKeyNotAccessibleFault', `a copy to ${region} needs a usable key of ${region}`);
    }
    if (source.kmsKeyId !== undefined && !keyOpens(world, source.kmsKeyId)) {
      throw new AwsError('KMSKeyNotAccessibleFault', `${source.id} is encrypted with a key that is not usable`);
    }
    const copy = copySnapshot(world, source, {
      id,
      region,
      type: 'manual',
      kmsKeyId: key?.arn,
      tags: input.CopyTags ? { ...source.tags, ...tagsOf(input.Tags) } : tagsOf(input.Tags),
    });
    return { DBClusterSnapshot: snapshotView(copy) };
  },

  DeleteDBClusterSnapshot(input, call) {
    const snapshot = findSnapshot(call, input.DBClusterSnapshotIdentifier);
    if (snapshot.type !== 'manual' || snapshot.status !== 'available') {
      throw new AwsError(
        'InvalidDBClusterSnapshotStateFault',
        `${snapshot.id} is ${snapshot.type} and ${snapshot.status}: only manual available ones can be deleted`,
      );
    }
    snapshots(call.world).delete(`${call.region}/${snapshot.id}`);
    return { DBClusterSnapshot: snapshotView({ ...snapshot, status: 'deleted' }) };
  },
};

/** Begins a snapshot of what a cluster's volume holds now. Throws DBClusterSnapshotAlreadyExistsFault. */
export function takeSnapshot(
  world: World,
  cluster: ClusterRecord,
  wanted: { id: string; type: SnapshotRecord['type']; tags?: Tags },
): SnapshotRecord {
  const id = wanted.id.toLowerCase();
  refuseTaken(world, cluster.region, id);
  const arn = rdsArn(world, cluster.region, 'cluster-snapshot', id);
  const snapshot = putSnapshot(world, {
    id,
    region: cluster.region,
    arn,
    status: 'creating',
    type: wanted.type,
    clusterId: cluster.id,
    clusterResourceId: cluster.resourceId,
    clusterCreatedMs: cluster.createdMs,
    engine: cluster.engine,
    engineVersion: cluster.engineVersion,
    masterUsername: cluster.masterUsername,
    port: cluster.port,
    zones: cluster.zones,
    vpcId: subnetGroups(world).get(`${cluster.region}/${cluster.subnetGroup}`)?.vpcId,
    storageEncrypted: cluster.storageEncrypted,
    kmsKeyId: cluster.kmsKeyId,
    createdMs: world.nowMs,
    volume: cluster.volume,
    upToMs: upToMs(world, cluster),
    tags: cluster.copyTagsToSnapshot ? { ...cluster.tags, ...wanted.tags } : (wanted.tags ?? {}),
  });
  recordEvent(world, wanted.type === 'manual' ? 'RDS-EVENT-0074' : 'RDS-EVENT-0168', arn);
  scheduleReady(world, snapshot);
  return snapshot;
}

/** Begins a copy of a snapshot, in any region. Throws DBClusterSnapshotAlreadyExistsFault. */
export function copySnapshot(
  world: World,
  source: SnapshotRecord,
  wanted: {
    readonly id: string;
    readonly region: string;
    readonly type: SnapshotRecord['type'];
    readonly kmsKeyId: string | undefined;
    readonly tags: Tags;
  },
): SnapshotRecord {
  const id = wanted.id.toLowerCase();
  refuseTaken(world, wanted.region, id);
  const copy = putSnapshot(world, {
    ...source,
    id,
    region: wanted.region,
    arn: rdsArn(world, wanted.region, 'cluster-snapshot', id),
    type: wanted.type,
    status: 'copying',
    sourceArn: source.arn,
    kmsKeyId: wanted.kmsKeyId ?? source.kmsKeyId,
    createdMs: world.nowMs,
    tags: wanted.tags,
  });
  scheduleReady(world, copy);
  return copy;
}

export function snapshotView(snapshot: SnapshotRecord): DBClusterSnapshot {
  return {
    DBClusterSnapshotIdentifier: snapshot.id,
    DBClusterSnapshotArn: snapshot.arn,
    DBClusterIdentifier: snapshot.clusterId,
    DbClusterResourceId: snapshot.clusterResourceId,
    SnapshotCreateTime: new Date(snapshot.createdMs),
    ClusterCreateTime: new Date(snapshot.clusterCreatedMs),
    SnapshotType: snapshot.type,
    Status: snapshot.status,
    PercentProgress: snapshot.status === 'available' ? 100 : 0,
    SourceDBClusterSnapshotArn: snapshot.sourceArn,
    Engine: snapshot.engine,
    EngineVersion: snapshot.engineVersion,
    EngineMode: 'provisioned',
    MasterUsername: snapshot.masterUsername,
    Port: snapshot.port,
    AvailabilityZones: [...snapshot.zones],
    VpcId: snapshot.vpcId,
    StorageEncrypted: snapshot.storageEncrypted,
    KmsKeyId: snapshot.kmsKeyId,
    AllocatedStorage: 1,
    TagList: tagList(snapshot.tags),
  };
}

function scheduleReady(world: World, snapshot: SnapshotRecord): void {
  const atMs = world.nowMs + elapseMs(world, 'rds.snapshot', snapshot.arn);
  world.schedule({ atMs, kind: 'rds.snapshot-ready', subject: snapshot.arn });
}

function refuseTaken(world: World, region: string, id: string): void {
  if (!snapshots(world).get(`${region}/${id}`)) return;
  throw new AwsError('DBClusterSnapshotAlreadyExistsFault', `there is a cluster snapshot ${id} in ${region} already`);
}

/** A snapshot of the caller's region, by id or ARN. Throws DBClusterSnapshotNotFoundFault. */
export function findSnapshot(call: Call, identifier: string | undefined): SnapshotRecord {
  const snapshot = snapshots(call.world).get(`${call.region}/${idOf(identifier)}`);
  if (!snapshot) throw notFound(identifier ?? '', call.region);
  return snapshot;
}

function notFound(identifier: string, region: string): AwsError {
  return new AwsError('DBClusterSnapshotNotFoundFault', `there is no cluster snapshot ${identifier} in ${region}`, {
    status: 404,
  });
}
