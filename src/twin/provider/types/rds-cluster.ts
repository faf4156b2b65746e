import type { DBCluster, DescribeDBClustersCommandOutput } from '@aws-sdk/client-rds';
import type { PropertyMap } from '../../../lib/property.ts';
import { notModelled } from '../../aws-error.ts';
import type { Adapter, AdapterAws } from '../adapter.ts';
import { gone, optional } from './common.ts';
import { clusterOutputs } from './rds-cluster-outputs.ts';
import { arnOf, createTags, type Members, request, retagRds } from './rds-common.ts';

/** Inputs that both a create and a modify send. */
const BOTH: Members = [
  ['allocatedStorage', 'AllocatedStorage'],
  ['backtrackWindow', 'BacktrackWindow'],
  ['backupRetentionPeriod', 'BackupRetentionPeriod'],
  ['caCertificateIdentifier', 'CACertificateIdentifier'],
  ['copyTagsToSnapshot', 'CopyTagsToSnapshot'],
  ['databaseInsightsMode', 'DatabaseInsightsMode'],
  ['dbClusterInstanceClass', 'DBClusterInstanceClass'],
  ['dbClusterParameterGroupName', 'DBClusterParameterGroupName'],
  ['deletionProtection', 'DeletionProtection'],
  ['domain', 'Domain'],
  ['enableGlobalWriteForwarding', 'EnableGlobalWriteForwarding'],
  ['enableHttpEndpoint', 'EnableHttpEndpoint'],
  ['enableLocalWriteForwarding', 'EnableLocalWriteForwarding'],
  ['engineVersion', 'EngineVersion'],
  ['iamDatabaseAuthenticationEnabled', 'EnableIAMDatabaseAuthentication'],
  ['iops', 'Iops'],
  ['manageMasterUserPassword', 'ManageMasterUserPassword'],
  ['masterPassword', 'MasterUserPassword'],
  ['monitoringInterval', 'MonitoringInterval'],
  ['monitoringRoleArn', 'MonitoringRoleArn'],
  ['networkType', 'NetworkType'],
  ['performanceInsightsEnabled', 'EnablePerformanceInsights'],
  ['performanceInsightsKmsKeyId', 'PerformanceInsightsKMSKeyId'],
  ['performanceInsightsRetentionPeriod', 'PerformanceInsightsRetentionPeriod'],
  ['port', 'Port'],
  ['preferredBackupWindow', 'PreferredBackupWindow'],
  ['preferredMaintenanceWindow', 'PreferredMaintenanceWindow'],
  ['storageType', 'StorageType'],
  ['vpcSecurityGroupIds', 'VpcSecurityGroupIds'],
];
const CREATE: Members = [
  ...BOTH,
  ['availabilityZones', 'AvailabilityZones'],
  ['clusterIdentifier', 'DBClusterIdentifier'],
  ['clusterScalabilityType', 'ClusterScalabilityType'],
  ['databaseName', 'DatabaseName'],
  ['dbSubnetGroupName', 'DBSubnetGroupName'],
  ['dbSystemId', 'DBSystemId'],
  ['enabledCloudwatchLogsExports', 'EnableCloudwatchLogsExports'],
  ['engine', 'Engine'],
  ['engineLifecycleSupport', 'EngineLifecycleSupport'],
  ['engineMode', 'EngineMode'],
  ['globalClusterIdentifier', 'GlobalClusterIdentifier'],
  ['kmsKeyId', 'KmsKeyId'],
  ['masterUsername', 'MasterUsername'],
  ['storageEncrypted', 'StorageEncrypted'],
];
/** Inputs that make a cluster in another way, or that the twin gives no behaviour. */
const OTHER_WAYS = [
  ...['masterPasswordWo', 'replicationSourceIdentifier', 'restoreToPointInTime', 's3Import', 'scalingConfiguration'],
  ...['serverlessv2ScalingConfiguration', 'snapshotIdentifier', 'sourceRegion'],
];

