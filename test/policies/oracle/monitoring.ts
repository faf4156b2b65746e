import type { CheckpointResource } from '../../../src/graph/checkpoint.ts';
import type { PropertyMap } from '../../../src/lib/property.ts';
import { type Add, type CaseVerdict, type Given, stackOf } from '../cases/build.ts';
import type { Chance, Judge, Oracle } from './build.ts';
import { isRestricted, ofType, partners, valueAt } from './reading.ts';

const TRAIL = 'aws:cloudtrail/trail:Trail';
const RECORDER = 'aws:cfg/recorder:Recorder';
const STATUS = 'aws:cfg/recorderStatus:RecorderStatus';
const CHANNEL = 'aws:cfg/deliveryChannel:DeliveryChannel';
const LOGS = 'aws:cloudwatch/logGroup:LogGroup';
const ALARM = 'aws:cloudwatch/metricAlarm:MetricAlarm';
const TOPIC = 'aws:sns/topic:Topic';
const SUBSCRIPTION = 'aws:sns/topicSubscription:TopicSubscription';
const DATABASE = 'aws:rds/instance:Instance';
const CLUSTER = 'aws:rds/cluster:Cluster';
const BALANCER = 'aws:lb/loadBalancer:LoadBalancer';
const BUCKET = 'aws:s3/bucket:Bucket';
const BUCKET_LOGGING = 'aws:s3/bucketLogging:BucketLogging';
const STAGE = 'aws:apigatewayv2/stage:Stage';
const DISTRIBUTION = 'aws:cloudfront/distribution:Distribution';
const PLAN = 'aws:backup/plan:Plan';
const VAULT = 'aws:backup/vault:Vault';
const NOTIFICATIONS = 'aws:backup/vaultNotifications:VaultNotifications';
const HUB = 'aws:securityhub/account:Account';
const INSPECTOR = 'aws:inspector2/enabler:Enabler';
const ANALYZER = 'aws:accessanalyzer/analyzer:Analyzer';

type Resources = readonly CheckpointResource[];
const verdict = (isGood: boolean): CaseVerdict => (isGood ? 'pass' : 'fail');
const texts = (one: CheckpointResource, path: string) => (valueAt(one, path) ?? []) as readonly string[];
const parts = (one: CheckpointResource, path: string) => (valueAt(one, path) ?? []) as readonly PropertyMap[];

