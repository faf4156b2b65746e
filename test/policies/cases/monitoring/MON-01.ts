import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, drop, type MutableStack, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import { key, OPEN } from '../encryption/builders.ts';
import { accountStack, EITHER_WAY, whole } from './account.ts';

/** "Multi-region trail, read+write management events, KMS, file validation, CloudWatch Logs." */
const TRAIL = 'aws:cloudtrail/trail:Trail';

function trail(add: Add, change: Parameters<Add>[2] = {}, keyName = 'key'): void {
  const logs = add('aws:cloudwatch/logGroup:LogGroup', 'trail-logs', { retentionInDays: 365 });
  const bucket = add('aws:s3/bucket:Bucket', 'trail-bucket', {});
  const role = add('aws:iam/role:Role', 'trail-role', { assumeRolePolicy: '{}' });
  add(TRAIL, 'trail', {
    s3BucketName: bucket.ref('id'),
    isMultiRegionTrail: true,
    enableLogFileValidation: true,
    kmsKeyId: key(add, keyName).ref('arn'),
    cloudWatchLogsGroupArn: logs.ref('arn'),
    cloudWatchLogsRoleArn: role.ref('arn'),
    ...change,
  });
}

const selects = (readWriteType: string, includeManagementEvents = true) => ({
  eventSelectors: [{ readWriteType, includeManagementEvents }],
});
const field = (name: string, ...equals: readonly string[]) => ({ field: name, equals });
const advanced = (...fieldSelectors: readonly object[]) => ({ advancedEventSelectors: [{ fieldSelectors }] as never });

export const cases: readonly RuleCase[] = [
  {
    title:
      'the account has a trail of all regions that logs reads and writes, sealed, encrypted and in CloudWatch Logs',
    stacks: [accountStack((add) => trail(add))],
    expect: [{ name: 'trail', verdict: 'pass' }],
  },
  {
    title: 'a trail that lacks one of them fails',
    stacks: [accountStack((add) => trail(add, { kmsKeyId: undefined, enableLogFileValidation: false }))],
    expect: [{ name: 'trail', verdict: 'fail' }, EITHER_WAY],
  },
  {
    title: 'management events may be selected in either form',
    stacks: [
      accountStack((add) => trail(add, advanced(field('eventCategory', 'Management')))),
      stackOf({ name: 'other' }, (add) => trail(add, selects('All'), 'other-key')),
    ],
    expect: [
      { name: 'trail', stack: 'account-prod', verdict: 'pass' },
      { name: 'trail', stack: 'other', verdict: 'pass' },
    ],
  },
  {
    title: 'an account without trail fails; where the stack of the account is not given, nobody can tell',
    stacks: [accountStack(() => undefined)],
    expect: [whole('fail')],
  },
  {
    title: 'where the stack of the account is not given, nobody can tell',
    stacks: [stackOf({ name: 'prod' }, (add) => void add('aws:s3/bucket:Bucket', 'bucket', {}))],
    expect: [whole(['unknown', 'not-applicable'])],
  },
  {
    title: 'in a first preview the edges tell key and log group; what is not known is not decided',
    stacks: [
      stackOf({ name: 'account-prod', preview: true }, (add) => trail(add)),
      stackOf({ name: 'account-stage', preview: true }, (add) => trail(add, { isMultiRegionTrail: UNKNOWN })),
    ],
    expect: [
      { name: 'trail', stack: 'account-prod', verdict: 'pass' },
      { name: 'trail', stack: 'account-stage', verdict: OPEN },
      EITHER_WAY,
    ],
  },
  {
    title: 'what another stack manages is judged there',
    stacks: [stackOf({ name: 'prod' }, (add) => void add(TRAIL, 'theirs', {}, { external: true }))],
    expect: [{ name: 'theirs', verdict: 'not-applicable' }, EITHER_WAY],
  },
];

const of =
  'the account has a trail of all regions that logs reads and writes, sealed, encrypted and in CloudWatch Logs';
const change = (edit: string, properties: Parameters<typeof set>[1]) => ({
  of,
  edit,
  mutate: (stacks: MutableStack[]) => set(pick(stacks, 'trail'), properties),
  expect: [{ name: 'trail', verdict: 'fail' as const }, EITHER_WAY],
});
const none = undefined as never;

export const mutations: readonly Mutation[] = [
  change('the trail is of one region', { isMultiRegionTrail: false }),
  change('the trail is encrypted by no key', { kmsKeyId: none }),
  change('the files of the trail are not validated', { enableLogFileValidation: false }),
  change('the trail goes to no log group', { cloudWatchLogsGroupArn: none, cloudWatchLogsRoleArn: none }),
  change('the trail does not log', { enableLogging: false }),
  change('the trail logs writes only', selects('WriteOnly') as never),
  change('the trail logs reads only', selects('ReadOnly') as never),
  change('the trail logs no management events', selects('All', false) as never),
  change('selectors leave the management events out', advanced(field('eventCategory', 'Data')) as never),
  change(
    'selectors take reads only',
    advanced(field('eventCategory', 'Management'), field('readOnly', 'true')) as never,
  ),
  {
    of,
    edit: 'there is no trail',
    mutate: (stacks) => drop(stacks, 'trail'),
    expect: [whole('fail')],
  },
];
