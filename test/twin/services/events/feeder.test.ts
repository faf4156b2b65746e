import { expect, test } from 'vitest';
import { strike } from '../../../../src/twin/physics/faults.ts';
import { datapointTable } from '../../../../src/twin/services/cloudwatch/records.ts';
import { inertFunctions } from '../../../../src/twin/services/events/feeder.ts';
import { ACCOUNT, buildGate, createFeeder, testTwin } from '../../../support/traffic-gate.ts';

const A = { site: 'A', region: 'us-east-1' };
const B = { site: 'B', region: 'us-west-2' };
const ARN = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:gate-feeder`;

function counts(twin: { world: Parameters<typeof datapointTable>[0] }): Record<string, number> {
  const found: Record<string, number> = {};
  for (const [key, { count }] of datapointTable(twin.world).entries()) {
    const series = key
      .split('/')
      .filter((part) => !/^\d{13}$/.test(part))
      .join('/');
    found[series] = (found[series] ?? 0) + count;
  }
  return found;
}

test('a minute of two feeders is six samples of every signal, each where the ADR says', () => {
  const gate = buildGate([A, B], '7', {
    probeService: () => true,
    commitRate: (_world, region) => (region === A.region ? 40 : undefined),
  });
  gate.advance(60);
  expect(counts(gate)).toEqual({
    'us-east-1/Evenkeel/orders-prod/Claim/Site=A': 6,
    'us-east-1/Evenkeel/orders-prod/ServiceReachable/Site=A': 6,
    'us-east-1/Evenkeel/orders-prod/Veto/Against=B,Site=A': 6,
    'us-west-2/Evenkeel/orders-prod/Claim/Site=B': 6,
    'us-west-2/Evenkeel/orders-prod/ServiceReachable/Site=B': 6,
    'us-west-2/Evenkeel/orders-prod/Veto/Against=A,Site=B': 6,
    'us-west-2/Evenkeel/orders-prod/WritesPerSecond/Site=A': 6,
  });
});

test('a feeder dies with its site and goes on when the site heals', () => {
  const gate = buildGate([A]);
  gate.world.transact(() => strike(gate.world, { kind: 'region-loss', region: A.region }, 60_000));
  gate.advance(55);
  expect(counts(gate)).toEqual({});
  gate.advance(65);
  expect(counts(gate)['us-east-1/Evenkeel/orders-prod/Claim/Site=A']).toBe(7);
});

test('a partition keeps the writes of one site from the other, and nothing else', () => {
  const gate = buildGate([A, B], '7', { probeService: () => false, commitRate: () => 1 });
  gate.world.transact(() => strike(gate.world, { kind: 'partition', region: B.region, peer: A.region }));
  gate.advance(60);
  expect(Object.keys(counts(gate)).filter((series) => series.includes('WritesPerSecond'))).toEqual([]);
  expect(Object.keys(counts(gate)).length).toBe(6);
});

test('a rule of five minutes samples in the first of them', () => {
  const gate = buildGate([A]);
  const rule = { Name: 'gate-feeder', ScheduleExpression: 'rate(5 minutes)' };
  gate.call(A.region, 'events', 'PutRule', rule);
  gate.advance(600);
  expect(counts(gate)['us-east-1/Evenkeel/orders-prod/Claim/Site=A']).toBe(12);
});

test.each([
  ['the rule is disabled', 'PutRule', { Name: 'gate-feeder', ScheduleExpression: 'rate(1 minute)', State: 'DISABLED' }],
  ['the schedule is no rate', 'PutRule', { Name: 'gate-feeder', ScheduleExpression: 'cron(* * * * ? *)' }],
  ['the target is gone', 'RemoveTargets', { Rule: 'gate-feeder', Ids: ['feeder'] }],
])('nothing is fed where %s, and the function is named inert', (_why, operation, input) => {
  const gate = buildGate([A]);
  gate.call(A.region, 'events', operation, input);
  gate.advance(60);
  expect(counts(gate)).toEqual({});
  expect(inertFunctions(gate.world)).toEqual([{ arn: ARN, reason: 'no enabled rate(…) rule may invoke it' }]);
});

test('nothing is fed where the rule may not invoke the function', () => {
  const twin = testTwin();
  createFeeder(twin, A, []);
  twin.world.complete('');
  expect(inertFunctions(twin.world)).toEqual([]);
  twin.call(A.region, 'lambda', 'RemovePermission', { FunctionName: 'gate-feeder', StatementId: 'rule' });
  twin.advance(60);
  expect(counts(twin)).toEqual({});
  expect(inertFunctions(twin.world).length).toBe(1);
});

test('any other function is inert: the twin runs no code', () => {
  const twin = testTwin();
  createFeeder(twin, A, []);
  twin.world.complete('');
  const Environment = { Variables: { EVENKEEL_FUNCTION: 'another@1' } };
  twin.call(A.region, 'lambda', 'UpdateFunctionConfiguration', { FunctionName: 'gate-feeder', Environment });
  twin.advance(60);
  expect(counts(twin)).toEqual({});
  expect(inertFunctions(twin.world)).toEqual([{ arn: ARN, reason: 'the twin runs no function code' }]);
});

test('a rule with targets is not deleted, and a rule needs a schedule that exists', () => {
  const gate = buildGate([A]);
  expect(() => gate.call(A.region, 'events', 'DeleteRule', { Name: 'gate-feeder' })).toThrow('still has targets');
  for (const ScheduleExpression of ['rate(0 minutes)', 'every minute']) {
    expect(() => gate.call(A.region, 'events', 'PutRule', { Name: 'x', ScheduleExpression })).toThrow('neither rate');
  }
});
