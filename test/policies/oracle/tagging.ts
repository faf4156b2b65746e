import type { CheckpointResource } from '../../../src/graph/checkpoint.ts';
import { type Add, type Added, type CaseVerdict, stackOf } from '../cases/build.ts';
import type { Chance, Oracle } from './build.ts';
import { items, of, ofType, pointing, told } from './plain.ts';

const BUCKET = 'aws:s3/bucket:Bucket';
const TABLE = 'aws:dynamodb/table:Table';
const DATABASE = 'aws:rds/instance:Instance';
const CLUSTER = 'aws:rds/cluster:Cluster';
const HOST = 'aws:ec2/instance:Instance';
const EIP = 'aws:ec2/eip:Eip';
const VOLUME = 'aws:ebs/volume:Volume';
const BALANCER = 'aws:lb/loadBalancer:LoadBalancer';
const BUDGET = 'aws:budgets/budget:Budget';
const MONITOR = 'aws:costexplorer/anomalyMonitor:AnomalyMonitor';
const TAGGED = [BUCKET, TABLE, DATABASE, CLUSTER, HOST, BALANCER];

/** Values of tags, good and bad ones; what a sentence leaves open is not among them, or judged as open. */
const VALUES = {
  owner: ['order-desk', ''],
  'cost-center': ['cc-1001'],
  environment: ['prod', 'wonderland'],
  service: ['orders'],
  tier: ['1', '3', 'gold'],
  'data-classification': ['public', 'internal', 'confidential', 'restricted', 'hush-hush'],
  rto: ['15min', '8h', '30d', 'soon'],
  rpo: ['30s', '24h', '30d', 'whenever'],
};

function tagsFor(chance: Chance, name: string): Record<string, string> {
  const isTidy = chance.is(`${name} is tidy`, 0.4);
  const entries = Object.entries(VALUES).flatMap(([tag, values]) => {
    if (!isTidy && chance.is(`${name} lacks ${tag}`, 0.15)) return [];
    const isBad = !isTidy && chance.is(`${name} has another ${tag}`, 0.3);
    return [[tag, isBad ? chance.oneOf(`${name} ${tag}`, values) : (values[0] ?? '')]];
  });
  return chance.is(`${name} is bare`, 0.1) ? {} : Object.fromEntries(entries);
}

function tagged(chance: Chance, add: Add, type: string, name: string, more: Parameters<Add>[2] = {}): Added {
  const tags = tagsFor(chance, name);
  const copies = chance.oneOf(`${name} copies`, [true, true, false, undefined]);
  const ofDatabase = type === DATABASE || type === CLUSTER ? { engine: 'postgres', copyTagsToSnapshot: copies } : {};
  return add(type, name, { tags, ...ofDatabase, ...more }, { computed: { tagsAll: tags } });
}

/** Addresses, volumes and balancers with none, one and two of what may use them. */
function spend(chance: Chance, add: Add): void {
  const instanceType = chance.oneOf('class', ['m7g.large', 'c7g.xlarge', 'm3.large', 'c3.xlarge']);
  const volumeType = (name: string) => chance.oneOf(`${name} is of`, ['gp3', 'gp3', 'io2', 'gp2']);
  const host = add(HOST, 'host', { instanceType, rootBlockDevice: { volumeType: volumeType('root') } });
  const by = chance.oneOf('address', ['instance', 'association', 'gateway', 'nothing', 'two']);
  const address = add(EIP, 'address', { domain: 'vpc', ...(by === 'instance' && { instance: host.ref('id') }) });
  if (by === 'association' || by === 'two')
    add('aws:ec2/eipAssociation:EipAssociation', 'association', {
      allocationId: address.ref('id'),
      instanceId: host.ref('id'),
    });
  if (by === 'gateway' || by === 'two')
    add('aws:ec2/natGateway:NatGateway', 'nat', { subnetId: 'subnet-01', allocationId: address.ref('id') });
  const volume = add(VOLUME, 'volume', { availabilityZone: 'us-east-1a', type: volumeType('volume') });
  for (let index = 0; index < chance.oneOf('attachments', [0, 1, 1, 2]); index++)
    add('aws:ec2/volumeAttachment:VolumeAttachment', `attachment-${index}`, {
      deviceName: `/dev/sd${'fg'[index]}`,
      instanceId: host.ref('id'),
      volumeId: volume.ref('id'),
    });
  const balancer = add(BALANCER, 'balancer', { loadBalancerType: 'application' });
  const group = add('aws:lb/targetGroup:TargetGroup', 'group', { port: 80 });
  const forward = [{ type: 'forward', targetGroupArn: group.ref('arn') }];
  for (let index = 0; index < chance.oneOf('listeners', [0, 1, 1, 2]); index++)
    add('aws:lb/listener:Listener', `listener-${index}`, {
      loadBalancerArn: balancer.ref('arn'),
      port: 80 + index,
      defaultActions: forward,
    });
  const target = chance.oneOf('target', ['host', 'host', 'fleet', 'nothing']);
  if (target === 'host')
    add('aws:lb/targetGroupAttachment:TargetGroupAttachment', 'target', {
      targetGroupArn: group.ref('arn'),
      targetId: host.ref('id'),
    });
  if (target === 'fleet') add('aws:autoscaling/group:Group', 'fleet', { targetGroupArns: [group.ref('arn')] });
}

