import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, drop, type MutableStack, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import { either, OPEN } from '../encryption/builders.ts';
import { accountStack, EITHER_WAY, whole } from './account.ts';

/** "Config recorder on, all types, with delivery channel." */
const RECORDER = 'aws:cfg/recorder:Recorder';
const STATUS = 'aws:cfg/recorderStatus:RecorderStatus';
const CHANNEL = 'aws:cfg/deliveryChannel:DeliveryChannel';
const roleArn = 'arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig';
const everything = { allSupported: true, includeGlobalResourceTypes: true };

function recorder(add: Add, isEnabled: boolean | string = true, recordingGroup: object = everything): void {
  const added = add(
    RECORDER,
    'recorder',
    { name: 'default', roleArn, recordingGroup: recordingGroup as never },
    { id: 'default' },
  );
  add(STATUS, 'status', { name: added.ref('name'), isEnabled }, { id: 'default' });
  add(CHANNEL, 'channel', { name: 'default', s3BucketName: 'config-111122223333' }, { id: 'default' });
}

export const cases: readonly RuleCase[] = [
  {
    title: 'the recorder is on, records every type, and delivers',
    stacks: [accountStack((add) => recorder(add))],
    expect: [{ name: 'recorder', verdict: 'pass' }],
  },
  {
    title: 'a recorder that is off, or records some types, fails',
    stacks: [
      stackOf({ name: 'account-off' }, (add) => recorder(add, false)),
      stackOf({ name: 'account-some', region: 'us-west-2' }, (add) =>
        recorder(add, true, { allSupported: false, resourceTypes: ['AWS::EC2::Instance'] }),
      ),
    ],
    expect: [
      { name: 'recorder', stack: 'account-off', verdict: 'fail' },
      { name: 'recorder', stack: 'account-some', verdict: 'fail' },
      ...either('status', 'channel'),
      EITHER_WAY,
    ],
  },
  {
    title: 'without a status or a channel it does not record',
    stacks: [
      accountStack((add) => void add(RECORDER, 'recorder', { name: 'default', roleArn, recordingGroup: everything })),
    ],
    expect: [{ name: 'recorder', verdict: 'fail' }, EITHER_WAY],
  },
  {
    title: 'an account without recorder fails',
    stacks: [accountStack(() => undefined)],
    expect: [whole('fail')],
  },
  {
    title: 'where the stack of the account is not given, nobody can tell',
    stacks: [stackOf({ name: 'prod' }, (add) => void add('aws:s3/bucket:Bucket', 'bucket', {}))],
    expect: [whole(['unknown', 'not-applicable'])],
  },
  {
    title: 'in a preview, what is not known is not decided',
    stacks: [accountStack((add) => recorder(add, UNKNOWN), true)],
    expect: [{ name: 'recorder', verdict: OPEN }, ...either('status'), EITHER_WAY],
  },
  {
    title: 'what another stack manages is judged there',
    stacks: [stackOf({ name: 'prod' }, (add) => void add(RECORDER, 'theirs', {}, { external: true }))],
    expect: [{ name: 'theirs', verdict: 'not-applicable' }, EITHER_WAY],
  },
];

const of = 'the recorder is on, records every type, and delivers';
const edit = (what: string, mutate: (stacks: MutableStack[]) => void) => ({
  of,
  edit: what,
  mutate,
  expect: [
    { name: 'recorder', verdict: 'fail' as const },
    ...['status', 'channel'].map((name) => ({
      name,
      verdict: ['pass', 'fail', 'not-applicable'] as const,
      isOptional: true as const,
    })),
    EITHER_WAY,
  ],
});
const records = (recordingGroup: object) => (stacks: MutableStack[]) =>
  set(pick(stacks, 'recorder'), { recordingGroup: recordingGroup as never });

export const mutations: readonly Mutation[] = [
  edit('the recorder is off', (stacks) => set(pick(stacks, 'status'), { isEnabled: false })),
  edit('nothing switches the recorder on', (stacks) => drop(stacks, 'status')),
  edit('nothing delivers', (stacks) => drop(stacks, 'channel')),
  edit('the channel is that of another region', (stacks) => set(pick(stacks, 'channel'), { region: 'us-west-2' })),
  edit('it records some types', records({ allSupported: false, resourceTypes: ['AWS::S3::Bucket'] })),
  edit(
    'it leaves types out',
    records({
      allSupported: false,
      exclusionByResourceTypes: [{ resourceTypes: ['AWS::IAM::Role'] }],
      recordingStrategies: [{ useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' }],
    }),
  ),
  {
    of,
    edit: 'there is no recorder',
    mutate: (stacks) => drop(stacks, 'recorder', 'status', 'channel'),
    expect: [whole('fail')],
  },
];
