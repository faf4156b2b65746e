import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Mutation, type RuleCase, stackOf } from '../build.ts';
import { all, changesTo, key, OPEN } from './builders.ts';

/** "Encrypted (SNS/Kinesis KMS; SQS SSE-SQS or KMS)." */
const TOPIC = 'aws:sns/topic:Topic';
const QUEUE = 'aws:sqs/queue:Queue';
const STREAM = 'aws:kinesis/stream:Stream';

export const cases: readonly RuleCase[] = [
  {
    title: 'topics and streams are encrypted by a key of KMS, queues by one of KMS or of SQS',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        const keyId = key(add).ref('arn');
        add(TOPIC, 'topic', { kmsMasterKeyId: keyId });
        add(TOPIC, 'topic-of-aws', { kmsMasterKeyId: 'alias/aws/sns' });
        add(QUEUE, 'queue', { kmsMasterKeyId: keyId }, { computed: { sqsManagedSseEnabled: false } });
        add(QUEUE, 'queue-of-sqs', { sqsManagedSseEnabled: true });
        add(QUEUE, 'silent-queue', {}, { computed: { sqsManagedSseEnabled: true } });
        add(STREAM, 'stream', { encryptionType: 'KMS', kmsKeyId: keyId });
        add(STREAM, 'stream-of-aws', { encryptionType: 'KMS', kmsKeyId: 'alias/aws/kinesis' });
      }),
    ],
    expect: all(['topic', 'topic-of-aws', 'queue', 'queue-of-sqs', 'silent-queue', 'stream', 'stream-of-aws'], 'pass'),
  },
  {
    title: 'what is not encrypted fails, said or left out',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(TOPIC, 'topic', {});
        add(TOPIC, 'emptied', { kmsMasterKeyId: '' });
        add(QUEUE, 'queue', { sqsManagedSseEnabled: false });
        add(STREAM, 'stream', { shardCount: 1 }, { computed: { encryptionType: 'NONE' } });
        add(STREAM, 'said', { encryptionType: 'NONE' });
      }),
    ],
    expect: all(['topic', 'emptied', 'queue', 'stream', 'said'], 'fail'),
  },
  {
    title: 'in a first preview the edge to the key is enough; what is not known is not decided',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        const keyId = key(add).ref('arn');
        add(TOPIC, 'topic', { kmsMasterKeyId: keyId });
        add(TOPIC, 'plain', {});
        add(QUEUE, 'queue', { kmsMasterKeyId: keyId });
        add(QUEUE, 'open-queue', { sqsManagedSseEnabled: UNKNOWN });
        add(STREAM, 'stream', { encryptionType: 'KMS', kmsKeyId: keyId });
        add(STREAM, 'open-stream', { encryptionType: UNKNOWN });
      }),
    ],
    expect: [
      ...all(['topic', 'queue', 'stream'], 'pass'),
      { name: 'plain', verdict: ['fail', ...OPEN] },
      ...all(['open-queue', 'open-stream'], OPEN),
    ],
  },
  {
    title: 'what another stack manages is judged there',
    stacks: [stackOf({ name: 'prod' }, (add) => void add(TOPIC, 'theirs', {}, { external: true }))],
    expect: [{ name: 'theirs', verdict: 'not-applicable' }],
  },
];

const change = changesTo('topics and streams are encrypted by a key of KMS, queues by one of KMS or of SQS');
const none = undefined as never;

export const mutations: readonly Mutation[] = [
  change('a topic loses its key', 'topic', { kmsMasterKeyId: none }),
  change('a topic loses the key that AWS manages', 'topic-of-aws', { kmsMasterKeyId: none }),
  change('a queue loses its key, and SQS does not encrypt it', 'queue', { kmsMasterKeyId: none }),
  change('SQS encrypts a queue no more', 'queue-of-sqs', { sqsManagedSseEnabled: false }),
  change('SQS does not encrypt a queue that says nothing', 'silent-queue', { sqsManagedSseEnabled: false }),
  change('a stream is not encrypted', 'stream', { encryptionType: 'NONE', kmsKeyId: none }),
  change('a stream names a key and does not use it', 'stream-of-aws', { encryptionType: 'NONE' }),
];