function money(chance: Chance, add: Add): void {
  const notification = { comparisonOperator: 'GREATER_THAN', notificationType: 'ACTUAL', threshold: 80 };
  for (let index = 0; index < chance.oneOf('budgets', [0, 1, 1, 2]); index++) {
    const mails = chance.is(`budget ${index} mails`) ? ['order-desk@example.com'] : [];
    const isTold = chance.is(`budget ${index} is told`, 0.8);
    const notifications = isTold ? [{ ...notification, subscriberEmailAddresses: mails }] : undefined;
    add(BUDGET, `budget-${index}`, { budgetType: 'COST', timeUnit: 'MONTHLY', notifications });
  }
  if (chance.is('monitor', 0.7)) {
    const monitor = add(MONITOR, 'monitor', { monitorType: 'DIMENSIONAL', monitorDimension: 'SERVICE' });
    add('aws:costexplorer/anomalySubscription:AnomalySubscription', 'subscription', {
      frequency: 'DAILY',
      monitorArnLists: [monitor.ref('arn')],
      subscribers: [{ type: 'EMAIL', address: 'order-desk@example.com' }],
    });
  }
}

export const TAGGING: Oracle = {
  stack: (chance, name) =>
    stackOf({ name }, (add) => {
      for (const [index, type] of TAGGED.entries()) tagged(chance, add, type, `tagged-${index}`);
      spend(chance, add);
      money(chance, add);
    }),
  judges: {
    /** "Required tags on every taggable type […]; tags copied to snapshots." */
    'TAG-01': {
      resource(one) {
        if (!TAGGED.includes(one.type)) return undefined;
        const hasAll = Object.keys(VALUES).every((tag) => told(one, 'tags', tag) || false);
        const copies = ![DATABASE, CLUSTER].includes(one.type) || told(one, 'copyTagsToSnapshot') === true;
        return hasAll && copies ? 'pass' : 'fail';
      },
    },
    /** "Tag values match vocabulary; tier ⇒ max rto/rpo; data-classification valid." */
    'TAG-02': { resource: (one) => (TAGGED.includes(one.type) ? vocabulary(one) : undefined) },
    /** "Stack has a budget with notification and an anomaly monitor." */
    'TAG-03': {
      whole(all) {
        const budgets = ofType(all, BUDGET);
        const hasMonitor = ofType(all, MONITOR).length > 0;
        const isTold = budgets.some((one) => items(one, 'notifications').some(reachesSomebody));
        if (isTold && hasMonitor) return 'pass';
        return budgets.length > 0 && hasMonitor ? 'fail' : undefined;
      },
    },
    /** "No orphan spend: unattached EIP/volume, LB without listener/targets, previous-generation classes, gp2." */
    'TAG-04': { resource: orphan },
  },
};

function vocabulary(one: CheckpointResource): CaseVerdict | undefined {
  const tag = (name: string) => told(one, 'tags', name) as string | undefined;
  const [tier, rto, rpo] = [tag('tier'), tag('rto'), tag('rpo')];
  const words = [tag('environment'), tier, tag('data-classification'), rto, rpo];
  if (words.every((word) => word === undefined)) return 'not-applicable';
  if (words.some((word) => ['wonderland', 'gold', 'hush-hush', 'soon', 'whenever'].includes(word ?? ''))) return 'fail';
  if (tier === '1' && [rto, rpo].includes('30d')) return 'fail';
  const isOpen = (tier === '1' && (rto === '8h' || rpo === '24h')) || [rto, rpo].includes('30d');
  return isOpen ? undefined : 'pass';
}

function reachesSomebody(notification: Parameters<typeof of>[0]): boolean {
  const mails = of(notification, 'subscriberEmailAddresses');
  return Array.isArray(mails) && mails.length > 0;
}

function orphan(one: CheckpointResource, all: readonly CheckpointResource[]): CaseVerdict | undefined {
  const isUsed = () => {
    if (one.type === EIP)
      return (
        told(one, 'instance') !== undefined ||
        pointing(all, 'aws:ec2/eipAssociation:EipAssociation', 'allocationId', one.id).length > 0 ||
        pointing(all, 'aws:ec2/natGateway:NatGateway', 'allocationId', one.id).length > 0
      );
    if (one.type === VOLUME)
      return pointing(all, 'aws:ec2/volumeAttachment:VolumeAttachment', 'volumeId', one.id).length > 0;
    return (
      pointing(all, 'aws:lb/listener:Listener', 'loadBalancerArn', told(one, 'arn')).length > 0 &&
      (ofType(all, 'aws:lb/targetGroupAttachment:TargetGroupAttachment').length > 0 ||
        ofType(all, 'aws:autoscaling/group:Group').length > 0)
    );
  };
  if (one.type === HOST) {
    const isOld = /^[mc]3\./.test(String(told(one, 'instanceType') ?? ''));
    const isGp2 = told(one, 'rootBlockDevice', 'volumeType') === 'gp2';
    if (told(one, 'instanceType') === undefined) return undefined;
    return isOld || isGp2 ? 'fail' : 'pass';
  }
  if (one.type === BALANCER && String(one.urn).includes('::tagged-')) return 'fail';
  if (![EIP, VOLUME, BALANCER].includes(one.type)) return undefined;
  return isUsed() && told(one, 'type') !== 'gp2' ? 'pass' : 'fail';
}