const judges: Readonly<Record<string, Judge>> = {
  'MON-01': {
    resource(one) {
      if (one.type !== TRAIL) return undefined;
      const isOn = ['isMultiRegionTrail', 'enableLogFileValidation'].every((path) => valueAt(one, path) === true);
      const goesOn = ['kmsKeyId', 'cloudWatchLogsGroupArn'].every((path) => valueAt(one, path) !== undefined);
      const selectors = parts(one, 'eventSelectors');
      const takesAll =
        selectors.length === 0 ||
        selectors.some((of) => of['readWriteType'] === 'All' && of['includeManagementEvents'] === true);
      return verdict(isOn && goesOn && takesAll && valueAt(one, 'enableLogging') !== false);
    },
    whole: (all) => (ofType(all, TRAIL).length === 0 ? 'fail' : undefined),
  },
  'MON-02': {
    resource(one, all) {
      if (one.type !== RECORDER) return undefined;
      const isOn = ofType(all, STATUS).some((of) => valueAt(of, 'isEnabled') === true);
      return verdict(isOn && ofType(all, CHANNEL).length > 0 && valueAt(one, 'recordingGroup.allSupported') === true);
    },
    whole: (all) => (ofType(all, RECORDER).length === 0 ? 'fail' : undefined),
  },
  'MON-03': {
    resource(one) {
      if (one.type !== LOGS) return undefined;
      const days = Number(valueAt(one, 'retentionInDays') ?? 0);
      const isLong = days === 0 ? !isRestricted(one) : days >= 365;
      return verdict(isLong && valueAt(one, 'kmsKeyId') !== undefined);
    },
  },
  'MON-04': {
    resource(one, all) {
      if (one.type !== DATABASE) return undefined;
      if (valueAt(one, 'tags.tier') !== '1') return 'not-applicable';
      const own = ofType(all, ALARM).filter(
        (alarm) =>
          valueAt(alarm, 'namespace') === 'AWS/RDS' &&
          valueAt(alarm, 'dimensions.DBInstanceIdentifier') === valueAt(one, 'identifier'),
      );
      const metrics = own.map((alarm) => String(valueAt(alarm, 'metricName')));
      if (DATABASE_METRICS.every((metric) => metrics.includes(metric))) return 'pass';
      return metrics.includes('FreeStorageSpace') ? undefined : 'fail';
    },
  },
  'MON-05': {
    resource(one, all) {
      if (one.type !== ALARM) return undefined;
      const topics = ofType(all, TOPIC).filter((topic) =>
        texts(one, 'alarmActions').includes(String(valueAt(topic, 'arn'))),
      );
      const isHeard = topics.some((topic) => partners(all, SUBSCRIPTION, 'topic', topic).length > 0);
      return verdict(isHeard && valueAt(one, 'actionsEnabled') !== false);
    },
  },
  'MON-06': {
    resource(one) {
      if (![DATABASE, CLUSTER].includes(one.type)) return undefined;
      const logs = texts(one, 'enabledCloudwatchLogsExports');
      if (logs.length === 0) return 'fail';
      const whole = LOGS_OF[String(valueAt(one, 'engine'))] ?? [];
      return whole.every((log) => logs.includes(log)) ? 'pass' : undefined;
    },
  },
  'MON-07': {
    resource(one, all) {
      if (one.type === BALANCER) {
        if (valueAt(one, 'loadBalancerType') === 'gateway') return 'not-applicable';
        return verdict(valueAt(one, 'accessLogs.enabled') === true);
      }
      if (one.type === STAGE) return verdict(valueAt(one, 'accessLogSettings.destinationArn') !== undefined);
      if (one.type === DISTRIBUTION) return verdict(valueAt(one, 'loggingConfig.bucket') !== undefined);
      if (one.type !== BUCKET) return undefined;
      const isLogged =
        valueAt(one, 'logging.targetBucket') !== undefined || partners(all, BUCKET_LOGGING, 'bucket', one).length > 0;
      if (!isTarget(one, all)) return verdict(isLogged);
      return isLogged ? undefined : 'not-applicable';
    },
  },
  'MON-08': {
    resource(one, all) {
      if (one.type !== PLAN) return undefined;
      const vaults = parts(one, 'rules').map((rule) => rule['targetVaultName']);
      const told = vaults.map((name) =>
        ofType(all, NOTIFICATIONS).filter((of) => valueAt(of, 'backupVaultName') === name),
      );
      if (told.some((of) => of.length > 1)) return undefined;
      return verdict(told.every(([only]) => only !== undefined && tellsOfFailures(texts(only, 'backupVaultEvents'))));
    },
  },
  'MON-09': {
    resource(one) {
      if (one.type === HUB) return 'pass';
      if (one.type === INSPECTOR)
        return verdict(['EC2', 'ECR'].every((type) => texts(one, 'resourceTypes').includes(type)));
      return one.type === ANALYZER && valueAt(one, 'type') === 'ACCOUNT' ? 'pass' : undefined;
    },
    whole(all) {
      const isOutside = ofType(all, ANALYZER).some((of) => valueAt(of, 'type') === 'ACCOUNT');
      const areThere = [HUB, INSPECTOR].every((type) => ofType(all, type).length > 0);
      return areThere && isOutside ? undefined : 'fail';
    },
  },
};

const DATABASE_METRICS = [
  'FreeStorageSpace',
  'CPUUtilization',
  'FreeableMemory',
  'DatabaseConnections',
  'DiskQueueDepth',
  'ReadLatency',
  'WriteLatency',
];
const LOGS_OF: Readonly<Record<string, readonly string[]>> = {
  postgres: ['postgresql', 'upgrade'],
  'aurora-mysql': ['audit', 'error', 'general', 'slowquery'],
};

function isTarget(bucket: CheckpointResource, all: Resources): boolean {
  const names = [bucket.id, valueAt(bucket, 'bucket')];
  const told = all.flatMap((one) =>
    ['accessLogs.bucket', 'targetBucket', 'logging.targetBucket'].map((path) => valueAt(one, path)),
  );
  return told.some((name) => name !== undefined && names.includes(name as string));
}

/** Of backups and restores by their completion, of copies by name. */
function tellsOfFailures(events: readonly string[]): boolean {
  return [
    ['BACKUP_JOB_COMPLETED', 'BACKUP_JOB_FAILED'],
    ['RESTORE_JOB_COMPLETED', 'RESTORE_JOB_FAILED'],
    ['COPY_JOB_FAILED'],
  ].every((either) => either.some((event) => events.includes(event)));
}

/** What holds for the stack of the account comes first: of each a chance to be there. */
function stack(chance: Chance, name: string) {
  return stackOf({ name: `account-${name}` }, (add) => {
    add('aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock', 'no-public-buckets', { blockPublicAcls: true });
    add('aws:guardduty/detector:Detector', 'detector', { enable: true });
    if (chance.is('trail', 0.9)) trail(add, chance);
    if (chance.is('recorder', 0.9)) recorder(add, chance);
    detectives(add, chance);
    for (const of of ['app', 'audit']) logGroup(add, chance, of);
    alarms(add, chance);
    for (const of of ['orders', 'catalog']) database(add, chance, of);
    logs(add, chance);
    for (const of of ['daily', 'monthly']) plan(add, chance, of);
  });
}

