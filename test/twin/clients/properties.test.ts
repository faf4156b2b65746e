import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../../../src/twin/provider/adapters.ts';
import { createWire, type Listener, listen } from '../../../src/twin/wire/index.ts';
import { testWithAws } from '../../support/aws-cli.ts';
import { testWith } from '../../support/external.ts';
import { bringOrdersUp, type OrdersUp } from '../../support/orders-up.ts';
import { awsCalls, boto3Calls, type ForeignAnswer } from './python-call.ts';
import { READINGS } from './readings/index.ts';
import { comparable, type Reading, type Resource, resourceOf } from './readings/reading.ts';
import { type ClientCall, SdkClients } from './sdk-call.ts';

const TYPES = [...new Set(READINGS.map(({ type }) => type))].sort();

/**
 * What the create of another resource changes afterwards: a checkpoint has it as it was when its own resource came to be, until
 * a refresh.
 */
const CHANGED_LATER: Readonly<Record<string, readonly string[]>> = {
  'aws:acm/certificate:Certificate': ['status', 'notBefore', 'notAfter'],
  'aws:ec2/eip:Eip': ['associationId', 'networkInterface', 'privateIp'],
  'aws:lb/targetGroup:TargetGroup': ['loadBalancerArns'],
  'aws:rds/globalCluster:GlobalCluster': ['globalClusterMembers'],
};

/**
 * Members that AWS has added since 2023: a CLI of before drops them from what it prints. The twin answers them: the SDK's test
 * and boto3's read them.
 */
const YOUNG: Readonly<Record<string, readonly string[]>> = {
  'aws:backup/plan:Plan': ['rules'],
  'aws:dynamodb/table:Table': ['deletionProtectionEnabled'],
  'aws:ec2/natGateway:NatGateway': ['associationId'],
  'aws:ec2/securityGroup:SecurityGroup': ['arn'],
  'aws:kms/key:Key': ['rotationPeriodInDays'],
  'aws:lambda/function:Function': ['loggingConfig'],
  'aws:rds/globalCluster:GlobalCluster': ['endpoint', 'tagsAll'],
};

let orders: OrdersUp;
let listener: Listener;
let asked: readonly Asked[];
let resources: readonly Resource[];
beforeAll(async () => {
  orders = await bringOrdersUp();
  listener = await listen(createWire(orders.twin.dispatcher), { port: 0 });
  const states = await orders.resources();
  resources = states.filter(({ type, custom }) => custom && type.startsWith('aws:')).map(resourceOf);
  asked = resources.flatMap((resource) =>
    READINGS.filter(({ type }) => type === resource.type).map((reading) => ({ reading, resource })),
  );
});
afterAll(async () => {
  await listener?.close();
  orders?.remove();
});

interface Asked {
  readonly reading: Reading;
  readonly resource: Resource;
}

test('every type that the stacks create and AWS’s calls can read has a row, and every row a type', () => {
  // what is inert has no calls
  const called = new Set(ADAPTERS.map(({ type }) => type));
  const created = [...new Set(resources.map(({ type }) => type))].filter((type) => called.has(type)).sort();
  expect(TYPES).toEqual(created);
  expect(created).toHaveLength(41);
  for (const type of TYPES) expect(readOf(type).length, type).toBeGreaterThan(0);
});

test('what is left out as changed later does differ, so that the list cannot hide anything', async () => {
  const clients = new SdkClients(listener.url);
  const differing = new Set<string>();
  for (const { reading, resource } of asked.filter(({ resource: { type } }) => CHANGED_LATER[type])) {
    const values = reading.values(await clients.call(callOf({ reading, resource })), resource);
    for (const name of Object.keys(values)) {
      const wanted = name === 'id' ? resource.id : resource.outputs[name];
      if (!isEqual(values[name], wanted)) differing.add(`${resource.type} ${name}`);
    }
  }
  clients.destroy();
  const listed = Object.entries(CHANGED_LATER).flatMap(([type, names]) => names.map((name) => `${type} ${name}`));
  expect([...differing].sort()).toEqual(listed.sort());
});

describe('the SDK reads what the checkpoint says', () => {
  test.each(TYPES)('%s', async (type) => {
    const clients = new SdkClients(listener.url);
    for (const each of asked.filter(({ resource }) => resource.type === type)) {
      expectEqual(each, await clients.call(callOf(each)));
    }
    clients.destroy();
  });
});

testWith('boto3', 'boto3 reads what the checkpoint says, of every resource', async () => {
  const answers = await boto3Calls(listener.url, asked.map(callOf));
  for (const [index, each] of asked.entries()) expectEqual(each, outputOf(answers[index]));
});

for (const major of [1, 2] as const) {
  testWithAws(major, 'reads what the checkpoint says, of one resource of every type', async (aws) => {
    const first = TYPES.flatMap((type) => {
      const [resource] = resources.filter((candidate) => candidate.type === type);
      return asked.filter((each) => each.resource === resource);
    });
    const answers = await awsCalls(aws, listener.url, first.map(callOf));
    const old = aws.version.startsWith('2.') && Number(aws.version.split('.')[1]) < 24;
    for (const [index, each] of first.entries()) expectEqual(each, outputOf(answers[index]), old ? YOUNG : {});
  });
}

function callOf({ reading: { service, operation, input }, resource }: Asked): ClientCall {
  return { service, operation, region: resource.region, input: input(resource) };
}

function outputOf(answer: ForeignAnswer | undefined): object {
  if (answer?.output === undefined) throw new Error(`no output: ${answer?.error}`);
  return answer.output;
}

function expectEqual({ reading, resource }: Asked, answer: object, young: typeof YOUNG = {}): void {
  const values = reading.values(answer, resource);
  const later = [...(CHANGED_LATER[resource.type] ?? []), ...(young[resource.type] ?? [])];
  const names = Object.keys(values).filter((name) => !later.includes(name));
  const pick = (from: (name: string) => unknown) =>
    Object.fromEntries(names.map((name) => [name, comparable(from(name))]));
  expect
    .soft(
      pick((name) => values[name]),
      `${reading.operation} of ${resource.urn}`,
    )
    .toEqual(pick((name) => (name === 'id' ? resource.id : resource.outputs[name])));
}

function isEqual(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(comparable(a), comparable(b));
}

function readOf(type: string): string[] {
  const [each] = asked.filter(({ resource }) => resource.type === type);
  return each ? Object.keys(each.resource.outputs) : [];
}
