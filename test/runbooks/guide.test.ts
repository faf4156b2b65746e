import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { cli, root } from '../support/cli.ts';

/** The files of the guide, in a folder that knows the package by its name, as anyone's would. */
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-guide-'));
const guide = readFileSync(join(root, 'docs/guides/write-your-own-runbook.md'), 'utf8');
for (const [, path = '', text = ''] of guide.matchAll(/```ts\n\/\/ (\S+)\n([\s\S]*?)```/g)) {
  mkdirSync(join(folder, dirname(path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
mkdirSync(join(folder, 'node_modules'));
symlinkSync(root, join(folder, 'node_modules/evenkeel'));
symlinkSync(join(root, 'node_modules/@types'), join(folder, 'node_modules/@types'));
writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
const runbooks = join(folder, 'runbooks');
const own = ['--runbooks', runbooks];
const state = join(folder, 'state');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the runbook of the guide compiles under the strictest settings of this project', () => {
  const compilerOptions = { tsBuildInfoFile: join(folder, 'tsc.tsbuildinfo') };
  const config = { extends: join(root, 'tsconfig.json'), compilerOptions, include: ['runbooks'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const result = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], {
    encoding: 'utf8',
  });
  expect(result.stdout).toBe('');
});

test('the drill of the guide’s runbook says yes, and the standby is as large as before', async () => {
  const drill = await cli(['drill', 'orders', ...own, '--runbook', 'warm-standby', '--json', '--quiet']);
  const document = drill.json<{ outcome: string; steps: { key: string; detail: string }[]; replay: string }>();
  expect([drill.code, document.outcome]).toEqual([0, 'done']);
  expect(document.steps.map(({ key, detail }) => `${key}: ${detail}`)).toEqual([
    'grow: 6 of 6 healthy',
    'event: 6 desired',
    'shrink: 3 in service',
  ]);
  expect(document.replay).toContain('--runbooks');
});

test('run as the guide says, it stops at its wait, and the abort takes back what it did', async () => {
  expect((await cli(['up', 'orders', '--yes', '--quiet'], { state })).code).toBe(0);
  const run = await cli(['run', 'warm-standby', 'orders', ...own, '--longest-wait', '1h', '--quiet'], { state });
  expect([run.code, run.stderr]).toEqual([3, expect.stringContaining('waits at step event until')]);
  const said = await cli(['abort', 'warm-standby-1', ...own], { state });
  expect([said.code, said.stderr]).toEqual([2, expect.stringContaining('To undo what it did, last first:')]);
  const words = ['abort', 'warm-standby-1', ...own, '--undo', '--reason', 'the event is off', '--json', '--quiet'];
  const undone = await cli(words, { state });
  const document = undone.json<{ outcome: string; steps: { key: string }[] }>();
  expect([undone.code, document.outcome]).toEqual([1, 'rolledBack']);
  expect(document.steps.at(-1)?.key).toBe('undo-grow-1');
  const again = await cli(['resume', 'warm-standby-1', ...own, '--quiet'], { state });
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('has ended')]);
});
