import { type PropertyMap, UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, drop, type Mutation, pick, type RuleCase, set } from '../build.ts';
import { broken, changed, deployed, elsewhere, OPEN, previewed } from './short-case.ts';

/** "On-demand, or provisioned with scaling target+policy for read and write." */
const TABLE = 'aws:dynamodb/table:Table';
const PROVISIONED = { billingMode: 'PROVISIONED', readCapacity: 5, writeCapacity: 5 };

function table(add: Add, name: string, more: PropertyMap): void {
  const attributes = [{ name: 'id', type: 'S' }];
  add(TABLE, name, { name, hashKey: 'id', attributes, ...more }, { id: name });
}

/** A target and a policy of a table's capacity, `Read` or `Write`. */
function scaled(add: Add, name: string, capacity: string, parts = ['target', 'policy'], resourceId?: string): void {
  const scalableDimension = `dynamodb:table:${capacity}CapacityUnits`;
  const of = { serviceNamespace: 'dynamodb', scalableDimension, resourceId: resourceId ?? `table/${name}` };
  const at = `${name}-${capacity.toLowerCase()}`;
  const target = { ...of, minCapacity: 5, maxCapacity: 100 };
  if (parts.includes('target')) add('aws:appautoscaling/target:Target', `${at}-target`, target);
  const policy = { ...of, policyType: 'TargetTrackingScaling' };
  if (parts.includes('policy')) add('aws:appautoscaling/policy:Policy', `${at}-policy`, policy);
}

const scales = 'a provisioned table scales what it reads and what it writes';
const onDemand = 'an on-demand table needs nothing';

export const cases: readonly RuleCase[] = [
  deployed(onDemand, (add) => table(add, 'orders', { billingMode: 'PAY_PER_REQUEST' }), { orders: 'pass' }),
  deployed(
    scales,
    (add) => {
      table(add, 'orders', PROVISIONED);
      scaled(add, 'orders', 'Read');
      scaled(add, 'orders', 'Write');
    },
    { orders: 'pass' },
  ),
  deployed(
    'a table that does not scale fails, and so does one that scales by half',
    (add) => {
      table(add, 'fixed', PROVISIONED);
      table(add, 'silent', { readCapacity: 5, writeCapacity: 5 });
      table(add, 'reads', PROVISIONED);
      scaled(add, 'reads', 'Read');
      table(add, 'aimless', PROVISIONED);
      scaled(add, 'aimless', 'Read');
      scaled(add, 'aimless', 'Write', ['target']);
    },
    { fixed: 'fail', silent: 'fail', reads: 'fail', aimless: 'fail' },
  ),
  deployed(
    'what scales another table scales not this one',
    (add) => {
      table(add, 'orders', PROVISIONED);
      table(add, 'orders-archive', PROVISIONED);
      scaled(add, 'orders', 'Read');
      scaled(add, 'orders', 'Write');
    },
    { orders: 'pass', 'orders-archive': 'fail' },
  ),
  previewed(
    'in a preview the name tells the table; a way of billing that is not known yet is open',
    (add) => {
      table(add, 'orders', PROVISIONED);
      scaled(add, 'orders', 'Read');
      scaled(add, 'orders', 'Write');
      table(add, 'open', { billingMode: UNKNOWN });
    },
    { orders: 'pass', open: OPEN },
  ),
  previewed(
    'scaling of a table whose name is not known yet may be of this one',
    (add) => {
      table(add, 'orders', PROVISIONED);
      scaled(add, 'orders', 'Read', ['target', 'policy'], UNKNOWN);
      scaled(add, 'orders', 'Write', ['target', 'policy'], UNKNOWN);
    },
    { orders: OPEN },
  ),
  elsewhere(TABLE, PROVISIONED),
];

export const mutations: readonly Mutation[] = [
  changed(onDemand, 'capacity is provisioned', 'orders', PROVISIONED),
  ...['read', 'write'].flatMap((capacity) =>
    ['target', 'policy'].map((part) =>
      broken(scales, `the ${part} of what it ${capacity}s is taken away`, 'orders', (stacks) =>
        drop(stacks, `orders-${capacity}-${part}`),
      ),
    ),
  ),
  broken(scales, 'the policy scales an index alone', 'orders', (stacks) =>
    set(pick(stacks, 'orders-write-policy'), {
      resourceId: 'table/orders/index/by-day',
      scalableDimension: 'dynamodb:index:WriteCapacityUnits',
    }),
  ),
  broken(scales, 'both targets are of what it reads', 'orders', (stacks) =>
    set(pick(stacks, 'orders-write-target'), { scalableDimension: 'dynamodb:table:ReadCapacityUnits' }),
  ),
];
