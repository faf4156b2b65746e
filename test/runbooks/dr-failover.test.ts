import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runbook } from '../../runbooks/dr-failover.ts';
import { CRASH_WINDOWS, crashName, SimulatedCrash, simulateCrashAt } from '../../src/lib/crashpoint.ts';
import { homeRegion, operation } from '../../src/operations/index.ts';
import { historyOf } from '../../src/runner/journal/history.ts';
import { Journal } from '../../src/runner/journal/journal.ts';
import type { Plan } from '../../src/runner/plan.ts';
import { previewPlan, resumeRun, startRun } from '../../src/runner/run.ts';
import type { Target } from '../../src/runner/target.ts';
import { START_MS } from '../runner/helpers/fake-target.ts';
import { optionsFor } from '../runner/helpers/subject.ts';
import { FailoverWorld } from './helpers/failover-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-failover-'));
writeFileSync(join(folder, 'verify.mjs'), `console.log('fine')`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const shellHost = { root: folder, path: process.env['PATH'] ?? '', node: process.execPath, shared: new Map() };

const planIn = (world: FailoverWorld): Promise<Plan> => previewPlan(runbook, world.subject, world.aws.target());

/** Grants after the decision time of five minutes. */
const decideOn = (target: Target) => async () => {
  await target.time.sleepUntil(target.time.nowMs() + 300_000);
  return { granted: true, by: 'drill', authenticated: false };
};

async function optionsIn(world: FailoverWorld, more: object = {}) {
  const target = world.aws.target();
  return optionsFor(world.aws, runbook, {
    subject: world.subject,
    target,
    decide: decideOn(target),
    shellHost,
    ...more,
  });
}

test('the plan names its steps, what each waits for, and the chain that takes longest', async () => {
  const { document } = await planIn(new FailoverWorld());
  expect(document.steps.map(({ key, after }) => [key, ...after])).toEqual([
    ['detect'],
    ['accept-loss', 'detect'],
    ['veto-a', 'accept-loss'],
    ['capacity', 'accept-loss'],
    ['database', 'veto-a'],
    ['fencing', 'database'],
    ['claim', 'database', 'capacity'],
    ['verify', 'claim'],
  ]);
  expect(document.criticalPath).toEqual(['detect', 'accept-loss', 'veto-a', 'database', 'claim', 'verify']);
  expect(document.expectedSeconds.p50).toBe(150 + 300 + 47 + 120 + 47 + 5);
  expect(document.expectedSeconds.p50).toBeLessThan(900);
});

test('planning is pure: the same world gives the same hash, and writes nothing', async () => {
  const world = new FailoverWorld();
  expect((await planIn(world)).planHash).toBe((await planIn(new FailoverWorld())).planHash);
  expect(world.aws.calls.every((call) => operation(call.name).access === 'read')).toBe(true);
});

test.each([2, 3, 4, 5])(
  'with %i sites every operation is called at the survivor, and none is homed elsewhere',
  async (sites) => {
    const { steps } = await planIn(new FailoverWorld(sites));
    const uses = steps.flatMap((step) => step.operations);
    expect([...new Set(uses.map((use) => use.region))].sort()).toEqual(['global', 'us-west-2']);
    for (const { name, region } of uses) {
      const [service = '', call = ''] = name.split('.');
      expect([name, homeRegion(service, call, region)]).toEqual([name, region]);
    }
  },
);

test('every step can be undone by a stated call, or says why not', async () => {
  const { document } = await planIn(new FailoverWorld());
  expect(document.steps.filter((step) => !step.undo.startsWith('none: ')).map((step) => step.key)).toEqual([
    'veto-a',
    'capacity',
    'claim',
  ]);
});

test('the approval shows the lag and the rate last seen and the writes they stand for, each marked', async () => {
  const world = new FailoverWorld();
  world.lagMs['us-west-2'] = 1_500;
  const shows = async () => (await planIn(world)).steps.find((step) => step.key === 'accept-loss')?.approval?.shows;
  expect(await shows()).toEqual([
    { what: 'lag of b, last seen', value: '1.5 s at 2026-01-01T00:00:00.000Z', mark: 'observed' },
    { what: 'writes of a, last known', value: '240.0 writes/s at 2026-01-01T00:00:00.000Z', mark: 'observed' },
    {
      what: 'writes that may be lost',
      value: 'about 360 (lag × rate; the true number is known only afterwards)',
      mark: 'estimated',
    },
  ]);
  world.lagMs['us-west-2'] = null;
  world.writesPerSecond = null;
  expect((await shows())?.map(({ value, mark }) => [value, mark])).toEqual([
    ['unknown: never seen', 'unknown'],
    ['unknown: never seen', 'unknown'],
    ['unknown', 'estimated'],
  ]);
});

test('the approval says so where the survivor runs another version than the global database: AWS refuses such a failover', async () => {
  const world = new FailoverWorld();
  world.aws.handlers['rds.DescribeDBClusters'] = () => ({
    DBClusters: [{ Status: 'available', EngineVersion: '16.8' }],
  });
  const { steps } = await planIn(world);
  const shows = steps.find((step) => step.key === 'accept-loss')?.approval?.shows;
  expect(shows?.find(({ what }) => what === 'version of the survivor')?.value).toContain('AWS refuses a failover');
});

const survivorOf = (plan: Plan) => plan.steps.find((step) => step.key === 'database')?.act?.region ?? '';

test('of the sites that answer the one with the smallest lag survives; of equal ones the first; an unknown lag comes last', async () => {
  const cases: [Record<string, number | null>, readonly string[], string][] = [
    [{ 'us-west-2': 900, 'eu-west-1': 300 }, [], 'eu-west-1'],
    [{ 'us-west-2': 300, 'eu-west-1': 300 }, [], 'us-west-2'],
    [{ 'us-west-2': null, 'eu-west-1': 90_000 }, [], 'eu-west-1'],
    [{ 'us-west-2': null, 'eu-west-1': null }, [], 'us-west-2'],
    [{ 'us-west-2': 100, 'eu-west-1': 300 }, ['us-west-2'], 'eu-west-1'],
  ];
  for (const [lags, alsoLost, expected] of cases) {
    const world = new FailoverWorld(3);
    Object.assign(world.lagMs, lags);
    for (const region of alsoLost) world.lost.add(region);
    expect([lags, survivorOf(await planIn(world))]).toEqual([lags, expected]);
  }
});

test('where no other site answers there is nothing to fail over to', async () => {
  const world = new FailoverWorld(3);
  for (const site of world.subject.topology.sites) world.lost.add(site.region);
  await expect(planIn(world)).rejects.toThrow('no site of shop but a answers');
});

test('the site that wrote last is asked last: a lost one is not called at all, and a wrong memory only costs a call', async () => {
  const world = new FailoverWorld();
  await planIn(world);
  expect(world.aws.calls.filter((call) => call.region === 'us-east-1')).toEqual([]);
  const forgetful = new FailoverWorld();
  const plan = await previewPlan(runbook, { ...forgetful.subject, lastKnownWriter: 'b' }, forgetful.aws.target());
  expect(survivorOf(plan)).toBe('us-west-2');
  expect(forgetful.aws.calls.filter((call) => call.region === 'us-east-1').length).toBe(1);
});

test('a failover vetoes, sees it in DNS, moves the database, and claims only then; no call goes to the lost region', async () => {
  const world = new FailoverWorld();
  const options = await optionsIn(world);
  const result = await startRun(options);
  expect([result.outcome, result.error]).toEqual(['done', undefined]);
  const writes = world.aws.calls.filter((call) => operation(call.name).access === 'write');
  expect(writes.map(({ step, name, atMs }) => [step, name, (atMs - START_MS) / 1000])).toEqual([
    ['veto-a', 'dynamodb.PutItem', 450],
    ['capacity', 'autoscaling.SetDesiredCapacity', 450],
    ['database', 'rds.FailoverGlobalCluster', 462],
    ['claim', 'dynamodb.PutItem', 582],
  ]);
  expect(writes[2]?.input).toEqual({
    GlobalClusterIdentifier: 'shop-prod',
    TargetDbClusterIdentifier: 'arn:aws:rds:us-west-2:111122223333:cluster:shop-b',
    AllowDataLoss: true,
  });
  expect(world.state()).toEqual({
    flags: { 'shop-b-gate/veto#a': '1', 'shop-b-gate/claim': '1' },
    desired: { 'us-east-1': 2, 'us-west-2': 6 },
    writer: 'arn:aws:rds:us-west-2:111122223333:cluster:shop-b',
    failovers: 1,
  });
  expect(new Set(world.aws.calls.map((call) => call.region))).toEqual(new Set(['us-west-2']));
  const history = historyOf(options.journal.events(result.run));
  expect(history.facts).toEqual({ writer: 'b', lost: 'a' });
  expect(Object.keys(history.calls).sort()).toEqual(['global', 'us-west-2']);
  expect(history.steps.get('fencing')?.detail).toBe('RDS-EVENT-0391: a may still take writes');
  expect(history.steps.get('verify')?.detail).toBe('fine');
});

test('a fleet that is larger already is not made smaller', async () => {
  const world = new FailoverWorld();
  world.desired['us-west-2'] = 9;
  expect((await startRun(await optionsIn(world))).outcome).toBe('done');
  expect(world.desired['us-west-2']).toBe(9);
  expect(world.aws.named('autoscaling.SetDesiredCapacity')).toEqual([]);
});

test('killed at any point of any step and resumed, the world is that of the run that was not killed', async () => {
  const unkilled = new FailoverWorld();
  await startRun(await optionsIn(unkilled));
  const { steps } = await planIn(new FailoverWorld());
  const passed: Record<string, number> = {};
  for (const { key } of steps) {
    for (const window of CRASH_WINDOWS) {
      const world = new FailoverWorld();
      const journal = await Journal.open(':memory:');
      const crash = simulateCrashAt(crashName(key, window));
      const error = await startRun(await optionsIn(world, { journal, crash })).catch((thrown: unknown) => thrown);
      if (!crash.happened()) continue; // a step that only observes has no effect to die around
      expect(error).toBeInstanceOf(SimulatedCrash);
      journal.crash();
      const result = await resumeRun('dr-failover-1', await optionsIn(world, { journal }));
      expect([key, window, result.outcome]).toEqual([key, window, 'done']);
      expect([key, window, world.state()]).toEqual([key, window, unkilled.state()]);
      passed[window] = (passed[window] ?? 0) + 1;
    }
  }
  expect(passed).toEqual({ 'before-intent': 8, 'intent-to-effect': 5, 'effect-to-outcome': 5, 'after-outcome': 8 });
});
