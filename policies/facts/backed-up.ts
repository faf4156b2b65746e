import { attempt, type Resource } from 'evenkeel/policy';
import { BUCKET } from './bucket.ts';

export const INSTANCE = 'aws:rds/instance:Instance';
export const CLUSTER = 'aws:rds/cluster:Cluster';
export const TABLE = 'aws:dynamodb/table:Table';
export const FILES = 'aws:efs/fileSystem:FileSystem';
export const VOLUME = 'aws:ebs/volume:Volume';

/** How the ARN of a type's resources begins and ends: what is before its name, and the property in which a program may say the name. */
interface ArnForm {
  readonly service: string;
  readonly before: string;
  readonly name?: string;
  /** ARNs of buckets tell neither account nor region. */
  readonly isGlobal?: true;
}

/**
 * What holds data and AWS Backup can back up. Source of the ARNs: "Actions, resources, and condition keys", Service Authorization
 * Reference (read 2026-11).
 */
const FORMS: Readonly<Record<string, ArnForm>> = {
  [INSTANCE]: { service: 'rds', before: 'db:', name: 'identifier' },
  [CLUSTER]: { service: 'rds', before: 'cluster:', name: 'clusterIdentifier' },
  [TABLE]: { service: 'dynamodb', before: 'table/', name: 'name' },
  [FILES]: { service: 'elasticfilesystem', before: 'file-system/' },
  [VOLUME]: { service: 'ec2', before: 'volume/' },
  [BUCKET]: { service: 's3', before: '', name: 'bucket', isGlobal: true },
};

export const DATA_STORES: readonly string[] = Object.keys(FORMS);

/** Why a data store is none to be backed up by itself: a replica has the data of its source. */
export function ofItself(store: Resource): true | string {
  return !isDatabaseReplica(store) || 'is a replica: its source has the data';
}

/** Whether a database copies another; one that was promoted since no longer tells its source. */
export function isDatabaseReplica(store: Resource): boolean {
  return store.type === INSTANCE && store.isGiven('replicateSourceDb');
}

/**
 * The type's name in AWS Backup's restore tests, such as `RDS` or `Aurora`. Source: RestoreTestingSelectionForCreate, AWS Backup API
 * reference (read 2026-11).
 */
export function backupTypeOf(store: Resource): string {
  if (store.type !== CLUSTER) return BACKUP_TYPES[store.type] ?? store.type;
  return String(store.need('engine')).startsWith('aurora') ? 'Aurora' : 'RDS';
}

const BACKUP_TYPES: Readonly<Record<string, string>> = {
  [INSTANCE]: 'RDS',
  [TABLE]: 'DynamoDB',
  [FILES]: 'EFS',
  [VOLUME]: 'EBS',
  [BUCKET]: 'S3',
};

/** The ARN of a data store that is not there yet, as far as its type, its place and its program tell it; `*` for what they do not. */
export function arnOfPlanned(store: Resource): string {
  const form = FORMS[store.type];
  if (form === undefined) return '*';
  const name = (form.name !== undefined && known(() => store.text(form.name))) || '*';
  const region = known(() => store.region) ?? '*';
  const place = form.isGlobal ? ':' : `${region}:${known(() => store.account) ?? '*'}`;
  return `arn:${partitionOf(region)}:${form.service}:${place}:${form.before}${name}`;
}

function partitionOf(region: string): string {
  if (region === '*') return 'aws*';
  return region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

function known(read: () => string | undefined): string | undefined {
  const result = attempt(read);
  return 'value' in result ? result.value : undefined;
}
