import type { ServiceName } from '../../../src/twin/call.ts';
import type { Crowd } from './crowd.ts';

/** A listing that AWS gives in pages. */
export interface Listing {
  readonly service: ServiceName;
  readonly operation: string;
  readonly input?: (crowd: Crowd) => object;
  /** Members of the input that carry the size and the token; where there is no size, the service alone decides. */
  readonly size: string;
  readonly token: string;
  /** Member of the output that carries the next token. */
  readonly next: string;
  readonly items: string;
  /** The smallest page that AWS gives. */
  readonly least: number;
  readonly wrongToken: string;
  readonly wrongSize: string;
  /** AWS takes an empty token for none. */
  readonly takesEmptyToken?: true;
}

const ec2 = (operation: string, items: string, least = 5, input?: Listing['input']): Listing => ({
  service: 'ec2',
  operation,
  items,
  least,
  size: 'MaxResults',
  token: 'NextToken',
  next: 'NextToken',
  wrongToken: 'InvalidNextToken',
  wrongSize: 'InvalidParameterValue',
  ...(input && { input }),
});

const rds = (operation: string, items: string, input?: Listing['input']): Listing => ({
  service: 'rds',
  operation,
  items,
  least: 20,
  size: 'MaxRecords',
  token: 'Marker',
  next: 'Marker',
  wrongToken: 'InvalidParameterValue',
  wrongSize: 'InvalidParameterValue',
  ...(input && { input }),
});

const autoscaling = (operation: string, items: string, input?: Listing['input']): Listing => ({
  service: 'autoscaling',
  operation,
  items,
  least: 1,
  size: 'MaxRecords',
  token: 'NextToken',
  next: 'NextToken',
  wrongToken: 'InvalidNextToken',
  wrongSize: 'ValidationError',
  ...(input && { input }),
});

const elbv2 = (operation: string, items: string, input?: Listing['input']): Listing => ({
  service: 'elbv2',
  operation,
  items,
  least: 1,
  size: 'PageSize',
  token: 'Marker',
  next: 'NextMarker',
  wrongToken: 'ValidationError',
  wrongSize: 'ValidationError',
  ...(input && { input }),
});

const iam = (operation: string, items: string): Listing => ({
  service: 'iam',
  operation,
  items,
  input: () => ({ RoleName: 'role' }),
  least: 1,
  size: 'MaxItems',
  token: 'Marker',
  next: 'Marker',
  wrongToken: 'ValidationError',
  wrongSize: 'ValidationError',
});

const backup = (operation: string, items: string, input: Listing['input']): Listing => ({
  service: 'backup',
  operation,
  items,
  least: 1,
  size: 'MaxResults',
  token: 'NextToken',
  next: 'NextToken',
  wrongToken: 'InvalidParameterValueException',
  wrongSize: 'InvalidParameterValueException',
  ...(input && { input }),
});

const kms = (operation: string, items: string, input?: Listing['input']): Listing => ({
  service: 'kms',
  operation,
  items,
  least: 1,
  size: 'Limit',
  token: 'Marker',
  next: 'NextMarker',
  wrongToken: 'InvalidMarkerException',
  wrongSize: 'ValidationException',
  ...(input && { input }),
});

