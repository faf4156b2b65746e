import type { CheckpointResource } from '../../../src/graph/checkpoint.ts';
import type { PropertyMap, PropertyValue } from '../../../src/lib/property.ts';
import { type Add, type Added, type CaseVerdict, type Given, stackOf } from '../cases/build.ts';
import type { Chance, Judge, Oracle } from './build.ts';
import { isCustomerKey, isRestricted, ofType, partners, valueAt } from './reading.ts';

const BUCKET = 'aws:s3/bucket:Bucket';
const SEALED = 'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration';
const POLICY = 'aws:s3/bucketPolicy:BucketPolicy';
const BLOCK = 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock';
const LOGGING = 'aws:s3/bucketLogging:BucketLogging';
const LOCK = 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration';
const KEY = 'aws:kms/key:Key';
const KEY_POLICY = 'aws:kms/keyPolicy:KeyPolicy';
const SECRET = 'aws:secretsmanager/secret:Secret';
const ROTATION = 'aws:secretsmanager/secretRotation:SecretRotation';
const DEFAULT = 'aws:ebs/encryptionByDefault:EncryptionByDefault';

const verdict = (isGood: boolean | undefined): CaseVerdict | undefined => {
  if (isGood === undefined) return undefined;
  return isGood ? 'pass' : 'fail';
};
/** False where one is false, else open where one is. */
const all3 = (...parts: readonly (boolean | undefined)[]): boolean | undefined => {
  if (parts.includes(false)) return false;
  return parts.includes(undefined) ? undefined : true;
};
type Resources = readonly CheckpointResource[];

const judges: Readonly<Record<string, Judge>> = {
  'ENC-01': {
    resource(one, all) {
      if (one.type === KEY) return undefined;
      const property = { 'aws:neptune/cluster:Cluster': 'kmsKeyArn' }[one.type] ?? 'kmsKeyId';
      if (valueAt(one, 'storageEncrypted') !== true) return 'fail';
      return isRestricted(one) ? verdict(isCustomerKey(all, one.inputs?.[property])) : 'pass';
    },
  },
  'ENC-02': {
    resource(one, all) {
      if (one.type === DEFAULT) return undefined;
      if (one.type.startsWith('aws:efs/')) return verdict(valueAt(one, 'encrypted') === true);
      const devices = devicesOf(one).map((value) => String(value));
      if (devices.every((value) => value === 'true')) return 'pass';
      const isDefault = ofType(all, DEFAULT).some((of) => valueAt(of, 'enabled') === true);
      return devices.includes('false') && !isDefault ? 'fail' : undefined;
    },
  },
  'ENC-03': {
    resource(one, all) {
      if (one.type !== BUCKET) return undefined;
      return isRestricted(one) ? verdict(isSealed(one, all, true)) : 'not-applicable';
    },
  },
  'ENC-04': {
    resource(one, all) {
      if (one.type !== BUCKET) return undefined;
      const policies = [
        one.inputs?.['policy'],
        ...partners(all, POLICY, 'bucket', one).map((of) => valueAt(of, 'policy')),
      ];
      const told = policies.filter((policy) => policy !== undefined);
      if (told.length > 1) return undefined;
      return verdict(String(told[0] ?? '').includes('TlsOnly'));
    },
  },
  'ENC-05': {
    resource(one, all) {
      if (one.type !== KEY) return undefined;
      const separate = partners(all, KEY_POLICY, 'keyId', one).map((of) => valueAt(of, 'policy'));
      const isPublic = [one.inputs?.['policy'], ...separate].some((policy) =>
        String(policy ?? '').includes('"AWS":"*"'),
      );
      const days = valueAt(one, 'deletionWindowInDays') as number;
      return verdict(valueAt(one, 'enableKeyRotation') === true && days >= 30 && !isPublic);
    },
  },
  'ENC-06': {
    resource(one) {
      if (!/:(Topic|Queue|Stream)$/.test(one.type)) return undefined;
      if (one.type.includes('stream')) return verdict(valueAt(one, 'encryptionType') === 'KMS');
      const isByKey = (valueAt(one, 'kmsMasterKeyId') ?? '') !== '';
      return verdict(isByKey || valueAt(one, 'sqsManagedSseEnabled') === true);
    },
  },
  'ENC-07': {
    resource(one) {
      const cache = ['atRestEncryptionEnabled', 'transitEncryptionEnabled'];
      const domain = ['encryptAtRest.enabled', 'nodeToNodeEncryption.enabled', 'domainEndpointOptions.enforceHttps'];
      return verdict((one.type.includes('elasticache') ? cache : domain).every((path) => valueAt(one, path) === true));
    },
  },
  'ENC-08': {
    resource(one, all) {
      if (one.type.startsWith('aws:rds/')) return passwordOf(one);
      if (one.type !== SECRET) return undefined;
      const rotations = partners(all, ROTATION, 'secretId', one).map(daysOf);
      if (rotations.length === 0) return 'fail';
      const isSoon = rotations.map((days) => days <= 90);
      return new Set(isSoon).size > 1 ? undefined : verdict(isSoon[0]);
    },
  },
  'ENC-09': {
    resource(one, all) {
      if (!/:(Bucket|Instance|Table|FileSystem)$/.test(one.type)) return undefined;
      if (!isRestricted(one)) return 'not-applicable';
      if (one.type === BUCKET) {
        const parts = [BLOCK, LOGGING, LOCK].map((type) => partners(all, type, 'bucket', one));
        const isClosed = (parts[0] ?? []).some((of) => valueAt(of, 'restrictPublicBuckets') === true);
        return verdict(all3(isSealed(one, all, false), isClosed, ...parts.map((of) => of.length > 0)));
      }
      if (one.type.startsWith('aws:rds/')) {
        const key = all3(valueAt(one, 'storageEncrypted') === true, isCustomerKey(all, one.inputs?.['kmsKeyId']));
        const logs = ((valueAt(one, 'enabledCloudwatchLogsExports') ?? []) as readonly unknown[]).length > 0;
        const isKept = Number(valueAt(one, 'backupRetentionPeriod') ?? 0) > 0;
        return verdict(all3(key, valueAt(one, 'publiclyAccessible') !== true, logs, isKept));
      }
      return undefined;
    },
  },
};

