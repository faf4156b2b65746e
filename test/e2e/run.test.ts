import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStateFolder } from '../../src/lib/state-folder.ts';
import type { RunDocument } from '../../src/reports/run-document.ts';
import type { PlanDocument } from '../../src/runner/plan-document.ts';
import { openStore } from '../../src/twin/store.ts';
import { assembleTwin } from '../../src/twin/twin.ts';
import { cli } from '../support/cli.ts';

/** One failover on the persistent twin, as an operator does it: run, approve, resume, and the region comes back. */
const state = mkdtempSync(join(tmpdir(), 'evenkeel-run-'));
let run = '';

beforeAll(async () => {
  const up = await cli(['up', 'orders', '--yes', '--quiet'], { state });
  expect(up.code, up.stderr).toBe(0);
});
afterAll(() => rmSync(state, { recursive: true, force: true }));

test('run stops for the approval with exit code 3 and says what to do', async () => {
  const result = await cli(['run', 'dr-failover', 'orders', '--scenario', 'region-loss', '--json'], { state });
  expect(result.code, result.stderr).toBe(3);
  const document = result.json<RunDocument>();
  expect(document.outcome).toBe('waiting');
  run = document.run ?? '';
  expect(run).not.toBe('');
});

test('a second run of the same system is refused while one is open', async () => {
  const result = await cli(['run', 'dr-failover', 'orders', '--json'], { state });
  expect(result.code).toBe(2);
  expect(JSON.stringify(result.json())).toContain(run);
});

test('approve records who and lets the decision time pass; resume finishes the failover', async () => {
  const approved = await cli(['approve', run, 'accept-loss', '--yes'], { state });
  expect(approved.code, approved.stderr).toBe(0);
  const resumed = await cli(['resume', run, '--json'], { state });
  expect([0, 1], resumed.stderr).toContain(resumed.code);
  const document = resumed.json<RunDocument>();
  expect(document.outcome).toBe('recovered');
  expect(document.measured.decisionSeconds).toBe(300);
  expect(Object.keys(document.calls)).not.toContain('us-east-1');
});

test('the run is listed and its page is written', async () => {
  const { runs } = (await cli(['runs', '--json'], { state })).json<{ runs: { run: string; outcome: string }[] }>();
  expect(runs.map((row) => [row.run, row.outcome])).toEqual([[run, 'recovered']]);
  const file = join(state, 'page.html');
  expect((await cli(['report', run, '--output', file], { state })).code).toBe(0);
  expect(readFileSync(file, 'utf8')).toContain('served again after');
});

test('after the lost region has returned the preview is empty, whichever site writes', async () => {
  expect((await cli(['twin', 'advance', '12h'], { state })).code).toBe(0);
  const preview = await cli(['preview', 'orders', '--expect-no-changes', '--json'], { state });
  const { stacks } = preview.json<{
    stacks: { stack: string; resources: { urn: string; op: string; diff?: unknown }[] }[];
  }>();
  const changed = stacks.flatMap((stack) =>
    stack.resources.filter((row) => row.op !== 'same' || row.diff !== undefined),
  );
  expect(changed).toEqual([]);
  expect(preview.code).toBe(0);
});

test('the next failover shows that the way back was not cleared, and succeeds once it was', async () => {
  const plan = (await cli(['plan', 'dr-failover', 'orders', '--json'], { state })).json<PlanDocument>();
  const shown = (document: PlanDocument) =>
    document.steps.flatMap((step) => step.approval?.shows ?? []).map((row) => row.what);
  expect(shown(plan)).toContain('veto of usw2 against use1');

  // docs/guides/after-a-failover.md: first the stale claim, then the veto
  await putFlag('us-east-1', 'orders-prod-use1-gate', 'claim', 0);
  await putFlag('us-west-2', 'orders-prod-usw2-gate', 'veto#use1', 0);
  expect((await cli(['twin', 'advance', '5min'], { state })).code).toBe(0);

  const second = await cli(['run', 'dr-failover', 'orders', '--scenario', 'region-loss', '--json'], { state });
  expect(second.code, second.stderr).toBe(3);
  const next = second.json<RunDocument>().run ?? '';
  expect((await cli(['approve', next, 'accept-loss', '--yes'], { state })).code).toBe(0);
  const document = (await cli(['resume', next, '--json'], { state })).json<RunDocument>();
  expect([document.outcome, document.sites]).toEqual(['recovered', { lost: 'usw2', winner: 'use1' }]);
  expect(document.measured.lostWrites).toBeLessThan(document.measured.acknowledgedWrites);
  expect(document.measured.rpoSeconds).toBeLessThan(60);
});

async function putFlag(region: string, table: string, id: string, on: 0 | 1): Promise<void> {
  const folder = openStateFolder(state);
  const store = openStore(state, folder.key('twin'), { seed: '', account: '', nowMs: 0 });
  try {
    const input = { TableName: table, Item: { id: { S: id }, on: { N: String(on) } } };
    assembleTwin(store.world).dispatcher.dispatch({ service: 'dynamodb', operation: 'PutItem', region, input });
  } finally {
    store.close();
  }
}
