import { type PropertyMap, UNKNOWN } from '../../../../src/lib/property.ts';
import type { Add, Given, Mutation, RuleCase } from '../build.ts';
import { changed, deployed, elsewhere, OPEN, previewed, silenced } from './short-case.ts';

/** "ASG attached to a load balancer uses `healthCheckType` ELB and a grace period." */
const FLEET = 'aws:autoscaling/group:Group';
const CHECKED = { healthCheckType: 'ELB', healthCheckGracePeriod: 120 };

function fleet(add: Add, name: string, checks: PropertyMap, more: Readonly<Record<string, Given>> = {}) {
  const sizes = { minSize: 2, maxSize: 4, availabilityZones: ['us-east-1a', 'us-east-1b'] };
  return add(FLEET, name, { ...sizes, ...checks, ...more });
}

function targetsOf(add: Add, name: string) {
  return add('aws:lb/targetGroup:TargetGroup', `${name}-targets`, { port: 8080, protocol: 'HTTP' }).ref('arn');
}

function attached(add: Add, name: string, checks: PropertyMap): void {
  fleet(add, name, checks, { targetGroupArns: [targetsOf(add, name)] });
}

const good = 'a fleet behind a balancer believes the balancer, after a while';

export const cases: readonly RuleCase[] = [
  deployed(good, (add) => attached(add, 'fleet', CHECKED), { fleet: 'pass' }),
  deployed(
    'a fleet that asks the machine only fails, and so does one that gives no time to begin',
    (add) => {
      attached(add, 'machine', { healthCheckType: 'EC2', healthCheckGracePeriod: 120 });
      attached(add, 'silent', { healthCheckGracePeriod: 120 });
      attached(add, 'hasty', { healthCheckType: 'ELB', healthCheckGracePeriod: 0 });
    },
    { machine: 'fail', silent: 'fail', hasty: 'fail' },
  ),
  deployed(
    'however it is attached',
    (add) => {
      fleet(add, 'classic', { healthCheckType: 'EC2' }, { loadBalancers: ['shop-classic'] });
      const trafficSources = [{ identifier: targetsOf(add, 'source'), type: 'elbv2' }];
      fleet(add, 'source', { healthCheckType: 'EC2' }, { trafficSources });
      const byHand = fleet(add, 'by-hand', { healthCheckType: 'EC2' });
      add('aws:autoscaling/attachment:Attachment', 'attachment', {
        autoscalingGroupName: byHand.ref('id'),
        lbTargetGroupArn: targetsOf(add, 'by-hand'),
      });
      const bySource = fleet(add, 'by-source', { healthCheckType: 'EC2' });
      add('aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment', 'source-attachment', {
        autoscalingGroupName: bySource.ref('id'),
        trafficSource: { identifier: targetsOf(add, 'by-source'), type: 'elbv2' },
      });
    },
    { classic: 'fail', source: 'fail', 'by-hand': 'fail', 'by-source': 'fail' },
  ),
  deployed(
    'a fleet that no balancer sends to has nobody else to ask',
    (add) => {
      fleet(add, 'workers', { healthCheckType: 'EC2' });
      const other = fleet(add, 'web', CHECKED);
      add('aws:autoscaling/attachment:Attachment', 'attachment', {
        autoscalingGroupName: other.ref('id'),
        lbTargetGroupArn: targetsOf(add, 'web'),
      });
    },
    { workers: 'not-applicable', web: 'pass' },
  ),
  previewed(
    'in a preview the edges tell whether it is attached; a kind of check that is not known yet is open',
    (add) => {
      attached(add, 'machine', { healthCheckType: 'EC2', healthCheckGracePeriod: 120 });
      attached(add, 'fine', CHECKED);
      attached(add, 'open', { healthCheckType: UNKNOWN, healthCheckGracePeriod: 120 });
      attached(add, 'hasty', { healthCheckType: UNKNOWN, healthCheckGracePeriod: 0 });
    },
    { machine: 'fail', fine: 'pass', open: OPEN, hasty: 'fail' },
  ),
  elsewhere(FLEET, { healthCheckType: 'EC2', loadBalancers: ['shop-classic'] }),
];

export const mutations: readonly Mutation[] = [
  changed(good, 'the machine alone is asked', 'fleet', { healthCheckType: 'EC2' }),
  silenced(good, 'the kind of check is left to AWS', 'fleet', 'healthCheckType'),
  changed(good, 'no time is given to begin', 'fleet', { healthCheckGracePeriod: 0 }),
  changed(good, 'neither holds', 'fleet', { healthCheckType: 'EC2', healthCheckGracePeriod: 0 }),
];
