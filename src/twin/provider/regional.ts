/**
 * True where a type takes a `region` of its own, which wins over its provider's: all of `@pulumi/aws` 7.48 but the
 * ones below, read from the SDK's declarations.
 */
export function isRegional(type: string): boolean {
  const [, service = '', resource = ''] = /^aws:([\w-]+)\/(\w+):/.exec(type) ?? [];
  return !GLOBAL_SERVICES.has(service) && !GLOBAL_TYPES.has(`${service}/${resource}`);
}

const GLOBAL_SERVICES = new Set([
  'account',
  'bcmdata',
  'budgets',
  'cloudfront',
  'costexplorer',
  'costoptimizationhub',
  'cur',
  'globalaccelerator',
  'iam',
  'networkmanager',
  'notifications',
  'organizations',
  'rolesanywhere',
  'route53domains',
  'route53recoverycontrol',
  'route53recoveryreadiness',
  'shield',
  'waf',
]);

const GLOBAL_TYPES = new Set([
  'backup/globalSettings',
  'chime/sdkvoiceGlobalSettings',
  'cloudtrail/organizationDelegatedAdminAccount',
  'directconnect/gateway',
  'ec2/vpcIpamOrganizationAdminAccount',
  'fms/adminAccount',
  'kendra/index',
  'ram/sharingWithOrganization',
  'resourceexplorer/index',
  'route53/cidrCollection',
  'route53/cidrLocation',
  'route53/delegationSet',
  'route53/healthCheck',
  'route53/hostedZoneDnsSec',
  'route53/keySigningKey',
  'route53/queryLog',
  'route53/record',
  'route53/recordsExclusive',
  'route53/trafficPolicy',
  'route53/trafficPolicyInstance',
  'route53/vpcAssociationAuthorization',
  'route53/zone',
  'route53/zoneAssociation',
  's3/accountPublicAccessBlock',
  'servicecatalog/organizationsAccess',
  // its `region` is a list of the others that it replicates to
  'ssmincidents/replicationSet',
]);
