import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Mutation, type RuleCase, stackOf } from '../build.ts';
import { all, changesTo, key, OPEN, RESTRICTED } from '../encryption/builders.ts';

/** "Retention ≥365 days (never infinite for restricted PII); KMS key." */
const LOGS = 'aws:cloudwatch/logGroup:LogGroup';

export const cases: readonly RuleCase[] = [
  {
    title: 'logs are kept a year or longer, encrypted by a key',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        const kmsKeyId = key(add).ref('arn');
        add(LOGS, 'orders', { retentionInDays: 365, kmsKeyId, tags: RESTRICTED });
        add(LOGS, 'carts', { retentionInDays: 3653, kmsKeyId });
        add(LOGS, 'for-ever', { retentionInDays: 0, kmsKeyId, tags: { 'data-classification': 'internal' } });
      }),
    ],
    expect: all(['orders', 'carts', 'for-ever'], 'pass'),
  },
  {
    title: 'logs that are lost within a year, or that no key encrypts, fail',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(LOGS, 'short', { retentionInDays: 180, kmsKeyId: key(add).ref('arn') });
        add(LOGS, 'keyless', { retentionInDays: 365 });
      }),
    ],
    expect: all(['short', 'keyless'], 'fail'),
  },
  {
    title: 'restricted data is not kept for ever, said or left out',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        const kmsKeyId = key(add).ref('arn');
        add(LOGS, 'said', { retentionInDays: 0, kmsKeyId, tags: RESTRICTED });
        add(LOGS, 'silent', { kmsKeyId, tags: RESTRICTED }, { computed: { retentionInDays: 0 } });
      }),
    ],
    expect: all(['said', 'silent'], 'fail'),
  },
  {
    title: 'in a first preview the edge to the key is enough; what is not known is not decided',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        const kmsKeyId = key(add).ref('arn');
        add(LOGS, 'good', { retentionInDays: 731, kmsKeyId, tags: RESTRICTED });
        add(LOGS, 'open', { retentionInDays: UNKNOWN, kmsKeyId });
        add(LOGS, 'open-class', { retentionInDays: 0, kmsKeyId, tags: { 'data-classification': UNKNOWN } });
        add(LOGS, 'short', { retentionInDays: 30, kmsKeyId: UNKNOWN });
      }),
    ],
    expect: [
      { name: 'good', verdict: 'pass' },
      ...all(['open', 'open-class'], OPEN),
      { name: 'short', verdict: 'fail' },
    ],
  },
  {
    title: 'what another stack manages is judged there',
    stacks: [stackOf({ name: 'prod' }, (add) => void add(LOGS, 'theirs', {}, { external: true }))],
    expect: [{ name: 'theirs', verdict: 'not-applicable' }],
  },
];

const change = changesTo('logs are kept a year or longer, encrypted by a key');

export const mutations: readonly Mutation[] = [
  change('logs are kept half a year', 'orders', { retentionInDays: 180 }),
  change('logs are kept a day less than a year', 'carts', { retentionInDays: 364 }),
  change('logs are kept a month', 'for-ever', { retentionInDays: 30 }),
  change('restricted logs are kept for ever', 'orders', { retentionInDays: 0 }),
  change('what is kept for ever is restricted', 'for-ever', { tags: RESTRICTED }),
  change('no key encrypts the logs', 'carts', { kmsKeyId: undefined as never }),
];