function trail(add: Add, chance: Chance): void {
  const is = (event: string) => chance.is(`trail ${event}`, 0.85);
  const eventSelectors = chance.oneOf<Given | undefined>('trail selects', [
    undefined,
    undefined,
    [{ readWriteType: 'All', includeManagementEvents: true }],
    [{ readWriteType: 'WriteOnly', includeManagementEvents: true }],
    [{ readWriteType: 'All', includeManagementEvents: false }],
  ]);
  add(TRAIL, 'trail', {
    s3BucketName: 'trails-111122223333',
    isMultiRegionTrail: is('regions'),
    enableLogFileValidation: is('validation'),
    enableLogging: is('on'),
    kmsKeyId: is('key') ? 'arn:aws:kms:us-east-1:111122223333:key/trail' : undefined,
    cloudWatchLogsGroupArn: is('logs') ? 'arn:aws:logs:us-east-1:111122223333:log-group:trail:*' : undefined,
    eventSelectors,
  });
}

function recorder(add: Add, chance: Chance): void {
  const recordingGroup = { allSupported: chance.is('all types', 0.8), includeGlobalResourceTypes: true };
  const roleArn = 'arn:aws:iam::111122223333:role/config';
  add(RECORDER, 'recorder', { name: 'default', roleArn, recordingGroup }, { id: 'default' });
  if (chance.is('status', 0.9)) add(STATUS, 'status', { name: 'default', isEnabled: chance.is('recording', 0.8) });
  if (chance.is('channel', 0.9)) add(CHANNEL, 'channel', { name: 'default', s3BucketName: 'config-111122223333' });
}

function detectives(add: Add, chance: Chance): void {
  if (chance.is('hub', 0.9)) add(HUB, 'hub', {});
  const resourceTypes = chance.oneOf<Given>('looks at', [
    ['EC2', 'ECR'],
    ['EC2', 'ECR', 'LAMBDA'],
    ['EC2'],
    ['LAMBDA'],
  ]);
  if (chance.is('inspector', 0.9)) add(INSPECTOR, 'inspector', { accountIds: ['111122223333'], resourceTypes });
  const type = chance.oneOf('analyzer type', ['ACCOUNT', 'ACCOUNT', 'ACCOUNT_UNUSED_ACCESS']);
  if (chance.is('analyzer', 0.9)) add(ANALYZER, 'analyzer', { analyzerName: 'account', type });
}

function logGroup(add: Add, chance: Chance, name: string): void {
  add(LOGS, name, {
    retentionInDays: chance.oneOf(`${name} kept`, [0, 30, 364, 365, 400, 3653]),
    kmsKeyId: chance.is(`${name} key`, 0.8) ? 'arn:aws:kms:us-east-1:111122223333:key/logs' : undefined,
    tags: { 'data-classification': chance.oneOf(`${name} class`, ['restricted', 'internal']) },
  });
}

function alarms(add: Add, chance: Chance): void {
  const topics = ['pager', 'nobody'].map((name) => {
    const arn = `arn:aws:sns:us-east-1:111122223333:${name}`;
    const topic = add(TOPIC, name, { name }, { id: arn, computed: { arn } });
    const subscribers = name === 'nobody' ? 0 : chance.oneOf('subscribers', [0, 1, 1, 2]);
    for (let index = 0; index < subscribers; index++)
      add(SUBSCRIPTION, `${name}-${index}`, {
        topic: topic.ref('arn'),
        protocol: 'sqs',
        endpoint: `arn:aws:sqs:us-east-1:1:q${index}`,
      });
    return topic.ref('arn');
  });
  for (const name of ['busy', 'full', 'slow']) {
    const told = topics.filter((_, index) => chance.is(`${name} tells ${index}`));
    const alarmActions = told.length === 0 && chance.is(`${name} says nothing`) ? undefined : told;
    add(ALARM, name, {
      ...METRIC,
      alarmActions,
      actionsEnabled: chance.oneOf(`${name} on`, [true, undefined, undefined, false]),
    });
  }
}

const METRIC = {
  namespace: 'Shop',
  metricName: 'Orders',
  comparisonOperator: 'LessThanThreshold',
  evaluationPeriods: 1,
  period: 60,
  statistic: 'Sum',
  threshold: 1,
};