/** Every operation that the twin models and AWS gives in pages. */
export const LISTINGS: readonly Listing[] = [
  autoscaling('DescribeAutoScalingGroups', 'AutoScalingGroups'),
  autoscaling('DescribeAutoScalingInstances', 'AutoScalingInstances'),
  autoscaling('DescribeInstanceRefreshes', 'InstanceRefreshes', () => ({ AutoScalingGroupName: 'group-1' })),
  autoscaling('DescribeScalingActivities', 'Activities'),
  autoscaling('DescribeTags', 'Tags'),
  backup('ListRecoveryPointsByBackupVault', 'RecoveryPoints', () => ({ BackupVaultName: 'vault' })),
  backup('ListRecoveryPointsByResource', 'RecoveryPoints', ({ backedUpArn }) => ({ ResourceArn: backedUpArn })),
  backup('ListRecoveryPointsByLegalHold', 'RecoveryPoints', ({ legalHoldId }) => ({ LegalHoldId: legalHoldId })),
  backup('ListBackupJobs', 'BackupJobs', () => ({})),
  backup('ListBackupVaults', 'BackupVaultList', () => ({})),
  backup('ListCopyJobs', 'CopyJobs', () => ({})),
  backup('ListLegalHolds', 'LegalHolds', () => ({})),
  backup('ListRestoreJobs', 'RestoreJobs', () => ({})),
  backup('ListTags', 'Tags', ({ vaultArn }) => ({ ResourceArn: vaultArn })),
  {
    service: 'cloudwatch',
    operation: 'DescribeAlarms',
    items: 'MetricAlarms',
    least: 1,
    size: 'MaxRecords',
    token: 'NextToken',
    next: 'NextToken',
    wrongToken: 'InvalidNextToken',
    wrongSize: 'ValidationError',
  },
  {
    service: 'cloudwatch',
    operation: 'GetMetricData',
    items: 'MetricDataResults',
    input: ({ world }) => ({
      StartTime: new Date(world.world.nowMs - 26 * 3_600_000),
      EndTime: new Date(world.world.nowMs - 23 * 3_600_000),
      MetricDataQueries: ['Maximum', 'Sum', 'Minimum'].map((Stat, n) => ({
        Id: `q${n}`,
        MetricStat: { Metric: { Namespace: 'N', MetricName: 'M' }, Period: 60, Stat },
      })),
    }),
    least: 1,
    size: 'MaxDatapoints',
    token: 'NextToken',
    next: 'NextToken',
    wrongToken: 'InvalidNextToken',
    wrongSize: 'ValidationError',
  },
  ec2('DescribeInstances', 'Reservations'),
  ec2('DescribeInstanceStatus', 'InstanceStatuses'),
  ec2('DescribeInternetGateways', 'InternetGateways'),
  ec2('DescribeLaunchTemplates', 'LaunchTemplates', 1),
  ec2('DescribeLaunchTemplateVersions', 'LaunchTemplateVersions', 1, ({ templateId }) => ({
    LaunchTemplateId: templateId,
  })),
  ec2('DescribeNatGateways', 'NatGateways'),
  ec2('DescribeNetworkAcls', 'NetworkAcls'),
  ec2('DescribeNetworkInterfaces', 'NetworkInterfaces'),
  ec2('DescribeRouteTables', 'RouteTables'),
  ec2('DescribeSecurityGroups', 'SecurityGroups'),
  ec2('DescribeSubnets', 'Subnets'),
  ec2('DescribeVpcs', 'Vpcs'),
  elbv2('DescribeListeners', 'Listeners', ({ balancerArn }) => ({ LoadBalancerArn: balancerArn })),
  elbv2('DescribeLoadBalancers', 'LoadBalancers'),
  elbv2('DescribeTargetGroups', 'TargetGroups'),
  {
    service: 'events',
    operation: 'ListTargetsByRule',
    items: 'Targets',
    input: () => ({ Rule: 'rule' }),
    least: 1,
    size: 'Limit',
    token: 'NextToken',
    next: 'NextToken',
    wrongToken: 'ValidationException',
    wrongSize: 'ValidationException',
  },
  iam('ListAttachedRolePolicies', 'AttachedPolicies'),
  iam('ListRolePolicies', 'PolicyNames'),
  kms('ListAliases', 'Aliases'),
  kms('ListKeys', 'Keys'),
  kms('ListResourceTags', 'Tags', ({ keyId }) => ({ KeyId: keyId })),
  rds('DescribeDBClusterSnapshots', 'DBClusterSnapshots'),
  rds('DescribeDBClusters', 'DBClusters'),
  rds('DescribeDBInstances', 'DBInstances'),
  rds('DescribeDBSubnetGroups', 'DBSubnetGroups'),
  rds('DescribeEvents', 'Events', () => ({ Duration: 10_000 })),
  rds('DescribeGlobalClusters', 'GlobalClusters'),
  {
    service: 'route53',
    operation: 'ListHostedZones',
    items: 'HostedZones',
    least: 1,
    size: 'MaxItems',
    token: 'Marker',
    next: 'NextMarker',
    wrongToken: 'InvalidInput',
    wrongSize: 'InvalidInput',
  },
  {
    service: 'resourcegroupstaggingapi',
    operation: 'GetResources',
    items: 'ResourceTagMappingList',
    least: 1,
    size: 'ResourcesPerPage',
    token: 'PaginationToken',
    next: 'PaginationToken',
    wrongToken: 'InvalidParameterException',
    wrongSize: 'InvalidParameterException',
    takesEmptyToken: true,
  },
];

/**
 * Listings that are not tried here: pages of AWS's own size, for which the service's own tests ask, and what the twin has fewer of than AWS's
 * smallest page holds.
 */
export const UNTRIED: readonly string[] = [
  'rds DescribeDBEngineVersions',
  'rds DescribePendingMaintenanceActions',
  'resourcegroupstaggingapi GetTagKeys',
  'resourcegroupstaggingapi GetTagValues',
];
