import type { CreateDBClusterMessage } from '@aws-sdk/client-rds';
import { AwsError } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import { vpcs } from '../ec2/records.ts';
import { backupWindow, maintenanceWindow } from './cluster-defaults.ts';
import { type ClusterRecord, rdsArn, type SubnetGroupRecord, subnetGroups } from './records.ts';
import { tagsOf } from './tags.ts';
import { parseVersion } from './versions.ts';

/** Members that creating and restoring a cluster have in common. */
type NewClusterInput = Pick<
  CreateDBClusterMessage,
  | 'AvailabilityZones'
  | 'BackupRetentionPeriod'
  | 'CopyTagsToSnapshot'
  | 'DBSubnetGroupName'
  | 'DeletionProtection'
  | 'EnableCloudwatchLogsExports'
  | 'EnableIAMDatabaseAuthentication'
  | 'EngineLifecycleSupport'
  | 'PreferredBackupWindow'
  | 'Tags'
  | 'VpcSecurityGroupIds'
>;

/** What a cluster is however it comes to be: where it stands, its windows and flags by the request, else by AWS's defaults. */
export function newCluster(
  input: NewClusterInput,
  { id, engine, engineVersion }: Pick<ClusterRecord, 'id' | 'engine' | 'engineVersion'>,
  call: Call,
) {
  const { world, region } = call;
  const arn = rdsArn(world, region, 'cluster', id);
  const group = subnetGroupOf(input.DBSubnetGroupName, call);
  return {
    id,
    region,
    arn,
    resourceId: `cluster-${call.newId('', 26).toUpperCase()}`,
    status: 'creating',
    engine,
    engineVersion,
    engineMode: 'provisioned',
    engineLifecycleSupport: input.EngineLifecycleSupport ?? 'open-source-rds-extended-support',
    subnetGroup: group.name,
    securityGroups: input.VpcSecurityGroupIds?.length ? [...input.VpcSecurityGroupIds] : defaultGroupOf(group, call),
    zones: zonesFor(input, group),
    backupRetentionDays: retention(input.BackupRetentionPeriod ?? 1),
    backupWindow: input.PreferredBackupWindow ?? backupWindow(world, arn),
    maintenanceWindow: maintenanceWindow(world, arn),
    // off by API (refusals, RDS-04)
    deletionProtection: input.DeletionProtection ?? false,
    copyTagsToSnapshot: input.CopyTagsToSnapshot ?? false,
    iamAuthentication: input.EnableIAMDatabaseAuthentication ?? false,
    logExports: [...(input.EnableCloudwatchLogsExports ?? [])].sort(),
    autoMinorVersionUpgrade: true,
    failovers: 0,
    createdMs: world.nowMs,
    tags: tagsOf(input.Tags),
    settings: {
      DBClusterParameterGroupName: `default.${engine}${familyOf(engine, engineVersion)}`,
      NetworkType: 'IPV4',
    },
  };
}

function familyOf(engine: string, version: string): string {
  return engine === 'aurora-postgresql' ? String(parseVersion(version).major) : '8.0';
}

/** Refuses retention outside 1 to 35 days, which the model's text states. */
export function retention(days: number): number {
  if (Number.isInteger(days) && days >= 1 && days <= 35) return days;
  throw new AwsError('InvalidParameterValue', `BackupRetentionPeriod ${days} must be 1 to 35 days`);
}

function subnetGroupOf(name: string | undefined, call: Call): SubnetGroupRecord {
  const wanted = (name ?? 'default').toLowerCase();
  const group = subnetGroups(call.world).get(`${call.region}/${wanted}`);
  if (group) return group;
  throw new AwsError('DBSubnetGroupNotFoundFault', `there is no DB subnet group ${wanted} in ${call.region}`, {
    status: 404,
  });
}

function defaultGroupOf(group: SubnetGroupRecord, call: Call): string[] {
  const vpc = vpcs(call.world).get(`${call.region}/${group.vpcId}`);
  return vpc ? [vpc.defaultSecurityGroupId] : [];
}

/** Storage always spans three zones: those asked for, filled up from the subnets' (CreateDBCluster, AvailabilityZones). */
function zonesFor(input: Pick<NewClusterInput, 'AvailabilityZones'>, group: SubnetGroupRecord): string[] {
  const own = group.subnets.map((subnet) => subnet.zone).sort();
  return [...new Set([...(input.AvailabilityZones ?? []), ...own])].slice(0, 3).sort();
}
