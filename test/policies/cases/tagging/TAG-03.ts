import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, drop, type Given, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';

/** "Stack has a budget with notification and an anomaly monitor." */
const BUDGET = 'aws:budgets/budget:Budget';
const MONITOR = 'aws:costexplorer/anomalyMonitor:AnomalyMonitor';
const SUBSCRIPTION = 'aws:costexplorer/anomalySubscription:AnomalySubscription';
const BUCKET = 'aws:s3/bucket:Bucket';

const AT_80_PERCENT = {
  comparisonOperator: 'GREATER_THAN',
  notificationType: 'ACTUAL',
  threshold: 80,
  thresholdType: 'PERCENTAGE',
  subscriberEmailAddresses: ['order-desk@example.com'],
};

/** The budget may have a row of its own beside the stack’s. */
const BUDGET_TOO = { name: 'budget', verdict: ['fail', 'not-applicable'], isOptional: true } as const;

function budget(add: Add, notifications: Given): void {
  const limit = { budgetType: 'COST', limitAmount: '500', limitUnit: 'USD', timeUnit: 'MONTHLY' };
  add(BUDGET, 'budget', { ...limit, notifications });
}

function monitor(add: Add): void {
  const one = add(MONITOR, 'monitor', { monitorType: 'DIMENSIONAL', monitorDimension: 'SERVICE' });
  add(SUBSCRIPTION, 'subscription', {
    frequency: 'DAILY',
    monitorArnLists: [one.ref('arn')],
    subscribers: [{ type: 'EMAIL', address: 'order-desk@example.com' }],
  });
}

const good = 'a stack has a budget that tells somebody, and a monitor of anomalies';

export const cases: readonly RuleCase[] = [
  {
    title: good,
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(BUCKET, 'bucket', {});
        budget(add, [AT_80_PERCENT]);
        monitor(add);
      }),
    ],
    expect: [{ stack: 'prod', verdict: 'pass' }],
  },
  {
    title: 'a budget that tells nobody is none',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(BUCKET, 'bucket', {});
        budget(add, []);
        monitor(add);
      }),
    ],
    expect: [{ stack: 'prod', verdict: 'fail' }, BUDGET_TOO],
  },
  {
    title: 'what another stack manages is judged there',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(BUCKET, 'bucket', {});
        budget(add, [AT_80_PERCENT]);
        monitor(add);
        add(BUDGET, 'theirs', { budgetType: 'COST', timeUnit: 'MONTHLY' }, { external: true });
      }),
    ],
    expect: [{ name: 'theirs', verdict: 'not-applicable' }],
  },
  {
    title: 'a stack that has neither does not pass',
    stacks: [stackOf({ name: 'prod' }, (add) => void add(BUCKET, 'bucket', {}))],
    expect: [{ stack: 'prod', verdict: ['fail', 'unknown'] }],
  },
  {
    title: 'whom a budget tells may be a topic of the same program',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        const topic = add('aws:sns/topic:Topic', 'topic', {});
        const { subscriberEmailAddresses: _, ...rest } = AT_80_PERCENT;
        budget(add, [{ ...rest, subscriberSnsTopicArns: [topic.ref('arn')] }]);
        monitor(add);
      }),
    ],
    expect: [{ stack: 'prod', verdict: 'pass' }],
  },
  {
    title: 'notifications that are not known yet are not decided',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        budget(add, UNKNOWN);
        monitor(add);
      }),
    ],
    expect: [
      { stack: 'prod', verdict: ['unknown', 'pending'] },
      { name: 'budget', verdict: ['unknown', 'pending', 'not-applicable'], isOptional: true },
    ],
  },
];

export const mutations: readonly Mutation[] = [
  {
    of: good,
    edit: 'the budget is taken away',
    mutate: (stacks) => drop(stacks, 'budget'),
    expect: [{ stack: 'prod', verdict: ['fail', 'unknown'] }],
  },
  {
    of: good,
    edit: 'the monitor of anomalies is taken away',
    mutate: (stacks) => drop(stacks, 'monitor', 'subscription'),
    expect: [{ stack: 'prod', verdict: ['fail', 'unknown'] }],
  },
  {
    of: good,
    edit: 'the budget has no notification',
    mutate: (stacks) => set(pick(stacks, 'budget'), { notifications: undefined }),
    expect: [{ stack: 'prod', verdict: 'fail' }, BUDGET_TOO],
  },
  {
    of: good,
    edit: 'the budget’s notification goes to nobody',
    mutate: (stacks) =>
      set(pick(stacks, 'budget'), { notifications: [{ ...AT_80_PERCENT, subscriberEmailAddresses: [] }] }),
    expect: [{ stack: 'prod', verdict: 'fail' }, BUDGET_TOO],
  },
];