/** What each block device says of its encryption. */
function devicesOf(one: CheckpointResource): readonly (PropertyValue | undefined)[] {
  if (one.type.includes('volume')) return [valueAt(one, 'encrypted')];
  if (one.type.includes('launchTemplate')) {
    const mappings = (valueAt(one, 'blockDeviceMappings') ?? []) as readonly PropertyMap[];
    return mappings.length === 0 ? [undefined] : mappings.map((of) => (of['ebs'] as PropertyMap)['encrypted']);
  }
  const others = (valueAt(one, 'ebsBlockDevices') ?? []) as readonly PropertyMap[];
  return [valueAt(one, 'rootBlockDevice.encrypted'), ...others.map((of) => of['encrypted'])];
}

/** By a key of the customer, and with a bucket key where that is asked; open where two configurations differ. */
function isSealed(bucket: CheckpointResource, all: Resources, withBucketKey: boolean): boolean | undefined {
  const inline = valueAt(bucket, 'serverSideEncryptionConfiguration.rule');
  const separate = partners(all, SEALED, 'bucket', bucket).flatMap((of) => valueAt(of, 'rules') as PropertyMap[]);
  const rules = [...(inline === undefined ? [] : [inline as PropertyMap]), ...separate];
  const answers = rules.map((rule) => {
    const by = rule['applyServerSideEncryptionByDefault'] as PropertyMap;
    const hasKey = all3(by['sseAlgorithm'] === 'aws:kms', isCustomerKey(all, by['kmsMasterKeyId']));
    return all3(hasKey, !withBucketKey || rule['bucketKeyEnabled'] === true);
  });
  if (answers.length === 0) return false;
  return new Set(answers).size > 1 ? undefined : answers[0];
}

function passwordOf(one: CheckpointResource): CaseVerdict | undefined {
  const property = one.type.includes('instance') ? 'password' : 'masterPassword';
  if (valueAt(one, 'manageMasterUserPassword') === true) return 'pass';
  if (valueAt(one, property) === undefined) return undefined;
  return (one.propertyDependencies?.[property] ?? []).length > 0 ? 'pass' : 'fail';
}

function daysOf(rotation: CheckpointResource): number {
  const rate = /^rate\((\d+) days\)$/.exec(String(valueAt(rotation, 'rotationRules.scheduleExpression') ?? ''));
  return Number(rate?.[1] ?? valueAt(rotation, 'rotationRules.automaticallyAfterDays'));
}

const allow = (principal: object, more: object = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'kms:*', Resource: '*', ...more }],
  });
const OWN = allow({ AWS: 'arn:aws:iam::111122223333:root' });
const EVERYBODY = allow({ AWS: '*' });

