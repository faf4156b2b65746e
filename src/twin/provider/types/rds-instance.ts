import type {
  DBInstance,
  DescribeDBClustersCommandOutput,
  DescribeDBInstancesCommandOutput,
} from '@aws-sdk/client-rds';
import type { PropertyValue } from '../../../lib/property.ts';
import type { Adapter, AdapterAws } from '../adapter.ts';
import { gone } from './common.ts';
import { arnOf, createTags, type Members, request, retagRds, tagOutputs } from './rds-common.ts';

const BOTH: Members = [
  ['autoMinorVersionUpgrade', 'AutoMinorVersionUpgrade'],
  ['caCertIdentifier', 'CACertificateIdentifier'],
  ['copyTagsToSnapshot', 'CopyTagsToSnapshot'],
  ['dbParameterGroupName', 'DBParameterGroupName'],
  ['instanceClass', 'DBInstanceClass'],
  ['monitoringInterval', 'MonitoringInterval'],
  ['monitoringRoleArn', 'MonitoringRoleArn'],
  ['performanceInsightsEnabled', 'EnablePerformanceInsights'],
  ['performanceInsightsKmsKeyId', 'PerformanceInsightsKMSKeyId'],
  ['performanceInsightsRetentionPeriod', 'PerformanceInsightsRetentionPeriod'],
  ['preferredMaintenanceWindow', 'PreferredMaintenanceWindow'],
  ['promotionTier', 'PromotionTier'],
  ['publiclyAccessible', 'PubliclyAccessible'],
];
const CREATE: Members = [
  ...BOTH,
  ['availabilityZone', 'AvailabilityZone'],
  ['clusterIdentifier', 'DBClusterIdentifier'],
  ['customIamInstanceProfile', 'CustomIamInstanceProfile'],
  ['dbSubnetGroupName', 'DBSubnetGroupName'],
  ['engine', 'Engine'],
  ['engineVersion', 'EngineVersion'],
  ['identifier', 'DBInstanceIdentifier'],
  ['preferredBackupWindow', 'PreferredBackupWindow'],
];

export const clusterInstance: Adapter = {
  type: 'aws:rds/clusterInstance:ClusterInstance',

  create(inputs, aws) {
    const id = String(inputs['identifier']).toLowerCase();
    aws.call('rds', 'CreateDBInstance', { ...request(CREATE, inputs), ...createTags(inputs) });
    aws.settle(arnOf(aws, 'db', id));
    return id;
  },

  read(id, aws) {
    const found = gone(
      () => aws.call<DescribeDBInstancesCommandOutput>('rds', 'DescribeDBInstances', { DBInstanceIdentifier: id }),
      'DBInstanceNotFound',
    )?.DBInstances?.[0];
    return found && outputs(found, isWriter(found, aws));
  },

  update(id, { before, after, changed }, aws) {
    const sent = request(BOTH, after, changed);
    if (Object.keys(sent).length > 0) {
      aws.call('rds', 'ModifyDBInstance', {
        DBInstanceIdentifier: id,
        ApplyImmediately: after['applyImmediately'] === true,
        ...sent,
      });
      aws.settle(arnOf(aws, 'db', id));
    }
    retagRds(arnOf(aws, 'db', id), before, after, aws);
  },

  delete(id, _state, aws) {
    aws.call('rds', 'DeleteDBInstance', { DBInstanceIdentifier: id });
    aws.settle(arnOf(aws, 'db', id));
  },
};

/** Which instance writes is told by its cluster. */
function isWriter(instance: DBInstance, aws: AdapterAws): boolean {
  const { DBClusters } = aws.call<DescribeDBClustersCommandOutput>('rds', 'DescribeDBClusters', {
    DBClusterIdentifier: instance.DBClusterIdentifier,
  });
  const members = DBClusters?.[0]?.DBClusterMembers ?? [];
  return members.some(
    (member) => member.DBInstanceIdentifier === instance.DBInstanceIdentifier && member.IsClusterWriter === true,
  );
}

function outputs(found: DBInstance, writer: boolean): Record<string, PropertyValue | undefined> {
  return {
    arn: found.DBInstanceArn,
    autoMinorVersionUpgrade: found.AutoMinorVersionUpgrade,
    availabilityZone: found.AvailabilityZone,
    caCertIdentifier: found.CACertificateIdentifier,
    clusterIdentifier: found.DBClusterIdentifier,
    copyTagsToSnapshot: found.CopyTagsToSnapshot,
    dbParameterGroupName: found.DBParameterGroups?.[0]?.DBParameterGroupName,
    dbSubnetGroupName: found.DBSubnetGroup?.DBSubnetGroupName,
    dbiResourceId: found.DbiResourceId,
    endpoint: found.Endpoint?.Address ?? '',
    engine: found.Engine,
    engineVersion: found.EngineVersion,
    engineVersionActual: found.EngineVersion,
    identifier: found.DBInstanceIdentifier,
    identifierPrefix: '',
    instanceClass: found.DBInstanceClass,
    kmsKeyId: found.KmsKeyId ?? '',
    monitoringInterval: found.MonitoringInterval,
    monitoringRoleArn: found.MonitoringRoleArn ?? '',
    networkType: found.NetworkType,
    performanceInsightsEnabled: found.PerformanceInsightsEnabled,
    performanceInsightsKmsKeyId: found.PerformanceInsightsKMSKeyId ?? '',
    performanceInsightsRetentionPeriod: found.PerformanceInsightsRetentionPeriod ?? 0,
    port: found.Endpoint?.Port,
    preferredBackupWindow: found.PreferredBackupWindow,
    preferredMaintenanceWindow: found.PreferredMaintenanceWindow,
    promotionTier: found.PromotionTier,
    publiclyAccessible: found.PubliclyAccessible,
    storageEncrypted: found.StorageEncrypted,
    ...tagOutputs(found.TagList),
    writer,
  };
}
