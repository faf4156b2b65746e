import type { Json } from '../../../lib/canonical.ts';
import type { Table, World } from '../../world.ts';

/** Tags by key. */
export type Tags = Readonly<Record<string, string>>;

/** An Aurora DB cluster. Table `rds.cluster`, key `region/id`. */
export interface ClusterRecord {
  readonly id: string;
  readonly region: string;
  readonly arn: string;
  readonly resourceId: string;
  readonly status: string;
  readonly engine: string;
  readonly engineVersion: string;
  /** What runs where AWS has patched the cluster beyond the version that it reports. */
  readonly patchVersion?: string | undefined;
  readonly engineMode: string;
  readonly engineLifecycleSupport: string;
  readonly databaseName?: string | undefined;
  readonly masterUsername?: string | undefined;
  /** The master password is managed in Secrets Manager. */
  readonly managesPassword: boolean;
  readonly port: number;
  readonly subnetGroup: string;
  readonly securityGroups: readonly string[];
  readonly zones: readonly string[];
  readonly storageEncrypted: boolean;
  readonly kmsKeyId?: string | undefined;
  readonly backupRetentionDays: number;
  readonly backupWindow: string;
  readonly maintenanceWindow: string;
  readonly deletionProtection: boolean;
  readonly copyTagsToSnapshot: boolean;
  readonly iamAuthentication: boolean;
  readonly logExports: readonly string[];
  readonly autoMinorVersionUpgrade: boolean;
  readonly globalClusterId?: string | undefined;
  /** Its storage now: key of `rds.volume`. A rebuilt secondary is on a new one. */
  readonly volume: string;
  /** What the storage layer grants: false on secondaries, when fenced, and while shut down by a switchover. */
  readonly readWrite: boolean;
  /** When Aurora said that writes are blocked (RDS-EVENT-0390); gone once the cluster is promoted again. */
  readonly fencedMs?: number | undefined;
  /** A version upgrade under way. */
  readonly upgradeTo?: string | undefined;
  /** How many upgrades began: tells their draws apart. Absent: none. */
  readonly upgrades?: number | undefined;
  /** How many in-Region failovers there were: tells their draws apart. */
  readonly failovers: number;
  readonly createdMs: number;
  readonly tags: Tags;
  /** Members of requests that are kept and told as sent, by AWS's name. */
  readonly settings: Readonly<Record<string, Json>>;
  /** Members that were sent and have no effect in the twin. */
  readonly notModelled: readonly string[];
}

/** An instance of a cluster. Table `rds.instance`, key `region/id`. */
export interface InstanceRecord {
  readonly id: string;
  readonly region: string;
  readonly arn: string;
  readonly resourceId: string;
  readonly clusterId: string;
  readonly status: string;
  readonly instanceClass: string;
  readonly engine: string;
  readonly zone: string;
  /** In a cluster that writes, exactly one; in a secondary, none. */
  readonly isWriter: boolean;
  readonly promotionTier: number;
  readonly publiclyAccessible: boolean;
  readonly autoMinorVersionUpgrade: boolean;
  readonly monitoringInterval: number;
  readonly caCertificate: string;
  readonly maintenanceWindow: string;
  readonly copyTagsToSnapshot: boolean;
  readonly performanceInsights: boolean;
  readonly createdMs: number;
  readonly tags: Tags;
  readonly settings: Readonly<Record<string, Json>>;
  readonly notModelled: readonly string[];
}

/** A global cluster. Table `rds.global-cluster`, key `id`. */
export interface GlobalClusterRecord {
  readonly id: string;
  readonly arn: string;
  readonly resourceId: string;
  readonly status: string;
  readonly engine: string;
  readonly engineVersion: string;
  readonly engineLifecycleSupport: string;
  readonly databaseName?: string | undefined;
  readonly storageEncrypted: boolean;
  readonly deletionProtection: boolean;
  readonly endpointSuffix: string;
  /** The cluster that the global writer endpoint leads to. */
  readonly endpointTarget?: string | undefined;
  /** In the order of joining. */
  readonly members: readonly GlobalMember[];
  readonly change?: WriterMove | undefined;
  /** Failovers and switchovers so far: tells their draws apart. */
  readonly changes: number;
  readonly createdMs: number;
  readonly tags: Tags;
}

export interface GlobalMember {
  readonly clusterArn: string;
  readonly isWriter: boolean;
  /** Being rebuilt after a failover: no reads there, and nothing to fail over to. */
  readonly resyncing: boolean;
}