/** The one named `TlsOnly` refuses what comes without TLS; the others do not. */
function bucketPolicy(chance: Chance, name: string): string {
  const Resource = [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`];
  const deny = {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  const Statement = chance.oneOf<object>(`${name} policy`, [
    { ...deny, Sid: 'TlsOnly' },
    { ...deny, Sid: 'TlsOnly', Principal: { AWS: '*' } },
    { ...deny, Effect: 'Allow' },
    { ...deny, Action: 's3:GetObject' },
    { ...deny, Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
    { ...deny, Principal: { AWS: 'arn:aws:iam::111122223333:root' } },
  ]);
  return JSON.stringify({ Version: '2012-10-17', Statement: [Statement] });
}

function stack(chance: Chance, name: string) {
  return stackOf({ name }, (add) => {
    const key = keys(add, chance);
    const keyOr = (event: string): Given | undefined =>
      chance.oneOf(event, [key.ref('arn'), key.ref('arn'), 'alias/aws/any', undefined]);
    const tags = (event: string) => ({
      tags: { 'data-classification': chance.oneOf(event, ['restricted', 'internal']) },
    });
    databases(add, chance, keyOr, tags);
    devices(add, chance);
    for (const of of ['records', 'pictures']) bucket(add, chance, of, keyOr, tags);
    messages(add, chance, keyOr);
    stores(add, chance);
    secrets(add, chance);
  });
}

function keys(add: Add, chance: Chance): Added {
  const made = ['main', 'other'].map((of) => {
    const arn = `arn:aws:kms:us-east-1:111122223333:key/${of}`;
    const said = {
      enableKeyRotation: chance.is(`${of} rotates`, 0.7),
      deletionWindowInDays: chance.oneOf(`${of} days`, [30, 30, 29, 7]),
    };
    const policy = chance.oneOf(`${of} policy`, [OWN, EVERYBODY, undefined, undefined]);
    const added = add(KEY, of, { ...said, policy }, { id: of, computed: { arn } });
    const later = chance.oneOf(`${of} later`, [OWN, EVERYBODY, undefined]);
    if (policy === undefined && later !== undefined)
      add(KEY_POLICY, `${of}-policy`, { keyId: added.ref('id'), policy: later });
    return added;
  });
  const [main] = made;
  if (main === undefined) throw new Error('no key was made');
  return main;
}

type KeyOr = (event: string) => Given | undefined;
type Tags = (event: string) => { tags: Record<string, string> };

function databases(add: Add, chance: Chance, keyOr: KeyOr, tags: Tags): void {
  const encrypted = (of: string) => ({ storageEncrypted: chance.is(`${of} encrypted`, 0.8) });
  const password = (of: string, property: string) =>
    chance.is(`${of} managed`) ? { manageMasterUserPassword: true } : { [property]: 'correct-horse' };
  add('aws:rds/instance:Instance', 'orders', {
    engine: 'postgres',
    ...encrypted('orders'),
    kmsKeyId: keyOr('orders key'),
    publiclyAccessible: chance.is('orders public', 0.1),
    enabledCloudwatchLogsExports: chance.is('orders logs', 0.8) ? ['postgresql'] : [],
    backupRetentionPeriod: chance.oneOf('orders kept', [7, 35, 0]),
    ...password('orders', 'password'),
    ...tags('orders class'),
  });
  add('aws:rds/cluster:Cluster', 'carts', {
    engine: 'aurora-mysql',
    ...encrypted('carts'),
    kmsKeyId: keyOr('carts key'),
    ...password('carts', 'masterPassword'),
    ...tags('carts class'),
  });
  add('aws:docdb/cluster:Cluster', 'profiles', {
    ...encrypted('profiles'),
    kmsKeyId: keyOr('profiles key'),
    ...tags('profiles class'),
  });
  add('aws:neptune/cluster:Cluster', 'friends', {
    ...encrypted('friends'),
    kmsKeyArn: keyOr('friends key'),
    ...tags('friends class'),
  });
}

function devices(add: Add, chance: Chance): void {
  const is = (event: string) => chance.is(event, 0.7);
  add('aws:ebs/volume:Volume', 'volume', { availabilityZone: 'us-east-1a', encrypted: is('volume') });
  add('aws:ec2/instance:Instance', 'host', {
    instanceType: 'm7g.large',
    rootBlockDevice: { encrypted: is('root') },
    ebsBlockDevices: chance.is('second') ? [{ deviceName: '/dev/sdf', encrypted: is('second device') }] : [],
  });
  const ebs = { encrypted: String(is('template')) };
  add('aws:ec2/launchTemplate:LaunchTemplate', 'template', { blockDeviceMappings: [{ deviceName: '/dev/xvda', ebs }] });
  add('aws:efs/fileSystem:FileSystem', 'files', { encrypted: is('files') });
  if (chance.is('default', 0.3)) add(DEFAULT, 'default', { enabled: chance.is('default on') });
}

function bucket(add: Add, chance: Chance, name: string, keyOr: KeyOr, tags: Tags): void {
  const rule = (event: string) => ({
    applyServerSideEncryptionByDefault: {
      sseAlgorithm: chance.oneOf(`${event} algorithm`, ['aws:kms', 'aws:kms', 'AES256']),
      kmsMasterKeyId: keyOr(`${event} key`),
    },
    bucketKeyEnabled: chance.is(`${event} bucket key`, 0.8),
  });
  const isInline = chance.is(`${name} inline`, 0.3);
  const inline = isInline ? { serverSideEncryptionConfiguration: { rule: rule(`${name} inline rule`) } } : {};
  const policy = chance.is(`${name} inline policy`, 0.3) ? { policy: bucketPolicy(chance, name) } : {};
  const arn = `arn:aws:s3:::${name}`;
  const added = add(
    BUCKET,
    name,
    { bucket: name, ...inline, ...policy, ...tags(`${name} class`) },
    { id: name, computed: { arn } },
  );
  const of = added.ref('id');
  const sealed = chance.oneOf(`${name} sealed`, [0, 1, 1, 2]);
  if (!isInline)
    for (let index = 0; index < sealed; index++)
      add(SEALED, `${name}-sealed-${index}`, { bucket: of, rules: [rule(`${name} ${index}`)] });
  if (chance.is(`${name} policy apart`))
    add(POLICY, `${name}-policy`, { bucket: of, policy: bucketPolicy(chance, name) });
  const isClosed = chance.is(`${name} closed`, 0.8);
  const closed = {
    blockPublicAcls: isClosed,
    blockPublicPolicy: isClosed,
    ignorePublicAcls: isClosed,
    restrictPublicBuckets: isClosed,
  };
  if (chance.is(`${name} block`, 0.9)) add(BLOCK, `${name}-block`, { bucket: of, ...closed });
  const target = { targetBucket: 'elsewhere', targetPrefix: name };
  if (chance.is(`${name} logged`, 0.9)) add(LOGGING, `${name}-logging`, { bucket: of, ...target });
  const lock = { defaultRetention: { mode: 'COMPLIANCE', days: 30 } };
  if (chance.is(`${name} locked`, 0.9)) add(LOCK, `${name}-lock`, { bucket: of, rule: lock });
}

function messages(add: Add, chance: Chance, keyOr: KeyOr): void {
  add('aws:sns/topic:Topic', 'topic', { kmsMasterKeyId: keyOr('topic key') });
  add('aws:sqs/queue:Queue', 'queue', {
    kmsMasterKeyId: keyOr('queue key'),
    sqsManagedSseEnabled: chance.is('queue sse'),
  });
  add('aws:kinesis/stream:Stream', 'stream', {
    encryptionType: chance.oneOf('stream', ['KMS', 'NONE']),
    kmsKeyId: keyOr('stream key'),
  });
}

function stores(add: Add, chance: Chance): void {
  const is = (event: string) => chance.is(event, 0.8);
  add('aws:elasticache/replicationGroup:ReplicationGroup', 'sessions', {
    description: 'sessions',
    engine: 'redis',
    atRestEncryptionEnabled: is('cache rest'),
    transitEncryptionEnabled: is('cache transit'),
  });
  add('aws:opensearch/domain:Domain', 'search', {
    engineVersion: 'OpenSearch_2.19',
    encryptAtRest: { enabled: is('domain rest') },
    nodeToNodeEncryption: { enabled: is('domain nodes') },
    domainEndpointOptions: { enforceHttps: is('domain https') },
  });
}

function secrets(add: Add, chance: Chance): void {
  for (const name of ['token', 'api-key']) {
    const secret = add(SECRET, name, { name });
    const rotations = chance.oneOf(`${name} rotations`, [0, 1, 1, 2]);
    for (let index = 0; index < rotations; index++) {
      const days = chance.oneOf(`${name} days ${index}`, [1, 30, 90, 91, 365]);
      const isRate = chance.is(`${name} rate ${index}`, 0.3);
      const rotationRules = isRate ? { scheduleExpression: `rate(${days} days)` } : { automaticallyAfterDays: days };
      add(ROTATION, `${name}-rotation-${index}`, { secretId: secret.ref('id'), rotationRules });
    }
  }
}

export const ENCRYPTION: Oracle = { stack, judges };
