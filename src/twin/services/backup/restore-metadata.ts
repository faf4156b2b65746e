import type { RestoreDBClusterFromSnapshotMessage } from '@aws-sdk/client-rds';
import { AwsError } from '../../aws-error.ts';
import type { ClusterRecord } from '../rds/records.ts';

/**
 * What Backup tells of an Aurora cluster for its restore: the members of RestoreDBClusterFromSnapshot under their own names, lists as
 * JSON. Seen in restores that others have written up; which of them AWS tells is not documented.
 */
export function restoreMetadataOf(cluster: ClusterRecord): Record<string, string> {
  return {
    AvailabilityZones: JSON.stringify(cluster.zones),
    CopyTagsToSnapshot: String(cluster.copyTagsToSnapshot),
    DBClusterIdentifier: cluster.id,
    DBSubnetGroupName: cluster.subnetGroup,
    ...(cluster.databaseName !== undefined && { DatabaseName: cluster.databaseName }),
    DeletionProtection: String(cluster.deletionProtection),
    EnableIAMDatabaseAuthentication: String(cluster.iamAuthentication),
    Engine: cluster.engine,
    EngineMode: cluster.engineMode,
    EngineVersion: cluster.engineVersion,
    ...(cluster.kmsKeyId !== undefined && { KmsKeyId: cluster.kmsKeyId }),
    Port: String(cluster.port),
    VpcSecurityGroupIds: JSON.stringify(cluster.securityGroups),
  };
}

/** Members without which no restore is started (BKP-14). */
const NEEDED = ['DBClusterIdentifier', 'Engine'] as const;
const TEXTS = [
  'DBClusterParameterGroupName',
  'DBSubnetGroupName',
  'DatabaseName',
  'EngineMode',
  'EngineVersion',
] as const;
const LISTS = ['AvailabilityZones', 'EnableCloudwatchLogsExports', 'VpcSecurityGroupIds'] as const;
const FLAGS = ['CopyTagsToSnapshot', 'DeletionProtection', 'EnableIAMDatabaseAuthentication'] as const;
const KNOWN = new Set<string>([...NEEDED, ...TEXTS, ...LISTS, ...FLAGS, 'KmsKeyId', 'Port']);

/** Refuses metadata without a name or an engine for what is to be made. */
export function refuseIncomplete(metadata: Readonly<Record<string, string | undefined>>): void {
  const missing = NEEDED.filter((name) => !metadata[name]);
  if (missing.length === 0) return;
  throw new AwsError('MissingParameterValueException', `the metadata must contain ${missing.join(', ')}`, {
    row: 'BKP-14',
  });
}

/** The request that metadata stands for; throws an `AwsError` for what Backup cannot read, which fails the job. */
export function restoreRequestOf(
  metadata: Readonly<Record<string, string | undefined>>,
  snapshotArn: string,
): RestoreDBClusterFromSnapshotMessage {
  const unknown = Object.keys(metadata).filter((name) => !KNOWN.has(name));
  if (unknown.length > 0) throw invalid(unknown.join(', '));
  const request: RestoreDBClusterFromSnapshotMessage = {
    DBClusterIdentifier: metadata['DBClusterIdentifier'],
    SnapshotIdentifier: snapshotArn,
    Engine: metadata['Engine'],
    KmsKeyId: metadata['KmsKeyId'],
  };
  for (const name of TEXTS) if (metadata[name] !== undefined) request[name] = metadata[name];
  for (const name of LISTS) if (metadata[name] !== undefined) request[name] = listOf(name, metadata[name]);
  for (const name of FLAGS) if (metadata[name] !== undefined) request[name] = metadata[name] === 'true';
  if (metadata['Port'] !== undefined) request.Port = Number(metadata['Port']);
  return request;
}

function listOf(name: string, text: string): string[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid(`${name} is no JSON`);
  }
  if (Array.isArray(value) && value.every((item): item is string => typeof item === 'string')) return value;
  throw invalid(`${name} is no list of names`);
}

function invalid(what: string): AwsError {
  return new AwsError('InvalidParameterValueException', `Restore metadata is invalid: ${what}`);
}
