/**
 * Collections whose order means nothing: the provider's schema declares them as sets, which neither the recorded behaviour nor
 * the SDK's declarations tell. From the schemas of terraform-provider-aws 5; names are unique enough to need no type,
 * except where `ORDERED` says otherwise.
 */
export function isSet(type: string, path: string): boolean {
  const name = path.slice(path.lastIndexOf('.') + 1);
  return SETS.has(name) && !ORDERED.has(`${type}.${path}`);
}

const SETS = new Set([
  'alarmActions',
  'aliases',
  'attributes',
  'availabilityZones',
  'childHealthchecks',
  'clusterMembers',
  'copyActions',
  'domainValidationOptions',
  'egress',
  'enabledCloudwatchLogsExports',
  'enabledMetrics',
  'globalClusterMembers',
  'globalSecondaryIndexes',
  'iamRoles',
  'ingress',
  'inlinePolicies',
  'insufficientDataActions',
  'ipv6CidrBlocks',
  'localSecondaryIndexes',
  'managedPolicyArns',
  'metricQueries',
  'nonKeyAttributes',
  'notResources',
  'okActions',
  'records',
  'regions',
  'replicas',
  'routes',
  'rules',
  'securityGroupIds',
  'securityGroups',
  'subjectAlternativeNames',
  'subnetIds',
  'subnetMappings',
  'subnets',
  'suspendedProcesses',
  'targetGroupArns',
  'trafficSources',
  'validationRecordFqdns',
  'versionStages',
  'vpcSecurityGroupIds',
  'vpcZoneIdentifiers',
  'vpcs',
  'tags',
  'resources',
  'cidrBlocks',
  'securityGroupNames',
]);

/** Lists in spite of their name. Addresses of a security group's rule are one, but AWS keeps no order of them. */
const ORDERED = new Set(['aws:networkfirewall/ruleGroup:RuleGroup.ruleGroup.rulesSource.rules']);
