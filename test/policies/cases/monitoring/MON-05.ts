import { UNKNOWN } from '../../../../src/lib/property.ts';
import {
  type Add,
  drop,
  type Given,
  type MutableStack,
  type Mutation,
  pick,
  type RuleCase,
  set,
  stackOf,
} from '../build.ts';
import { all, either, OPEN } from '../encryption/builders.ts';

/** "Alarm has an ALARM action that reaches a subscribed topic; actions enabled." */
const ALARM = 'aws:cloudwatch/metricAlarm:MetricAlarm';
const COMPOSITE = 'aws:cloudwatch/compositeAlarm:CompositeAlarm';
const TOPIC = 'aws:sns/topic:Topic';
const SUBSCRIPTION = 'aws:sns/topicSubscription:TopicSubscription';
const metric = {
  comparisonOperator: 'GreaterThanThreshold',
  evaluationPeriods: 2,
  metricName: 'CPUUtilization',
  namespace: 'AWS/EC2',
  period: 60,
  statistic: 'Average',
  threshold: 80,
};

function topic(add: Add, name = 'topic', isSubscribed = true) {
  const arn = `arn:aws:sns:us-east-1:111122223333:${name}`;
  const added = add(TOPIC, name, { name }, { id: arn, computed: { arn } });
  const pager = { protocol: 'https', endpoint: 'https://pager.example.com/hook', endpointAutoConfirms: true };
  if (isSubscribed) add(SUBSCRIPTION, `${name}-pager`, { topic: added.ref('arn'), ...pager });
  return added;
}

const alarm = (add: Add, name: string, alarmActions: Given | undefined, more: Parameters<Add>[2] = {}) =>
  add(ALARM, name, { ...metric, alarmActions, ...more });

export const cases: readonly RuleCase[] = [
  {
    title: 'an alarm tells a topic to which somebody is subscribed',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        const arn = topic(add).ref('arn');
        alarm(add, 'busy', [arn], { actionsEnabled: true });
        add(COMPOSITE, 'down', { alarmName: 'down', alarmRule: 'ALARM(busy)', alarmActions: [arn] });
      }),
    ],
    expect: all(['busy', 'down'], 'pass'),
  },
  {
    title: 'an alarm that tells nobody fails',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        const arn = topic(add).ref('arn');
        alarm(add, 'mute', undefined);
        alarm(add, 'empty', []);
        alarm(add, 'switched-off', [arn], { actionsEnabled: false });
        alarm(add, 'all-clear-only', undefined, { okActions: [arn] });
        alarm(add, 'unheard', [topic(add, 'nobody', false).ref('arn')]);
        add(COMPOSITE, 'down', { alarmName: 'down', alarmRule: 'ALARM(busy)' });
      }),
    ],
    expect: [
      ...all(['mute', 'empty', 'switched-off', 'all-clear-only', 'unheard', 'down'], 'fail'),
      ...either('nobody'),
    ],
  },
  {
    title: 'one topic of several that is heard is enough',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        alarm(add, 'busy', [topic(add, 'nobody', false).ref('arn'), topic(add).ref('arn')]);
      }),
    ],
    expect: [{ name: 'busy', verdict: 'pass' }, ...either('nobody')],
  },
  {
    title: 'a topic that is in none of the checkpoints is not known',
    stacks: [
      stackOf({ name: 'prod' }, (add) => void alarm(add, 'busy', ['arn:aws:sns:us-east-1:111122223333:elsewhere'])),
    ],
    expect: [{ name: 'busy', verdict: 'unknown' }],
  },
  {
    title: 'in a first preview the edges tell topic and subscription; what is not known is not decided',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        const arn = topic(add).ref('arn');
        alarm(add, 'busy', [arn]);
        alarm(add, 'mute', undefined);
        alarm(add, 'open', UNKNOWN);
        alarm(add, 'open-switch', [arn], { actionsEnabled: UNKNOWN });
      }),
    ],
    expect: [
      { name: 'busy', verdict: 'pass' },
      { name: 'mute', verdict: ['fail', ...OPEN] },
      ...all(['open', 'open-switch'], OPEN),
    ],
  },
  {
    title: 'what another stack manages is judged there',
    stacks: [stackOf({ name: 'prod' }, (add) => void add(ALARM, 'theirs', {}, { external: true }))],
    expect: [{ name: 'theirs', verdict: 'not-applicable' }],
  },
];

const of = 'an alarm tells a topic to which somebody is subscribed';
const change = (edit: string, name: string, properties: Parameters<typeof set>[1]) => ({
  of,
  edit,
  mutate: (stacks: MutableStack[]) => {
    set(pick(stacks, name), properties);
    if ('alarmActions' in properties) pick(stacks, name).propertyDependencies = {};
  },
  expect: [{ name, verdict: 'fail' as const }],
});
const both = [...all(['busy', 'down'], 'fail'), ...either('topic')];

export const mutations: readonly Mutation[] = [
  change('an alarm loses its actions', 'busy', { alarmActions: undefined as never }),
  change('the list of an alarm’s actions is empty', 'busy', { alarmActions: [] }),
  change('the actions of an alarm are switched off', 'busy', { actionsEnabled: false }),
  change('a composite alarm loses its actions', 'down', { alarmActions: undefined as never }),
  change('the actions of a composite alarm are switched off', 'down', { actionsEnabled: false }),
  { of, edit: 'nobody is subscribed', mutate: (stacks) => drop(stacks, 'topic-pager'), expect: both },
  {
    of,
    edit: 'the subscription is to another topic',
    mutate: (stacks) => {
      const subscription = pick(stacks, 'topic-pager');
      set(subscription, { topic: 'arn:aws:sns:us-east-1:111122223333:another' });
      subscription.propertyDependencies = {};
    },
    expect: both,
  },
];
