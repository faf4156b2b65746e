import type { DBInstance } from '@aws-sdk/client-rds';
import type { World } from '../../world.ts';
import { endpointOf, hostedZoneOf } from './cluster-defaults.ts';
import { clusters, type InstanceRecord, subnetGroups } from './records.ts';
import { subnetGroupView } from './subnet-group.ts';
import { tagList } from './tags.ts';

/** An instance as DescribeDBInstances tells it; what belongs to its cluster is read from there. */
export function instanceView(world: World, instance: InstanceRecord): DBInstance {
  const { settings } = instance;
  const cluster = clusters(world).get(`${instance.region}/${instance.clusterId}`);
  const group = cluster && subnetGroups(world).get(`${cluster.region}/${cluster.subnetGroup}`);
  const parameterGroup = settings['DBParameterGroupName'] as string;
  return {
    DBInstanceIdentifier: instance.id,
    DBInstanceArn: instance.arn,
    DbiResourceId: instance.resourceId,
    DBClusterIdentifier: instance.clusterId,
    DBInstanceStatus: instance.status,
    DBInstanceClass: instance.instanceClass,
    Engine: instance.engine,
    EngineVersion: cluster?.engineVersion,
    AvailabilityZone: instance.zone,
    // an endpoint is told once the instance has been created
    Endpoint:
      instance.status === 'creating'
        ? undefined
        : {
            Address: endpointOf(world, instance.region, instance.id),
            Port: cluster?.port,
            HostedZoneId: hostedZoneOf(world, instance.region),
          },
    PromotionTier: instance.promotionTier,
    PubliclyAccessible: instance.publiclyAccessible,
    AutoMinorVersionUpgrade: instance.autoMinorVersionUpgrade,
    MonitoringInterval: instance.monitoringInterval,
    MonitoringRoleArn: settings['MonitoringRoleArn'] as string | undefined,
    CACertificateIdentifier: instance.caCertificate,
    PreferredMaintenanceWindow: instance.maintenanceWindow,
    PreferredBackupWindow: cluster?.backupWindow,
    BackupRetentionPeriod: cluster?.backupRetentionDays,
    CopyTagsToSnapshot: instance.copyTagsToSnapshot,
    PerformanceInsightsEnabled: instance.performanceInsights,
    PerformanceInsightsKMSKeyId: settings['PerformanceInsightsKMSKeyId'] as string | undefined,
    PerformanceInsightsRetentionPeriod: settings['PerformanceInsightsRetentionPeriod'] as number | undefined,
    DBParameterGroups: [{ DBParameterGroupName: parameterGroup, ParameterApplyStatus: 'in-sync' }],
    DBSubnetGroup: group && subnetGroupView(group),
    VpcSecurityGroups: cluster?.securityGroups.map((id) => ({ VpcSecurityGroupId: id, Status: 'active' })),
    StorageEncrypted: cluster?.storageEncrypted,
    KmsKeyId: cluster?.kmsKeyId,
    MasterUsername: cluster?.masterUsername,
    DBName: cluster?.databaseName,
    NetworkType: (settings['NetworkType'] as string | undefined) ?? 'IPV4',
    InstanceCreateTime: new Date(instance.createdMs),
    MultiAZ: false,
    StorageType: 'aurora',
    TagList: tagList(instance.tags),
  };
}
