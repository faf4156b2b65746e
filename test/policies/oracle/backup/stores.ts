import type { CheckpointResource } from '../../../../src/graph/checkpoint.ts';
import type { CaseVerdict } from '../../cases/build.ts';
import type { Judge } from '../build.ts';
import { at, isFirst, isReplica, listAt, ofType, passIf, type Resources, tagOf, textAt } from './read.ts';

const DATABASE = 'aws:rds/instance:Instance';
const CLUSTER = 'aws:rds/cluster:Cluster';
const TABLE = 'aws:dynamodb/table:Table';
const BUCKET = 'aws:s3/bucket:Bucket';
const FILES = 'aws:efs/fileSystem:FileSystem';
const RELATIONAL = [DATABASE, CLUSTER];
const PROTECTED = [DATABASE, CLUSTER, TABLE, 'aws:docdb/cluster:Cluster', 'aws:neptune/cluster:Cluster'];
const KEPT = [DATABASE, TABLE, BUCKET, FILES, 'aws:kms/key:Key'];

/** BKP-09 and BKP-11 to BKP-19, which are of what holds the data. */
export const STORE_JUDGES: Readonly<Record<string, Judge>> = {
  'BKP-09': { resource: retained },
  'BKP-11': {
    resource: (one) => (one.type === TABLE ? passIf(at(one, 'pointInTimeRecovery.enabled') === true) : undefined),
  },
  'BKP-12': {
    resource(one) {
      if (!PROTECTED.includes(one.type)) return undefined;
      if (tagOf(one, 'environment') !== 'prod') return 'not-applicable';
      return passIf(at(one, one.type === TABLE ? 'deletionProtectionEnabled' : 'deletionProtection') === true);
    },
  },
  'BKP-13': {
    resource(one) {
      if (!RELATIONAL.includes(one.type)) return undefined;
      if (isReplica(one)) return 'not-applicable';
      const isLast = at(one, 'skipFinalSnapshot') !== true && textAt(one, 'finalSnapshotIdentifier') !== '';
      return passIf(isLast && (!isFirst(one) || at(one, 'deleteAutomatedBackups') === false));
    },
  },
  'BKP-14': {
    resource(one) {
      if (!KEPT.includes(one.type)) return undefined;
      return isFirst(one) ? passIf(one.protect === true) : 'not-applicable';
    },
  },
  'BKP-15': { resource: (one, all) => (one.type === BUCKET ? versions(one, all) : undefined) },
  'BKP-16': { resource: replicates },
  'BKP-17': { resource: locks },
  'BKP-18': { resource: expires },
  'BKP-19': { resource: filesKept },
};

function retained(one: CheckpointResource): CaseVerdict | undefined {
  if (RELATIONAL.includes(one.type)) {
    if (isReplica(one)) return 'not-applicable';
    return passIf(Number(at(one, 'backupRetentionPeriod') ?? 0) >= (isFirst(one) ? 35 : 7));
  }
  const property: Readonly<Record<string, string>> = {
    'aws:elasticache/replicationGroup:ReplicationGroup': 'snapshotRetentionLimit',
    'aws:redshift/cluster:Cluster': 'automatedSnapshotRetentionPeriod',
  };
  const path = property[one.type];
  if (path === undefined) return undefined;
  // how many days of these are enough the sentence does not say
  const days = Number(at(one, path) ?? 0);
  if (days >= 35) return 'pass';
  return days === 0 ? 'fail' : undefined;
}

function companions(all: Resources, type: string, path: string, one: CheckpointResource): Resources {
  return ofType(all, type).filter((other) => textAt(other, path) === one.id);
}

function versions(one: CheckpointResource, all: Resources): CaseVerdict | undefined {
  const beside = companions(all, 'aws:s3/bucketVersioning:BucketVersioning', 'bucket', one);
  const said = new Set(beside.map((other) => textAt(other, 'versioningConfiguration.status')));
  if (said.size > 1) return undefined;
  return passIf(said.has('Enabled') || at(one, 'versioning.enabled') === true);
}

interface Replication {
  readonly from: string;
  readonly to: string;
  readonly isOn: boolean;
}

