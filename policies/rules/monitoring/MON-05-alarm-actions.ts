import { fail, must, type Resource, requires, rule, some, together } from 'evenkeel/policy';
import { ALARM } from '../../facts/alarms.ts';
import { isSubscribed, SUBSCRIPTION, TOPIC, topicsIn } from '../../facts/topics.ts';

export const mon05 = rule({
  id: 'MON-05',
  title: 'Every alarm tells a topic to which somebody is subscribed',
  why: 'An alarm that tells nobody is a colour on a page that nobody looks at.',
  remedy:
    'Give the alarm `alarmActions` with a topic, the topic a `sns.TopicSubscription`, and leave `actionsEnabled` on.',
  severity: 'high',
  types: [ALARM, 'aws:cloudwatch/compositeAlarm:CompositeAlarm'],
  reads: [TOPIC, SUBSCRIPTION],
  decidedAt: 'deployed',
  cannotSee: [
    'whether a subscription by mail was confirmed, and whether anybody reads it',
    'a subscription that no stack declares: the alarm fails',
    'whether a composite alarm tells of an alarm that has no action itself: each is held to it',
  ],
  parameters: {},
  check: together(requires('actionsEnabled', true, { default: true, message: 'has its actions switched off' }), tells),
});

function tells(alarm: Resource) {
  const topics = topicsIn(alarm, 'alarmActions');
  if (topics.length === 0) return fail('tells no topic when it goes off', 'alarmActions');
  return some(topics, (topic) =>
    must(() => isSubscribed(topic), `tells ${topic.name}, to which nobody is subscribed`, 'alarmActions'),
  );
}
