import type { Json } from '../../../lib/canonical.ts';
import { notModelled } from '../../aws-error.ts';

/** How a request's members that the physics does not use are treated. Names are AWS's. */
interface Treatment {
  /** Kept and told as sent. */
  readonly kept: readonly string[];
  /** Kept, without the effect that AWS gives them. */
  readonly withoutEffect: readonly string[];
  /** Behaviour depends on them: anything but absent, false, 0 or an empty list is refused. */
  readonly refused: readonly string[];
}

/** Members of CreateDBCluster and ModifyDBCluster. */
export const CLUSTER_SETTINGS: Treatment = {
  kept: [
    'NetworkType',
    'StorageType',
    'EngineLifecycleSupport',
    'DBClusterParameterGroupName',
    'CACertificateIdentifier',
  ],
  withoutEffect: [
    ...['EnableHttpEndpoint', 'MonitoringInterval', 'MonitoringRoleArn', 'DatabaseInsightsMode'],
    ...['EnablePerformanceInsights', 'PerformanceInsightsKMSKeyId', 'PerformanceInsightsRetentionPeriod'],
    'MasterUserSecretKmsKeyId',
  ],
  refused: [
    ...['AllocatedStorage', 'AssociatedRoles', 'AwsBackupRecoveryPointArn', 'BacktrackWindow', 'CharacterSetName'],
    ...['ClusterScalabilityType', 'DBClusterInstanceClass', 'DBSystemId', 'Domain', 'EnableGlobalWriteForwarding'],
    ...['EnableLimitlessDatabase', 'EnableLocalWriteForwarding', 'Iops', 'MasterUserAuthenticationType'],
    ...['NewDBClusterIdentifier', 'OptionGroupName', 'RdsCustomClusterConfiguration', 'ReplicationSourceIdentifier'],
    ...['RotateMasterUserPassword', 'ScalingConfiguration', 'ServerlessV2ScalingConfiguration'],
    'WithExpressConfiguration',
  ],
};

/** Members of CreateDBInstance and ModifyDBInstance. */
export const INSTANCE_SETTINGS: Treatment = {
  kept: ['DBParameterGroupName', 'NetworkType', 'PreferredBackupWindow'],
  withoutEffect: [
    ...['MonitoringRoleArn', 'PerformanceInsightsKMSKeyId', 'PerformanceInsightsRetentionPeriod'],
    ...['DatabaseInsightsMode', 'CustomIamInstanceProfile'],
  ],
  refused: [
    ...['AllocatedStorage', 'DBName', 'Domain', 'Iops', 'MasterUsername', 'MultiAZ', 'NewDBInstanceIdentifier'],
    ...['StorageThroughput', 'ManageMasterUserPassword', 'TdeCredentialArn'],
  ],
};

/** What of a request is kept, and which of its members have no effect. Throws NotImplemented for the refused ones. */
export function settingsOf(
  operation: string,
  input: object,
  treatment: Treatment,
): { settings: Record<string, Json>; withoutEffect: string[] } {
  const sent = Object.entries(input).filter(([, value]) => value !== undefined);
  const refused = sent.filter(([name, value]) => treatment.refused.includes(name) && isSet(value));
  if (refused.length > 0) throw notModelled(`${operation} with ${refused.map(([name]) => name).join(', ')}`);
  const kept = [...treatment.kept, ...treatment.withoutEffect];
  return {
    settings: Object.fromEntries(
      sent.filter(([name]) => kept.includes(name)).map(([name, value]) => [name, value as Json]),
    ),
    withoutEffect: sent
      .filter(([name, value]) => treatment.withoutEffect.includes(name) && isSet(value))
      .map(([name]) => name)
      .sort(),
  };
}

function isSet(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}