/** A failover or switchover under way: what DescribeGlobalClusters shows as FailoverState. */
export interface WriterMove {
  readonly status: 'pending' | 'failing-over' | 'switching-over' | 'cancelling';
  readonly from: string;
  readonly to: string;
  readonly allowsLoss: boolean;
  readonly number: number;
  readonly startedMs: number;
  readonly promoteMs: number;
  /** The last instant whose writes the target has, once that is settled. */
  readonly cutMs?: number | undefined;
}

/** A snapshot. Table `rds.cluster-snapshot`, key `region/id`. */
export interface SnapshotRecord {
  readonly id: string;
  readonly region: string;
  readonly arn: string;
  readonly status: string;
  readonly type: 'manual' | 'automated' | 'awsbackup';
  readonly clusterId: string;
  readonly clusterResourceId: string;
  readonly clusterCreatedMs: number;
  readonly sourceArn?: string | undefined;
  readonly engine: string;
  readonly engineVersion: string;
  readonly masterUsername?: string | undefined;
  readonly port: number;
  readonly zones: readonly string[];
  readonly vpcId?: string | undefined;
  readonly storageEncrypted: boolean;
  readonly kmsKeyId?: string | undefined;
  readonly createdMs: number;
  /** The writes that it holds: those of this volume, up to this instant. */
  readonly volume: string;
  readonly upToMs: number;
  readonly tags: Tags;
}

/** Table `rds.subnet-group`, key `region/name`. */
export interface SubnetGroupRecord {
  readonly name: string;
  readonly region: string;
  readonly arn: string;
  readonly description: string;
  readonly vpcId: string;
  readonly subnets: readonly { readonly id: string; readonly zone: string }[];
  readonly tags: Tags;
}

export const clusters = (world: World): Table<ClusterRecord> => world.table('rds.cluster');
export const dbInstances = (world: World): Table<InstanceRecord> => world.table('rds.instance');
export const globalClusters = (world: World): Table<GlobalClusterRecord> => world.table('rds.global-cluster');
export const snapshots = (world: World): Table<SnapshotRecord> => world.table('rds.cluster-snapshot');
export const subnetGroups = (world: World): Table<SubnetGroupRecord> => world.table('rds.subnet-group');

/** ARN of an RDS resource of a region; `kind` as AWS spells it: `cluster`, `db`, `subgrp`, `cluster-snapshot`. */
export function rdsArn(world: World, region: string, kind: string, id: string): string {
  return `arn:aws:rds:${region}:${world.account}:${kind}:${id}`;
}

/** The cluster that an ARN names. */
export function clusterByArn(world: World, arn: string): ClusterRecord | undefined {
  const { region, kind, id } = partsOfArn(arn);
  return kind === 'cluster' ? clusters(world).get(`${region}/${id}`) : undefined;
}

/** Region, kind and id of an RDS ARN; the id may hold colons (system snapshots do). */
export function partsOfArn(arn: string): { region: string; kind: string; id: string } {
  const [, , , region = '', , kind = '', ...id] = arn.split(':');
  return { region, kind, id: id.join(':') };
}

/** The instances of a cluster, in the order of their ids. */
export function membersOf(world: World, cluster: Pick<ClusterRecord, 'region' | 'id'>): InstanceRecord[] {
  return dbInstances(world)
    .values(`${cluster.region}/`)
    .filter((instance) => instance.clusterId === cluster.id);
}

/** The member of a global cluster that writes. */
export function writerOfGlobal(global: GlobalClusterRecord): GlobalMember | undefined {
  return global.members.find((member) => member.isWriter);
}

/** The global cluster of a cluster, where it is a member of one. */
export function globalOf(world: World, cluster: ClusterRecord): GlobalClusterRecord | undefined {
  return cluster.globalClusterId === undefined ? undefined : globalClusters(world).get(cluster.globalClusterId);
}

/** A global cluster by the id that a rename does not change. */
export function globalByResourceId(world: World, resourceId: string): GlobalClusterRecord | undefined {
  return globalClusters(world)
    .values()
    .find((global) => global.resourceId === resourceId);
}

export function putCluster(world: World, cluster: ClusterRecord): ClusterRecord {
  clusters(world).put(`${cluster.region}/${cluster.id}`, cluster);
  return cluster;
}

export function putInstance(world: World, instance: InstanceRecord): InstanceRecord {
  dbInstances(world).put(`${instance.region}/${instance.id}`, instance);
  return instance;
}

export function putGlobal(world: World, global: GlobalClusterRecord): GlobalClusterRecord {
  globalClusters(world).put(global.id, global);
  return global;
}

export function putSnapshot(world: World, snapshot: SnapshotRecord): SnapshotRecord {
  snapshots(world).put(`${snapshot.region}/${snapshot.id}`, snapshot);
  return snapshot;
}
