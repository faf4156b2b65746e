import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunDocument } from '../../src/reports/run-document.ts';
import { cli } from '../support/cli.ts';

/** One failover on the persistent twin, as an operator does it: run, approve, resume, and the region comes back. */
const state = mkdtempSync(join(tmpdir(), 'evenkeel-run-'));
let run = '';

beforeAll(async () => {
  const up = await cli(['up', 'orders', '--yes', '--quiet'], { state });
  expect(up.code, up.stderr).toBe(0);
}, 120_000);
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
