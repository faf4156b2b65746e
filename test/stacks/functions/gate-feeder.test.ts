import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { strike } from '../../../src/twin/physics/faults.ts';
import { registerComputedMetric } from '../../../src/twin/services/cloudwatch/metrics.ts';
import { datapointTable } from '../../../src/twin/services/cloudwatch/records.ts';
import * as feeder from '../../../stacks/functions/gate-feeder/index.mjs';
import {
  buildGate,
  feederEnvironment,
  type Gate,
  type GateSite,
  START_MS,
  type TestTwin,
} from '../../support/traffic-gate.ts';

const A = { site: 'use1', region: 'us-east-1' };
const PEERS: readonly GateSite[] = [
  { site: 'usw2', region: 'us-west-2' },
  { site: 'euw1', region: 'eu-west-1' },
];

interface Signals {
  readonly claim: 0 | 1 | undefined;
  readonly vetoes: readonly (0 | 1 | undefined)[];
  readonly reachable: boolean;
  readonly commits: number | undefined;
  readonly isPeerLost: boolean;
}

const flag = fc.constantFrom(0 as const, 1 as const, undefined);
const signals: fc.Arbitrary<Signals> = fc.record({
  claim: flag,
  vetoes: fc.tuple(flag, flag),
  reachable: fc.boolean(),
  commits: fc.constantFrom(undefined, 0, 12.5),
  isPeerLost: fc.boolean(),
});

test('the deployed function and the twin put the same data for the same flags, whatever is lost', async () => {
  await fc.assert(
    fc.asyncProperty(signals, async (given) => {
      const modelled = twinWith(given);
      modelled.advance(60);
      const run = twinWith(given, { isFed: false });
      run.advance(10);
      const failures = await feeder.sampleForAMinute(settings(), clientsOn(run, given), clockOf(run));
      expect(putInto(run)).toEqual(putInto(modelled));
      expect(failures.length).toBe(given.isPeerLost && given.commits !== undefined ? 6 : 0);
    }),
    { numRuns: 60 },
  );
});

test('a table that does not answer costs the flags of that sample and nothing else', async () => {
  const given: Signals = { claim: 1, vetoes: [0, 0], reachable: true, commits: 3, isPeerLost: false };
  const twin = twinWith(given, { isFed: false });
  const clients = { ...clientsOn(twin, given), dynamodb: { send: () => Promise.reject(new Error('no table')) } };
  const failures = await feeder.sample(settings(), clients, START_MS);
  expect(failures.map((failure: Error) => failure.message)).toEqual(['no table', 'no table', 'no table']);
  expect(Object.keys(putInto(twin)).map((key) => key.split('/').slice(0, 4).join('/'))).toEqual([
    'eu-west-1/Evenkeel/orders-prod/WritesPerSecond',
    'us-east-1/Evenkeel/orders-prod/ServiceReachable',
    'us-west-2/Evenkeel/orders-prod/WritesPerSecond',
  ]);
});

test('the probe is true for a 2xx in time, and false for any other answer, none, or one that never ends', async () => {
  const answer = (status: number) => () => Promise.resolve(new Response('', { status }));
  expect(await feeder.probe('https://x', answer(200))).toBe(true);
  expect(await feeder.probe('https://x', answer(503))).toBe(false);
  expect(await feeder.probe('https://x', () => Promise.reject(new Error('no route')))).toBe(false);
});

test('the settings name every variable that is missing', () => {
  expect(() => feeder.settingsOf({ SITE: 'use1', PEERS: '[]', NAMESPACE: 'n', AWS_REGION: 'r' })).toThrow(
    "the gate's feeder lacks GATE_TABLE, SERVICE_URL, DB_CLUSTER in its environment",
  );
});

test('its clock starts at the time of the event that invoked it', () => {
  const clock = feeder.clockFrom({ time: '2026-01-01T00:00:00Z' });
  expect(clock.nowMs()).toBeGreaterThanOrEqual(START_MS);
  expect(clock.nowMs()).toBeLessThan(START_MS + 60_000);
  expect(() => feeder.clockFrom({})).toThrow('an event with its time, found undefined');
});

test('the function needs nothing but Node and the SDK of its runtime', () => {
  const source = readFileSync(new URL('../../../stacks/functions/gate-feeder/index.mjs', import.meta.url), 'utf8');
  const imported = [...source.matchAll(/from '([^']+)'/g)].map(([, name]) => name);
  expect(imported).toEqual(['node:timers/promises', '@aws-sdk/client-cloudwatch', '@aws-sdk/client-dynamodb']);
});

function settings() {
  return feeder.settingsOf({ ...feederEnvironment(A, PEERS), AWS_REGION: A.region });
}

/** A twin in which only the site `use1` is fed, by the twin's own feeder or by nobody. */
function twinWith(given: Signals, { isFed = true } = {}): TestTwin {
  const senses = { probeService: () => given.reachable, commitRate: () => given.commits };
  registerComputedMetric('AWS/RDS/CommitThroughput', (_world, region, { Role }) =>
    region === A.region && Role === 'WRITER' ? given.commits : undefined,
  );
  const gate: Gate = buildGate([A, ...PEERS], '7', senses);
  for (const { region } of isFed ? PEERS : [A, ...PEERS]) {
    gate.call(region, 'events', 'PutRule', {
      Name: 'gate-feeder',
      ScheduleExpression: 'rate(1 minute)',
      State: 'DISABLED',
    });
  }
  gate.setFlag(A.site, 'claim', given.claim);
  for (const [index, peer] of PEERS.entries()) gate.setFlag(A.site, `veto#${peer.site}`, given.vetoes[index]);
  if (given.isPeerLost) gate.world.transact(() => strike(gate.world, { kind: 'region-loss', region: 'us-west-2' }));
  return gate;
}

/** SDK clients whose requests go to the twin. */
function clientsOn(twin: TestTwin, given: Signals) {
  const client = (region: string, service: 'cloudwatch' | 'dynamodb') => ({
    send: async (command: { input: object; constructor: { name: string } }) =>
      twin.call(region, service, command.constructor.name.replace(/Command$/, ''), command.input),
  });
  return {
    dynamodb: client(A.region, 'dynamodb'),
    cloudwatch: (region: string) => client(region, 'cloudwatch'),
    probe: async () => given.reachable,
  };
}

function clockOf(twin: TestTwin) {
  return { nowMs: () => twin.world.nowMs, sleep: async (ms: number) => twin.advance(ms / 1000) };
}

function putInto(twin: TestTwin): Record<string, unknown> {
  return Object.fromEntries(datapointTable(twin.world).entries());
}
