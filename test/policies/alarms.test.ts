import { describe, expect, it } from 'vitest';
import { ALARM, FLEET, isWatched, SERVICE } from '../../policies/facts/alarms.ts';
import { TABLE } from '../../policies/facts/counterparts.ts';
import { isSubscribed, topicsIn } from '../../policies/facts/topics.ts';
import { readGraph } from '../../src/graph/graph.ts';
import { UNKNOWN } from '../../src/lib/property.ts';
import { Undecided } from '../../src/policy/index.ts';
import { scopeOf } from '../../src/policy/scope.ts';
import { type Add, type Given, stackOf } from './cases/build.ts';

/** Whose metric an alarm watches, by name, by edge and within expressions; whom its actions tell. */
function estateOf(preview: boolean, build: (add: Add) => void) {
  const { name, resources } = stackOf({ name: 'prod', preview }, build);
  return scopeOf(undefined, readGraph([{ name, checkpoint: { version: 3, deployment: { resources } } }]));
}

function watched(preview: boolean, build: (add: Add) => void, type: string, metric: string, name = 'one') {
  const estate = estateOf(preview, build);
  const resource = estate.all(type).find((one) => one.name === name);
  if (resource === undefined) throw new Error(`there is no ${name}`);
  return isWatched(resource, [metric], estate);
}

const metric = (metricName: string, dimensions: Given) => ({ namespace: 'AWS/DynamoDB', metricName, dimensions });
const errorsOf = (TableName: Given) => [
  { id: 'sum', expression: 'reads + writes', returnData: true },
  { id: 'reads', metric: metric('ReadThrottleEvents', { TableName }) },
  { id: 'writes', metric: metric('WriteThrottleEvents', { TableName }) },
];

describe('an alarm on an expression', () => {
  it('watches each metric of it, deployed and in a first preview', () => {
    for (const preview of [false, true]) {
      const build = (add: Add) => {
        const one = add(TABLE, 'one', { name: 'one', hashKey: 'id' });
        add(TABLE, 'other', { name: 'other', hashKey: 'id' });
        add(ALARM, 'sum', { metricQueries: errorsOf(one.ref('name')) });
      };
      expect(watched(preview, build, TABLE, 'WriteThrottleEvents')).toBe(true);
      expect(watched(preview, build, TABLE, 'SystemErrors')).toBe(false);
      expect(watched(preview, build, TABLE, 'WriteThrottleEvents', 'other')).toBe(false);
    }
  });
});

describe('an alarm whose dimension is not known', () => {
  const build = (add: Add) => {
    add(FLEET, 'one', { minSize: 1, maxSize: 2 });
    const dimensions = { AutoScalingGroupName: UNKNOWN };
    add(ALARM, 'alarm', { namespace: 'AWS/AutoScaling', metricName: 'GroupInServiceInstances', dimensions });
  };

  it('decides nothing of its own metric, and hides no other that is missing', () => {
    expect(() => watched(true, build, FLEET, 'GroupInServiceInstances')).toThrow(Undecided);
    expect(watched(true, build, FLEET, 'GroupTotalInstances')).toBe(false);
  });
});

describe('an alarm on a service', () => {
  it('is of the service of that name in that cluster alone', () => {
    const build = (add: Add) => {
      for (const name of ['one', 'two']) {
        const cluster = `arn:aws:ecs:us-east-1:111122223333:cluster/${name}`;
        add(SERVICE, name, { name: 'web', cluster });
      }
      const dimensions = { ServiceName: 'web', ClusterName: 'one' };
      add(ALARM, 'busy', { namespace: 'AWS/ECS', metricName: 'CPUUtilization', dimensions });
    };
    expect(watched(false, build, SERVICE, 'CPUUtilization')).toBe(true);
    expect(watched(false, build, SERVICE, 'CPUUtilization', 'two')).toBe(false);
  });
});

describe('the actions of an alarm', () => {
  it('tell topics only, whoever else is in the list', () => {
    const estate = estateOf(false, (add) => {
      const arn = 'arn:aws:sns:us-east-1:111122223333:heard';
      const topic = add('aws:sns/topic:Topic', 'heard', { name: 'heard' }, { id: arn, computed: { arn } });
      add('aws:sns/topicSubscription:TopicSubscription', 'pager', { topic: topic.ref('arn'), protocol: 'https' });
      const policy = 'arn:aws:autoscaling:us-east-1:111122223333:scalingPolicy:1:autoScalingGroupName/a:policyName/b';
      add(ALARM, 'scales', { alarmActions: [policy] });
      add(ALARM, 'tells', { alarmActions: [policy, topic.ref('arn')] });
    });
    const [scales, tells] = estate.all(ALARM).map((alarm) => topicsIn(alarm, 'alarmActions'));
    expect(scales).toEqual([]);
    expect(tells?.map((topic) => [topic.name, isSubscribed(topic)])).toEqual([['heard', true]]);
  });
});
