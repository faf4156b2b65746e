import type { DBCluster } from '@aws-sdk/client-rds';
import type { World } from '../../world.ts';
import { endpointOf, hostedZoneOf } from './cluster-defaults.ts';
import { type ClusterRecord, globalOf, membersOf, writerOfGlobal } from './records.ts';
import { tagList } from './tags.ts';

/** A cluster as DescribeDBClusters tells it. The master password is never in a record, so never here. */
export function clusterView(world: World, cluster: ClusterRecord): DBCluster {
  const { settings } = cluster;
  return {
    DBClusterIdentifier: cluster.id,
    DBClusterArn: cluster.arn,
    DbClusterResourceId: cluster.resourceId,
    Status: cluster.status,
    Engine: cluster.engine,
    EngineVersion: cluster.engineVersion,
    EngineMode: cluster.engineMode,
    EngineLifecycleSupport: cluster.engineLifecycleSupport,
    DatabaseName: cluster.databaseName,
    MasterUsername: cluster.masterUsername,
    Port: cluster.port,
    Endpoint: endpointOf(world, cluster.region, cluster.id, 'cluster'),
    ReaderEndpoint: endpointOf(world, cluster.region, cluster.id, 'cluster-ro'),
    HostedZoneId: hostedZoneOf(world, cluster.region),
    DBSubnetGroup: cluster.subnetGroup,
    AvailabilityZones: [...cluster.zones],
    MultiAZ: new Set(membersOf(world, cluster).map((member) => member.zone)).size > 1,
    VpcSecurityGroups: cluster.securityGroups.map((id) => ({ VpcSecurityGroupId: id, Status: 'active' })),
    DBClusterMembers: membersOf(world, cluster).map((member) => ({
      DBInstanceIdentifier: member.id,
      IsClusterWriter: member.isWriter,
      DBClusterParameterGroupStatus: 'in-sync',
      PromotionTier: member.promotionTier,
    })),
    StorageEncrypted: cluster.storageEncrypted,
    KmsKeyId: cluster.kmsKeyId,
    // Aurora answers 1 whatever it holds
    AllocatedStorage: 1,
    BackupRetentionPeriod: cluster.backupRetentionDays,
    PreferredBackupWindow: cluster.backupWindow,
    PreferredMaintenanceWindow: cluster.maintenanceWindow,
    DeletionProtection: cluster.deletionProtection,
    CopyTagsToSnapshot: cluster.copyTagsToSnapshot,
    IAMDatabaseAuthenticationEnabled: cluster.iamAuthentication,
    EnabledCloudwatchLogsExports: [...cluster.logExports],
    AutoMinorVersionUpgrade: cluster.autoMinorVersionUpgrade,
    ClusterCreateTime: new Date(cluster.createdMs),
    ...membership(world, cluster),
    DBClusterParameterGroup: settings['DBClusterParameterGroupName'] as string,
    NetworkType: settings['NetworkType'] as string,
    StorageType: settings['StorageType'] as string | undefined,
    HttpEndpointEnabled: (settings['EnableHttpEndpoint'] as boolean | undefined) ?? false,
    MonitoringInterval: settings['MonitoringInterval'] as number | undefined,
    MonitoringRoleArn: settings['MonitoringRoleArn'] as string | undefined,
    DatabaseInsightsMode: settings['DatabaseInsightsMode'] as 'standard' | undefined,
    PerformanceInsightsEnabled: settings['EnablePerformanceInsights'] as boolean | undefined,
    PerformanceInsightsKMSKeyId: settings['PerformanceInsightsKMSKeyId'] as string | undefined,
    PerformanceInsightsRetentionPeriod: settings['PerformanceInsightsRetentionPeriod'] as number | undefined,
    AssociatedRoles: [],
    CrossAccountClone: false,
    TagList: tagList(cluster.tags),
  };
}

/** A secondary names the writer's cluster as its source; who that is moves with a failover. */
function membership(world: World, cluster: ClusterRecord): Partial<DBCluster> {
  const global = globalOf(world, cluster);
  if (!global) return { ReadReplicaIdentifiers: [] };
  const writer = writerOfGlobal(global)?.clusterArn;
  const writes = writer === cluster.arn;
  const others = global.members.map((member) => member.clusterArn).filter((arn) => arn !== cluster.arn);
  return {
    GlobalClusterIdentifier: global.id,
    GlobalWriteForwardingStatus: 'disabled',
    ReplicationSourceIdentifier: writes ? undefined : writer,
    ReadReplicaIdentifiers: writes ? others.sort() : [],
  };
}
