import type { DBCluster } from '@aws-sdk/client-rds';
import type { PropertyValue } from '../../../lib/property.ts';
import { tagOutputs } from './rds-common.ts';

/**
 * A cluster as the provider's outputs. `clusterMembers` is left out though AWS tells it: it changes with every instance
 * that is made after the cluster, which would make each second preview differ. Of a failover only
 * `replicationSourceIdentifier` shows here.
 */
export function clusterOutputs(cluster: DBCluster): Record<string, PropertyValue | undefined> {
  return {
    allocatedStorage: cluster.AllocatedStorage,
    arn: cluster.DBClusterArn,
    availabilityZones: cluster.AvailabilityZones ?? [],
    backupRetentionPeriod: cluster.BackupRetentionPeriod,
    caCertificateIdentifier: '',
    caCertificateValidTill: '',
    clusterIdentifier: cluster.DBClusterIdentifier,
    clusterIdentifierPrefix: '',
    clusterResourceId: cluster.DbClusterResourceId,
    clusterScalabilityType: '',
    copyTagsToSnapshot: cluster.CopyTagsToSnapshot,
    databaseInsightsMode: cluster.DatabaseInsightsMode ?? 'standard',
    databaseName: cluster.DatabaseName ?? '',
    dbClusterParameterGroupName: cluster.DBClusterParameterGroup,
    dbSubnetGroupName: cluster.DBSubnetGroup,
    dbSystemId: '',
    deletionProtection: cluster.DeletionProtection,
    enableHttpEndpoint: cluster.HttpEndpointEnabled,
    enabledCloudwatchLogsExports: cluster.EnabledCloudwatchLogsExports ?? [],
    endpoint: cluster.Endpoint,
    engine: cluster.Engine,
    engineLifecycleSupport: cluster.EngineLifecycleSupport,
    engineMode: cluster.EngineMode,
    engineVersion: cluster.EngineVersion,
    engineVersionActual: cluster.EngineVersion,
    globalClusterIdentifier: cluster.GlobalClusterIdentifier ?? '',
    hostedZoneId: cluster.HostedZoneId,
    iamDatabaseAuthenticationEnabled: cluster.IAMDatabaseAuthenticationEnabled,
    iamRoles: [],
    kmsKeyId: cluster.KmsKeyId ?? '',
    masterUserSecrets: [],
    masterUsername: cluster.MasterUsername,
    monitoringInterval: cluster.MonitoringInterval ?? 0,
    monitoringRoleArn: cluster.MonitoringRoleArn ?? '',
    networkType: cluster.NetworkType,
    performanceInsightsEnabled: cluster.PerformanceInsightsEnabled ?? false,
    performanceInsightsKmsKeyId: cluster.PerformanceInsightsKMSKeyId ?? '',
    performanceInsightsRetentionPeriod: cluster.PerformanceInsightsRetentionPeriod ?? 0,
    port: cluster.Port,
    preferredBackupWindow: cluster.PreferredBackupWindow,
    preferredMaintenanceWindow: cluster.PreferredMaintenanceWindow,
    readerEndpoint: cluster.ReaderEndpoint,
    replicationSourceIdentifier: cluster.ReplicationSourceIdentifier ?? '',
    storageEncrypted: cluster.StorageEncrypted,
    storageType: cluster.StorageType ?? '',
    ...tagOutputs(cluster.TagList),
    vpcSecurityGroupIds: (cluster.VpcSecurityGroups ?? []).map((group) => group.VpcSecurityGroupId ?? '').sort(),
  };
}
