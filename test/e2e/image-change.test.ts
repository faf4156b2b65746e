import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunDocument } from '../../src/reports/run-document.ts';
import { cli, root } from '../support/cli.ts';
import { testWith } from '../support/external.ts';

/** A changed image, as a person meets it: up refuses it and names the runbook, which makes it; then the preview is empty. */
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-image-'));
const state = join(folder, 'state');
const systems = join(folder, 'systems');
const words = ['--systems', systems];

beforeAll(async () => {
  cpSync(join(root, 'stacks', 'systems'), systems, { recursive: true });
  const up = await cli(['up', 'orders', '--yes', '--quiet', ...words], { state });
  expect(up.code, up.stderr).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function edit(from: RegExp, to: string): void {
  const file = join(systems, 'orders.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(from, to));
}

interface Update {
  readonly stacks: readonly {
    readonly resources: readonly { readonly urn: string; readonly op: string; readonly diff?: object }[];
  }[];
  readonly byRunbook?: readonly { readonly stack: string; readonly urn: string; readonly runbook: string }[];
}

async function preview(...more: string[]) {
  const result = await cli(['preview', 'orders', '--json', ...words, ...more], { state });
  const { stacks, byRunbook = [] } = result.json<Update>();
  const changes = stacks.flatMap(({ resources }) =>
    resources
      .filter(({ op, diff }) => op !== 'same' || diff)
      .map(({ urn, op, diff }) => [urn.split('::').at(-1), op, diff]),
  );
  return { code: result.code, changes, byRunbook: byRunbook.map(({ stack, runbook }) => [stack, runbook]) };
}

const VERSION = 'mixedInstancesPolicy.launchTemplate.launchTemplateSpecification.version';
const IMAGE_CHANGE = [
  ['fleet-template', 'update', { imageId: 'update' }],
  ['fleet-group', 'update', { [VERSION]: 'update' }],
];

test('preview shows the change and says which runbook makes it', async () => {
  edit(/ami-0e5a6d21c0ffee/g, 'ami-0e5a6d21cafe00');
  const { changes, byRunbook } = await preview();
  expect(changes).toEqual([...IMAGE_CHANGE, ...IMAGE_CHANGE]);
  expect(byRunbook).toEqual([
    ['orders-prod-use1', 'upgrade-fleet'],
    ['orders-prod-usw2', 'upgrade-fleet'],
  ]);
  const text = await cli(['preview', 'orders', ...words], { state });
  expect(text.stdout).toContain('evenkeel run upgrade-fleet orders makes the change of the image: up refuses it.');
});

test('up refuses it with the place in the file and the runbook, and changes nothing', async () => {
  const up = await cli(['up', 'orders', '--yes', '--json', ...words], { state });
  expect(up.code).toBe(3);
  const { errors } = up.json<{ errors: { code: string; at: string; next: string }[] }>();
  expect(errors.map(({ code, at, next }) => [code, at.split('orders.yaml:')[1], next])).toEqual([
    ['change-by-runbook', '21:16', 'evenkeel run upgrade-fleet orders'],
    ['change-by-runbook', '25:16', 'evenkeel run upgrade-fleet orders'],
  ]);
});

testWith('pulumi', 'the Pulumi CLI as the engine refuses it as well', async () => {
  const up = await cli(['up', 'orders', '--yes', '--json', '--engine', 'pulumi', ...words], { state });
  expect(up.code).toBe(3);
  expect(up.json<{ errors: { code: string; next: string }[] }>().errors.map(({ next }) => next)).toEqual([
    'evenkeel run upgrade-fleet orders',
    'evenkeel run upgrade-fleet orders',
  ]);
});

test('a changed version of the database names the other runbook', async () => {
  edit(/version: "16.6"/g, 'version: "16.8"');
  const up = await cli(['up', 'orders', '--yes', '--json', ...words], { state });
  const { errors } = up.json<{ errors: { next: string }[] }>();
  expect([up.code, [...new Set(errors.map(({ next }) => next))].sort()]).toEqual([
    3,
    ['evenkeel run upgrade-database orders', 'evenkeel run upgrade-fleet orders'],
  ]);
  edit(/version: "16.8"/g, 'version: "16.6"');
});

test('a change of any other kind is made by up as before', async () => {
  edit(/ami-0e5a6d21cafe00/g, 'ami-0e5a6d21c0ffee');
  edit(/email: .*/g, 'email: somebody@example.com');
  const up = await cli(['up', 'orders', '--yes', '--json', ...words], { state });
  expect(up.code, up.stderr).toBe(0);
  expect((await preview('--expect-no-changes')).code).toBe(0);
  edit(/ami-0e5a6d21c0ffee/g, 'ami-0e5a6d21cafe00');
});

test('a run that was taken back leaves exactly the change that was not made', async () => {
  const run = await cli(['run', 'upgrade-fleet', 'orders', '--scenario', 'bad-image-at-writer', '--json', ...words], {
    state,
  });
  expect([run.code, run.json<RunDocument>().outcome], run.stderr).toEqual([1, 'rolledBack']);
  expect((await preview()).changes).toEqual([...IMAGE_CHANGE, ...IMAGE_CHANGE]);
});

test('killed in the middle and resumed it makes the change, and the preview is empty', async () => {
  // another image than the one that the scenario before spoilt
  edit(/ami-0e5a6d21cafe00/g, 'ami-0e5a6d21beef00');
  const env = { EVENKEEL_CRASH_AT: 'use1-refresh:effect-to-outcome' };
  const killed = await cli(['run', 'upgrade-fleet', 'orders', ...words], { state, env });
  expect(killed.signal).toBe('SIGKILL');
  const { runs } = (await cli(['runs', '--json'], { state })).json<{ runs: { run: string }[] }>();
  const resumed = await cli(['resume', runs.at(-1)?.run ?? '', '--json', ...words], { state });
  expect([resumed.code, resumed.json<RunDocument>().outcome], resumed.stderr).toEqual([0, 'done']);
  expect(await preview('--expect-no-changes')).toEqual({ code: 0, changes: [], byRunbook: [] });
});

test('once it is made there is nothing to do, and a run says so', async () => {
  const again = await cli(['run', 'upgrade-fleet', 'orders', ...words], { state });
  expect(again.code).toBe(3);
  expect(again.stderr).toContain('every instance of orders runs the image of the system file');
});
