import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Added, drop, type Given, type Mutation, type RuleCase } from '../build.ts';
import { broken, changed, deployed, elsewhere, OPEN, previewed } from './short-case.ts';

/** "Every target group behind a listener has ≥2 targets or a scaler (ASG/ECS) with min ≥2." */
const TARGETS = 'aws:lb/targetGroup:TargetGroup';
const FLEET = 'aws:autoscaling/group:Group';

/** A target group, and a listener that sends to it. */
function behindListener(add: Add, name: string, targetType = 'instance'): Added {
  const targets = add(TARGETS, name, { port: 8080, protocol: 'HTTP', targetType });
  const balancer = add('aws:lb/loadBalancer:LoadBalancer', `${name}-balancer`, { loadBalancerType: 'application' });
  listener(add, name, balancer, { type: 'forward', targetGroupArn: targets.ref('arn') });
  return targets;
}

function listener(add: Add, name: string, balancer: Added, action: Given): Added {
  const loadBalancerArn = balancer.ref('arn');
  return add('aws:lb/listener:Listener', `${name}-listener`, { loadBalancerArn, port: 80, defaultActions: [action] });
}

function attached(add: Add, to: Added, name: string, count: number): void {
  for (let index = 0; index < count; index++) {
    const given = { targetGroupArn: to.ref('arn'), targetId: `i-0123456789abcde${name.length}${index}` };
    add('aws:lb/targetGroupAttachment:TargetGroupAttachment', `${name}-${index}`, given);
  }
}

function fleet(add: Add, name: string, minSize: number | string, more: Readonly<Record<string, Given>>): Added {
  return add(FLEET, name, { minSize, maxSize: 6, availabilityZones: ['us-east-1a', 'us-east-1b'], ...more });
}

function service(add: Add, name: string, to: Added, desiredCount: number): Added {
  const loadBalancers = [{ targetGroupArn: to.ref('arn'), containerName: 'web', containerPort: 8080 }];
  return add('aws:ecs/service:Service', name, { name, cluster: 'shop', desiredCount, loadBalancers });
}

const byFleet = 'a fleet of two stands behind the listener';
const byHand = 'two instances are attached by hand';
const byService = 'a service of two tasks stands behind the listener';

export const cases: readonly RuleCase[] = [
  deployed(
    byFleet,
    (add) => void fleet(add, 'fleet', 2, { targetGroupArns: [behindListener(add, 'targets').ref('arn')] }),
    { targets: 'pass' },
  ),
  deployed(byHand, (add) => attached(add, behindListener(add, 'targets'), 'target', 2), { targets: 'pass' }),
  deployed(byService, (add) => void service(add, 'service', behindListener(add, 'targets', 'ip'), 2), {
    targets: 'pass',
  }),
  deployed(
    'one target is none when it is replaced, whoever brings it',
    (add) => {
      attached(add, behindListener(add, 'one'), 'single', 1);
      fleet(add, 'small', 1, { targetGroupArns: [behindListener(add, 'by-fleet').ref('arn')] });
      service(add, 'small-service', behindListener(add, 'by-service', 'ip'), 1);
    },
    { one: 'fail', 'by-fleet': 'fail', 'by-service': 'fail' },
  ),
  deployed('nothing behind a listener is not two', (add) => void behindListener(add, 'none'), { none: 'fail' }),
  deployed(
    'a fleet may be attached by a resource of its own',
    (add) => {
      const one = fleet(add, 'one', 2, {});
      const two = fleet(add, 'two', 1, {});
      const lbTargetGroupArn = behindListener(add, 'wide').ref('arn');
      add('aws:autoscaling/attachment:Attachment', 'by-name', {
        autoscalingGroupName: one.ref('id'),
        lbTargetGroupArn,
      });
      const trafficSource = { identifier: behindListener(add, 'narrow').ref('arn'), type: 'elbv2' };
      const given = { autoscalingGroupName: two.ref('id'), trafficSource };
      add('aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment', 'by-source', given);
    },
    { wide: 'pass', narrow: 'fail' },
  ),
  previewed(
    'in a preview the edges tell what stands behind',
    (add) => {
      fleet(add, 'large', 2, { targetGroupArns: [behindListener(add, 'wide').ref('arn')] });
      fleet(add, 'small', 1, { targetGroupArns: [behindListener(add, 'narrow').ref('arn')] });
      fleet(add, 'open', UNKNOWN, { targetGroupArns: [behindListener(add, 'unsure').ref('arn')] });
    },
    { wide: 'pass', narrow: 'fail', unsure: OPEN },
  ),
  deployed(
    'rules and weighted forwards send to target groups too',
    (add) => {
      const balancer = add('aws:lb/loadBalancer:LoadBalancer', 'balancer', {});
      const weighted = add(TARGETS, 'weighted', { port: 8080, protocol: 'HTTP' });
      const ruled = add(TARGETS, 'ruled', { port: 8080, protocol: 'HTTP' });
      const targetGroups = [{ arn: weighted.ref('arn'), weight: 1 }];
      const web = listener(add, 'web', balancer, { type: 'forward', forward: { targetGroups } });
      const actions = [{ type: 'forward', targetGroupArn: ruled.ref('arn') }];
      add('aws:lb/listenerRule:ListenerRule', 'rule', { listenerArn: web.ref('arn'), actions, conditions: [] });
      attached(add, weighted, 'weighted-target', 1);
      attached(add, ruled, 'ruled-target', 1);
    },
    { weighted: 'fail', ruled: 'fail' },
  ),
  deployed(
    'without a listener nobody is sent there',
    (add) => void add(TARGETS, 'idle', { port: 8080, protocol: 'HTTP' }),
    { idle: 'not-applicable' },
  ),
  deployed(
    'a function is in every zone by itself',
    (add) => attached(add, behindListener(add, 'function', 'lambda'), 'only', 1),
    { function: ['not-applicable', 'pass'] },
  ),
  elsewhere(TARGETS),
];

export const mutations: readonly Mutation[] = [
  broken(byHand, 'a target is taken away', 'targets', (stacks) => drop(stacks, 'target-1')),
  broken(byHand, 'both are taken away', 'targets', (stacks) => drop(stacks, 'target-0', 'target-1')),
  broken(byFleet, 'the fleet is taken away', 'targets', (stacks) => drop(stacks, 'fleet')),
  { ...changed(byFleet, 'the fleet may shrink to one', 'fleet', { minSize: 1 }), expect: failing('targets') },
  { ...changed(byFleet, 'the fleet may shrink to none', 'fleet', { minSize: 0 }), expect: failing('targets') },
  { ...changed(byService, 'the service runs one task', 'service', { desiredCount: 1 }), expect: failing('targets') },
];

function failing(name: string) {
  return [{ name, verdict: 'fail' as const }];
}