function replicationsOf(all: Resources): readonly Replication[] {
  const read = (from: string, rules: readonly Record<string, unknown>[]) =>
    rules.map(({ status, destination }) => ({
      from,
      to: String((destination as Record<string, unknown>)['bucket']).replace('arn:aws:s3:::', ''),
      isOn: status === 'Enabled',
    }));
  return [
    ...ofType(all, 'aws:s3/bucketReplicationConfig:BucketReplicationConfig').flatMap((one) =>
      read(textAt(one, 'bucket'), listAt(one, 'rules')),
    ),
    ...ofType(all, BUCKET).flatMap((one) => read(String(one.id), listAt(one, 'replicationConfiguration.rules'))),
  ];
}

function replicates(one: CheckpointResource, all: Resources): CaseVerdict | undefined {
  if (one.type !== BUCKET) return undefined;
  const there = replicationsOf(all);
  if (isLogged(one, all)) return undefined;
  const isDestination = there.some(({ to, isOn }) => to === one.id && isOn);
  const isPerhaps = there.some(({ to, isOn }) => to === one.id && !isOn);
  if (isPerhaps && !isDestination) return undefined;
  if (isDestination || !isFirst(one)) return 'not-applicable';
  const regionOf = (name: string) => {
    const bucket = all.find((other) => other.type === BUCKET && other.id === name);
    return bucket && (textAt(bucket, 'region') || 'us-east-1');
  };
  const own = there.filter(({ from, isOn }) => from === one.id && isOn).map(({ to }) => regionOf(to));
  if (own.includes('us-west-2')) return 'pass';
  return own.includes(undefined) ? 'unknown' : 'fail';
}

function isLogged(one: CheckpointResource, all: Resources): boolean {
  return (
    companions(all, 'aws:cloudtrail/trail:Trail', 's3BucketName', one).length > 0 ||
    companions(all, 'aws:s3/bucketLogging:BucketLogging', 'targetBucket', one).length > 0
  );
}

function locks(one: CheckpointResource, all: Resources): CaseVerdict | undefined {
  if (one.type !== BUCKET) return undefined;
  const isTarget = companions(all, 'aws:s3/bucketLogging:BucketLogging', 'targetBucket', one).length > 0;
  const isTrail = companions(all, 'aws:cloudtrail/trail:Trail', 's3BucketName', one).length > 0;
  if (isTarget && isTrail) return undefined;
  if (!isTrail) return 'not-applicable';
  const beside = companions(all, 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration', 'bucket', one);
  const retentions = [
    ...beside.map((other) => at(other, 'rule.defaultRetention')),
    at(one, 'objectLockConfiguration.rule.defaultRetention'),
  ];
  return passIf(retentions.some((retention) => retention !== undefined));
}

/** 30 days are enough of any classification, and ten years of `restricted` are too many; in between the estate sets it. */
function expires(one: CheckpointResource, all: Resources): CaseVerdict | undefined {
  if (one.type !== BUCKET) return undefined;
  const isVersioned = versions(one, all);
  if (isVersioned !== 'pass') return isVersioned === undefined ? undefined : 'not-applicable';
  const lifecycles = companions(all, 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration', 'bucket', one);
  const days = [
    ...lifecycles
      .flatMap((other) => listAt(other, 'rules'))
      .filter(({ status }) => status === 'Enabled')
      .map((rule) => (rule['noncurrentVersionExpiration'] as Record<string, unknown> | undefined)?.['noncurrentDays']),
    ...listAt(one, 'lifecycleRules')
      .filter(({ enabled }) => enabled === true)
      .map((rule) => (rule['noncurrentVersionExpiration'] as Record<string, unknown> | undefined)?.['days']),
  ].filter((found) => found !== undefined);
  if (days.length === 0) return 'fail';
  if (Math.min(...days.map(Number)) <= 30) return 'pass';
  return tagOf(one, 'data-classification') === 'restricted' ? 'fail' : undefined;
}

function filesKept(one: CheckpointResource, all: Resources): CaseVerdict | undefined {
  if (one.type !== FILES) return undefined;
  const backups = companions(all, 'aws:efs/backupPolicy:BackupPolicy', 'fileSystemId', one);
  const said = new Set(backups.map((other) => textAt(other, 'backupPolicy.status')));
  if (said.size > 1) return undefined;
  if (!said.has('ENABLED')) return 'fail';
  const type = 'aws:efs/replicationConfiguration:ReplicationConfiguration';
  return passIf(!isFirst(one) || companions(all, type, 'sourceFileSystemId', one).length > 0);
}