export const cluster: Adapter = {
  type: 'aws:rds/cluster:Cluster',

  create(inputs, aws) {
    for (const name of OTHER_WAYS) if (inputs[name] !== undefined) throw notModelled(`aws.rds.Cluster with ${name}`);
    const id = String(inputs['clusterIdentifier']).toLowerCase();
    aws.call('rds', 'CreateDBCluster', { ...request(CREATE, inputs), ...createTags(inputs) });
    aws.settle(arnOf(aws, 'cluster', id));
    return id;
  },

  read(id, aws) {
    const found = describe(id, aws);
    return found && clusterOutputs(found);
  },

  update(id, { before, after, changed }, aws) {
    const { MasterUserPassword, ...sent } = request(BOTH, after, changed);
    const logs = changed.has('enabledCloudwatchLogsExports') ? logChange(before, after) : {};
    if (changed.has('globalClusterIdentifier')) leaveGlobal(id, after, aws);
    if (Object.keys({ ...sent, ...logs }).length > 0 || MasterUserPassword !== undefined) {
      aws.call('rds', 'ModifyDBCluster', {
        DBClusterIdentifier: id,
        ApplyImmediately: after['applyImmediately'] === true,
        ...optional('AllowMajorVersionUpgrade', after['allowMajorVersionUpgrade']),
        ...optional('MasterUserPassword', MasterUserPassword),
        ...sent,
        ...logs,
      });
      aws.settle(arnOf(aws, 'cluster', id));
    }
    retagRds(arnOf(aws, 'cluster', id), before, after, aws);
  },

  /** A member is taken out of its global cluster first, as the provider does; AWS refuses to delete it otherwise. */
  delete(id, state, aws) {
    const arn = arnOf(aws, 'cluster', id);
    const global = describe(id, aws)?.GlobalClusterIdentifier;
    if (global !== undefined) {
      aws.call('rds', 'RemoveFromGlobalCluster', { GlobalClusterIdentifier: global, DbClusterIdentifier: arn });
      aws.settle(arn);
    }
    const finalId = state['finalSnapshotIdentifier'];
    const skips = state['skipFinalSnapshot'] === true;
    aws.call('rds', 'DeleteDBCluster', {
      DBClusterIdentifier: id,
      SkipFinalSnapshot: skips,
      ...(!skips && optional('FinalDBSnapshotIdentifier', finalId)),
      ...optional('DeleteAutomatedBackups', state['deleteAutomatedBackups']),
    });
    aws.settle(arn);
    if (!skips) aws.settle(`arn:aws:rds:${aws.region}:${aws.account}:cluster-snapshot:${finalId}`);
  },
};

function describe(id: string, aws: AdapterAws): DBCluster | undefined {
  return gone(
    () => aws.call<DescribeDBClustersCommandOutput>('rds', 'DescribeDBClusters', { DBClusterIdentifier: id }),
    'DBClusterNotFoundFault',
  )?.DBClusters?.[0];
}

function leaveGlobal(id: string, after: PropertyMap, aws: AdapterAws): void {
  if (after['globalClusterIdentifier']) throw notModelled('moving a cluster into a global cluster after its creation');
  const arn = arnOf(aws, 'cluster', id);
  const global = describe(id, aws)?.GlobalClusterIdentifier;
  if (global === undefined) return;
  aws.call('rds', 'RemoveFromGlobalCluster', { GlobalClusterIdentifier: global, DbClusterIdentifier: arn });
  aws.settle(arn);
}

function logChange(before: PropertyMap, after: PropertyMap): object {
  const types = (inputs: PropertyMap) => (inputs['enabledCloudwatchLogsExports'] ?? []) as readonly string[];
  return {
    CloudwatchLogsExportConfiguration: {
      EnableLogTypes: types(after).filter((type) => !types(before).includes(type)),
      DisableLogTypes: types(before).filter((type) => !types(after).includes(type)),
    },
  };
}