function database(add: Add, chance: Chance, name: string): void {
  const identifier = `shop-${name}`;
  add(DATABASE, name, {
    identifier,
    engine: 'postgres',
    instanceClass: 'db.m7g.large',
    enabledCloudwatchLogsExports: chance.oneOf<Given | undefined>(`${name} logs`, [
      ['postgresql', 'upgrade'],
      ['upgrade'],
      [],
      undefined,
    ]),
    tags: { tier: chance.oneOf(`${name} tier`, ['1', '1', '3']) },
  });
  const isWatched = chance.is(`${name} watched`, 0.7);
  const without = chance.oneOf(`${name} without`, [undefined, undefined, 'FreeStorageSpace', 'WriteLatency']);
  for (const metricName of DATABASE_METRICS) {
    const dimensions = { DBInstanceIdentifier: isWatched ? identifier : 'shop-other' };
    if (metricName !== without)
      add(ALARM, `${name}-${metricName}`, { ...METRIC, namespace: 'AWS/RDS', metricName, dimensions });
  }
  const whole = LOGS_OF['aurora-mysql'] ?? [];
  const enabledCloudwatchLogsExports = chance.oneOf<Given | undefined>(`${name} cluster logs`, [
    [...whole],
    ['error'],
    undefined,
  ]);
  add(CLUSTER, `${name}-cluster`, { engine: 'aurora-mysql', enabledCloudwatchLogsExports });
}

function logs(add: Add, chance: Chance): void {
  const [first, second] = ['logs', 'data'].map((name) => add(BUCKET, name, { bucket: name }, { id: name }));
  if (first === undefined || second === undefined) return;
  const accessLogs = chance.oneOf<Given | undefined>('balancer logs', [
    { bucket: first.ref('id'), enabled: true },
    { bucket: 'far', enabled: false },
    undefined,
  ]);
  const loadBalancerType = chance.oneOf('balancer type', ['application', 'application', 'gateway']);
  add(BALANCER, 'front', { loadBalancerType, ...(loadBalancerType === 'application' && { accessLogs }) });
  const partnersOf = chance.oneOf('loggings', [0, 1, 2]);
  for (let index = 0; index < partnersOf; index++)
    add(BUCKET_LOGGING, `logging-${index}`, {
      bucket: second.ref('id'),
      targetBucket: first.ref('id'),
      targetPrefix: `${index}/`,
    });
  add(
    BUCKET,
    'inline',
    chance.is('inline') ? { logging: { targetBucket: first.ref('id'), targetPrefix: 'inline/' } } : {},
  );
  const settings = {
    accessLogSettings: {
      destinationArn: 'arn:aws:logs:us-east-1:111122223333:log-group:api',
      format: '$context.requestId',
    },
  };
  add(STAGE, 'api', { apiId: 'a1', name: 'prod', ...(chance.is('stage') && settings) });
  const loggingConfig = { bucket: 'far.s3.amazonaws.com', prefix: 'site/' };
  add(DISTRIBUTION, 'site', { enabled: true, ...(chance.is('site') && { loggingConfig }) });
}

function plan(add: Add, chance: Chance, name: string): void {
  const vaults = ['first', 'second'].map((of) =>
    add(VAULT, `${name}-${of}`, { name: `${name}-${of}` }, { id: `${name}-${of}` }),
  );
  const filled = chance.is(`${name} both`, 0.3) ? vaults : vaults.slice(0, 1);
  const rules = filled.map((vault, index) => ({ ruleName: `rule-${index}`, targetVaultName: vault.ref('name') }));
  add(PLAN, name, { name, rules });
  for (const [index, vault] of vaults.entries()) {
    const count = chance.oneOf(`${name} told ${index}`, [0, 1, 1, 1, 2]);
    for (let copy = 0; copy < count; copy++) {
      const backupVaultEvents = chance.oneOf<Given>(`${name} events ${index} ${copy}`, [
        ['BACKUP_JOB_COMPLETED', 'COPY_JOB_FAILED', 'RESTORE_JOB_COMPLETED'],
        ['BACKUP_JOB_FAILED', 'BACKUP_JOB_COMPLETED', 'COPY_JOB_FAILED', 'RESTORE_JOB_FAILED', 'RESTORE_JOB_COMPLETED'],
        ['BACKUP_JOB_COMPLETED', 'RESTORE_JOB_COMPLETED'],
        ['BACKUP_JOB_STARTED', 'COPY_JOB_FAILED', 'RESTORE_JOB_COMPLETED'],
      ]);
      const snsTopicArn = 'arn:aws:sns:us-east-1:111122223333:pager';
      add(NOTIFICATIONS, `${name}-told-${index}-${copy}`, {
        backupVaultName: vault.ref('name'),
        snsTopicArn,
        backupVaultEvents,
      });
    }
  }
}

export const MONITORING: Oracle = { stack, judges };
