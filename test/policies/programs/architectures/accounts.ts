import * as aws from '@pulumi/aws';
import { ids, networkOf, roleOf, type Site } from './parts.ts';

/** A provider of another account, by a role of it. */
function providerOf({ name, opts }: Site, account: string, region: aws.Region = 'us-east-1') {
  const assumeRoles = [{ roleArn: `arn:aws:iam::${account}:role/deploy` }];
  const tags = { 'cost-center': `cc-${account}` };
  const args = { region, assumeRoles, defaultTags: { tags }, allowedAccountIds: [account] };
  return new aws.Provider(name(`${account}-${region}`), args, opts);
}

/** An organization with its units, accounts and limits. */
export function landingZone(site: Site): void {
  const { name, opts } = site;
  const organization = new aws.organizations.Organization(name('organization'), { featureSet: 'ALL' }, opts);
  const roots = organization.roots;
  for (const unit of ['workloads', 'security']) {
    const parentId = roots.apply((found) => found?.[0]?.id ?? 'r-1');
    const added = new aws.organizations.OrganizationalUnit(name(unit), { name: unit, parentId }, opts);
    const account = { name: unit, email: `${unit}@example.com`, parentId: added.id };
    new aws.organizations.Account(name(`${unit}-account`), account, opts);
  }
  const content = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: 'organizations:LeaveOrganization', Resource: '*' }],
  });
  new aws.organizations.Policy(name('stay'), { type: 'SERVICE_CONTROL_POLICY', content }, opts);
  new aws.guardduty.Detector(name('detector'), { enable: true }, opts);
  new aws.securityhub.Account(name('hub'), {}, opts);
}

/** Networks of two accounts in two regions, joined by a transit gateway. */
export function hubAndSpokes(site: Site): void {
  const { name, opts } = site;
  const hub = networkOf(site);
  const gateway = new aws.ec2transitgateway.TransitGateway(name('gateway'), {}, opts);
  const attachment = { transitGatewayId: gateway.id, vpcId: hub.vpc.id, subnetIds: ids(hub.privates) };
  new aws.ec2transitgateway.VpcAttachment(name('hub'), attachment, opts);
  for (const [account, region] of [
    ['222233334444', 'us-east-1'],
    ['333344445555', 'us-west-2'],
  ] as const) {
    const there = { ...opts, provider: providerOf(site, account, region) };
    const vpc = new aws.ec2.Vpc(name(`${account}-vpc`), { cidrBlock: '10.8.0.0/16' }, there);
    const zone = { vpcId: vpc.id, cidrBlock: '10.8.0.0/24', availabilityZone: `${region}a` };
    new aws.ec2.Subnet(name(`${account}-subnet`), zone, there);
    new aws.ec2.FlowLog(
      name(`${account}-flow`),
      { vpcId: vpc.id, trafficType: 'ALL', logDestinationType: 's3', logDestination: 'arn:aws:s3:::flow-logs' },
      there,
    );
  }
}

/** Trails of an account in the bucket of another. */
export function logArchive(site: Site): void {
  const { name, opts } = site;
  const archive = { ...opts, provider: providerOf(site, '444455556666') };
  const key = new aws.kms.Key(name('key'), { enableKeyRotation: true, deletionWindowInDays: 30 }, archive);
  const bucket = new aws.s3.Bucket(name('archive'), { objectLockEnabled: true }, archive);
  const versioningConfiguration = { status: 'Enabled' };
  new aws.s3.BucketVersioning(name('versions'), { bucket: bucket.id, versioningConfiguration }, archive);
  const rule = { defaultRetention: { mode: 'COMPLIANCE', days: 365 } };
  new aws.s3.BucketObjectLockConfiguration(name('lock'), { bucket: bucket.id, rule }, archive);
  const byKey = { applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key.arn } };
  const rules = [{ ...byKey, bucketKeyEnabled: true }];
  new aws.s3.BucketServerSideEncryptionConfiguration(name('sealed'), { bucket: bucket.id, rules }, archive);
  const logs = new aws.cloudwatch.LogGroup(name('trail'), { retentionInDays: 365, kmsKeyId: key.arn }, opts);
  const role = roleOf(site, 'cloudtrail.amazonaws.com');
  new aws.cloudtrail.Trail(
    name('trail'),
    {
      s3BucketName: bucket.bucket,
      isMultiRegionTrail: true,
      enableLogFileValidation: true,
      kmsKeyId: key.arn,
      cloudWatchLogsGroupArn: logs.arn,
      cloudWatchLogsRoleArn: role.arn,
    },
    opts,
  );
}

/** Backups of an account, copied into the vault of another. */
export function backupAccount(site: Site): void {
  const { name, opts } = site;
  const away = { ...opts, provider: providerOf(site, '555566667777', 'us-west-2') };
  const vault = new aws.backup.Vault(name('vault'), {}, opts);
  const copy = new aws.backup.Vault(name('copy'), {}, away);
  const lock = { backupVaultName: copy.name, minRetentionDays: 35 };
  new aws.backup.VaultLockConfiguration(name('lock'), lock, away);
  const copyActions = [{ destinationVaultArn: copy.arn, lifecycle: { deleteAfter: 35 } }];
  const rule = { ruleName: 'daily', targetVaultName: vault.name, schedule: 'cron(0 3 * * ? *)', copyActions };
  const plan = new aws.backup.Plan(name('plan'), { rules: [rule] }, opts);
  const role = roleOf(site, 'backup.amazonaws.com', 'service-role/AWSBackupServiceRolePolicyForBackup');
  const selectionTags = [{ type: 'STRINGEQUALS', key: 'backup', value: 'daily' }];
  new aws.backup.Selection(name('tagged'), { planId: plan.id, iamRoleArn: role.arn, selectionTags }, opts);
  new aws.dynamodb.Table(
    name('orders'),
    {
      hashKey: 'id',
      attributes: [{ name: 'id', type: 'S' }],
      billingMode: 'PAY_PER_REQUEST',
      tags: { backup: 'daily' },
    },
    opts,
  );
}
