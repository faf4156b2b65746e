import type { PropertyMap } from '../../../../src/lib/property.ts';
import type { Add, Added, AddOptions, CaseVerdict, ExpectedRow, Given } from '../build.ts';

/** What the cases of this area are built of: things that hold data, and what AWS Backup keeps of them. */
export const EAST = { name: 'prod', region: 'us-east-1' };
export const WEST = { name: 'prod-west', region: 'us-west-2' };
export const FIRST = { tier: '1', environment: 'prod', service: 'shop' };
export const THIRD = { tier: '3', environment: 'dev', service: 'shop' };
/** Of a first preview, or of what is never told. */
export const OPEN: readonly CaseVerdict[] = ['unknown', 'pending'];

type Inputs = Readonly<Record<string, Given | undefined>>;

export function arn(service: string, rest: string, region = 'us-east-1', account = '111122223333'): string {
  return `arn:aws:${service}:${region}:${account}:${rest}`;
}

/** A companion that may be judged beside what it belongs to, or not: the sentence does not say. */
export function beside(...names: readonly string[]): ExpectedRow[] {
  const verdict: readonly CaseVerdict[] = ['pass', 'not-applicable', 'fail', 'unknown', 'pending'];
  return names.map((name) => ({ name, verdict, isOptional: true }));
}

export function rows(verdict: CaseVerdict | readonly CaseVerdict[], ...names: readonly string[]): ExpectedRow[] {
  return names.map((name) => ({ name, verdict }));
}

/** A resource whose ARN is one of its service, as AWS computes it. */
function withArn(type: string, of: (name: string) => string) {
  return (add: Add, name: string, given: Inputs = {}, options: AddOptions & { computed?: PropertyMap } = {}): Added =>
    add(type, name, given, { ...options, computed: { arn: of(name), ...options.computed } });
}

export const database = withArn('aws:rds/instance:Instance', (name) => arn('rds', `db:${name}`));
export const cluster = withArn('aws:rds/cluster:Cluster', (name) => arn('rds', `cluster:${name}`));
export const table = withArn('aws:dynamodb/table:Table', (name) => arn('dynamodb', `table/${name}`));
export const fileSystem = withArn('aws:efs/fileSystem:FileSystem', (name) =>
  arn('elasticfilesystem', `file-system/${name}`),
);
export const volume = withArn('aws:ebs/volume:Volume', (name) => arn('ec2', `volume/${name}`));
const bucketByArn = withArn('aws:s3/bucket:Bucket', (name) => `arn:aws:s3:::${name}`);
/** A bucket, whose id is its name. */
export function bucket(add: Add, name: string, given: Inputs = {}, options: AddOptions = {}): Added {
  return bucketByArn(add, name, { bucket: name, ...given }, { id: name, ...options });
}
const vaultByArn = withArn('aws:backup/vault:Vault', (name) => arn('backup', `backup-vault:${name}`));
/** A vault, whose id is its name. */
export function vault(add: Add, name: string, given: Inputs = {}, options: AddOptions = {}): Added {
  return vaultByArn(add, name, { name, ...given }, { id: name, ...options });
}
const planByArn = withArn('aws:backup/plan:Plan', (name) => arn('backup', `backup-plan:${name}`));
/** A plan of rules; a rule that says nothing runs each day at five and keeps 35 days. */
export function plan(add: Add, name: string, rules: readonly Inputs[], given: Inputs = {}): Added {
  const all = rules.map((rule, index) => ({ ...DAILY, ruleName: `rule-${index}`, ...rule }));
  return planByArn(add, name, { name, rules: all, tags: FIRST, ...given });
}

export const DAILY = {
  ruleName: 'daily',
  targetVaultName: 'vault',
  schedule: 'cron(0 5 * * ? *)',
  lifecycle: { deleteAfter: 35 },
};

export function selection(add: Add, of: Added, name: string, given: Inputs): Added {
  const iamRoleArn = 'arn:aws:iam::111122223333:role/backup';
  return add('aws:backup/selection:Selection', name, { name, iamRoleArn, planId: of.ref('id'), ...given });
}
