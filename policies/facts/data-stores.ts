import { allOf, anyOf, type Block, firstOf, has, type Resource, type Scope } from 'evenkeel/policy';
import { BUCKET, encryptionRulesOf, isLogBucket, loggingOf, OBJECT_LOCK, PUBLIC_ACCESS } from './bucket.ts';
import { INSTANCE, TABLE } from './counterparts.ts';
import { isByCustomerKey, usesCustomerKey } from './customer-key.ts';
import { isSameAccount } from './place.ts';
import { isPublic, statementsOf } from './policy-document.ts';

const FILES = 'aws:efs/fileSystem:FileSystem';
const FILES_POLICY = 'aws:efs/fileSystemPolicy:FileSystemPolicy';
const FILES_BACKUP = 'aws:efs/backupPolicy:BackupPolicy';
const TABLE_POLICY = 'aws:dynamodb/resourcePolicy:ResourcePolicy';
const ACCOUNT_BLOCK = 'aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock';
const TRAIL = 'aws:cloudtrail/trail:Trail';

/** What protects the data of a type. */
export interface DataStore {
  hasCustomerKey(store: Resource): boolean;
  /** Whether no stranger can reach it, whatever else is said. */
  isClosed(store: Resource, estate: Scope): boolean;
  /** Whether it is logged who reads it; `undefined` where that is the account's to do, and no trail that was given does it. */
  isLogged(store: Resource, estate: Scope): boolean | undefined;
  /** Whether there is a way back to what it was: point-in-time recovery, object lock, automatic backups. */
  canGoBack(store: Resource): boolean;
}

/** Types that are read for it. */
export const DATA_STORE_PARTS = [FILES_POLICY, FILES_BACKUP, TABLE_POLICY, ACCOUNT_BLOCK, TRAIL];

/** By type. Source of the fields and their defaults: @pulumi/aws 7.48.0. */
export const DATA_STORES: Readonly<Record<string, DataStore>> = {
  [BUCKET]: {
    hasCustomerKey: (bucket) => {
      const rules = encryptionRulesOf(bucket).map((rule) => () => isByCustomerKey(rule));
      return rules.length > 0 && allOf(...rules);
    },
    isClosed: (bucket, estate) => {
      const ofAccount = estate.all(ACCOUNT_BLOCK).filter((one) => isSameAccount(one, bucket));
      return firstOf([...bucket.from(PUBLIC_ACCESS, 'bucket'), ...ofAccount], isBlocking) !== undefined;
    },
    isLogged: (bucket) =>
      anyOf(
        () => loggingOf(bucket).length > 0,
        () => isLogBucket(bucket),
      ),
    canGoBack: (bucket) =>
      anyOf(
        () => bucket.readOr('objectLockEnabled', false) === true,
        () => has(bucket, OBJECT_LOCK, 'bucket'),
      ),
  },
  [INSTANCE]: {
    hasCustomerKey: (instance) =>
      allOf(
        () => instance.read('storageEncrypted') === true,
        () => usesCustomerKey(instance, 'kmsKeyId'),
      ),
    isClosed: (instance) => instance.readOr('publiclyAccessible', false) === false,
    isLogged: (instance) => instance.texts('enabledCloudwatchLogsExports').length > 0,
    // a replica goes back with what it is a copy of
    canGoBack: (instance) =>
      instance.isGiven('replicateSourceDb') || Number(instance.readOr('backupRetentionPeriod', 0)) > 0,
  },
  [TABLE]: {
    hasCustomerKey: (table) =>
      allOf(
        () => table.read('serverSideEncryption.enabled') === true,
        () => usesCustomerKey(table, 'serverSideEncryption.kmsKeyArn'),
      ),
    isClosed: (table) => isOpenToNobody(table.from(TABLE_POLICY, 'resourceArn')),
    isLogged: (_, estate) => logsData(estate, 'AWS::DynamoDB::Table') || undefined,
    canGoBack: (table) => table.read('pointInTimeRecovery.enabled') === true,
  },
  [FILES]: {
    hasCustomerKey: (files) =>
      allOf(
        () => files.read('encrypted') === true,
        () => usesCustomerKey(files, 'kmsKeyId'),
      ),
    isClosed: (files) => isOpenToNobody(files.from(FILES_POLICY, 'fileSystemId')),
    // EFS has no log of who reads a file
    isLogged: () => true,
    canGoBack: (files) =>
      firstOf(files.from(FILES_BACKUP, 'fileSystemId'), (one) => one.text('backupPolicy.status') === 'ENABLED') !==
      undefined,
  },
};

/** The two of the four that close what is open already. */
function isBlocking(block: Resource): boolean {
  return allOf(
    () => block.readOr('ignorePublicAcls', false) === true,
    () => block.readOr('restrictPublicBuckets', false) === true,
  );
}

function isOpenToNobody(policies: readonly Resource[]): boolean {
  return firstOf(policies, (policy) => statementsOf(policy, 'policy').some(isPublic)) === undefined;
}

/** Whether a trail logs the data events of a type, in either form of selectors. */
function logsData(estate: Scope, type: string): boolean {
  const selects = (trail: Resource) =>
    anyOf(
      ...trail
        .list('eventSelectors')
        .flatMap((one) => one.list('dataResources').map((two) => () => two.text('type') === type)),
      ...trail
        .list('advancedEventSelectors')
        .map((one) => () => one.list('fieldSelectors').some((two) => isOfType(two, type))),
    );
  return firstOf(estate.all(TRAIL), selects) !== undefined;
}

function isOfType(field: Block, type: string): boolean {
  return field.text('field') === 'resources.type' && field.texts('equals').includes(type);
}
