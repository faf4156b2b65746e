import { anyOf, must, requires, rule } from 'evenkeel/policy';
import { namesKey } from '../../facts/customer-key.ts';
import { TOPIC } from '../../facts/topics.ts';

const QUEUE = 'aws:sqs/queue:Queue';
const STREAM = 'aws:kinesis/stream:Stream';

export const enc06 = rule({
  id: 'ENC-06',
  title: 'Topics, queues and streams are encrypted',
  why: 'Messages hold what the databases hold; at rest they lie beside those of others.',
  remedy:
    'Set `kmsMasterKeyId` on topics; `sqsManagedSseEnabled: true` or `kmsMasterKeyId` on queues; `encryptionType: "KMS"` and `kmsKeyId` on streams.',
  severity: 'medium',
  types: [TOPIC, QUEUE, STREAM],
  decidedAt: 'preview',
  cannotSee: [
    'whether the key’s policy lets the services in that publish to the topic',
    'messages that were sent before it was encrypted',
  ],
  parameters: {},
  check: {
    [TOPIC]: (topic) => must(namesKey(topic, 'kmsMasterKeyId'), 'is encrypted by no key', 'kmsMasterKeyId'),
    // SQS encrypts new queues by itself: "Configuring server-side encryption using SQS-managed encryption keys", SQS Developer Guide
    [QUEUE](queue) {
      const isEncrypted = anyOf(
        () => namesKey(queue, 'kmsMasterKeyId'),
        () => queue.readOr('sqsManagedSseEnabled', true) === true,
      );
      return must(isEncrypted, 'is encrypted neither by SQS nor by a key', 'sqsManagedSseEnabled');
    },
    [STREAM]: requires('encryptionType', 'KMS', { default: 'NONE' }),
  },
});
