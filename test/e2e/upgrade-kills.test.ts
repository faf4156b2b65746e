import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CrashWindow } from '../../src/lib/crashpoint.ts';
import { cli, root } from '../support/cli.ts';
import { KillGround } from '../support/kills.ts';

/** The system files, orders asking for the next version of its database. */
const systems = mkdtempSync(join(tmpdir(), 'evenkeel-systems-'));
const ground = new KillGround({
  runbook: 'upgrade-database',
  words: ['--systems', systems],
  approval: 'accept-window',
});

beforeAll(async () => {
  cpSync(join(root, 'stacks', 'systems'), systems, { recursive: true });
  const file = join(systems, 'orders.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('version: "16.6"', 'version: "16.8"'));
  await ground.prepare(1);
});
afterAll(() => {
  ground.close();
  rmSync(systems, { recursive: true, force: true });
});

/** The two of which only the world knows whether the call took effect; all four, in one process: test/runbooks/upgrade-database.test.ts. */
const WINDOWS: readonly CrashWindow[] = ['intent-to-effect', 'effect-to-outcome'];

test.each(WINDOWS)(
  'the process of an upgrade of the site that writes, killed %s and resumed, leaves the same world',
  async (window) => {
    expect(await ground.kill({ seed: 1, step: 'upgrade-use1', window })).toEqual({ killed: true, differences: [] });
  },
);

test('afterwards the preview is empty: the stacks and the world agree on the version', async () => {
  const preview = await cli(['preview', 'orders', '--systems', systems, '--json'], { state: ground.reference(1) });
  const { stacks } = preview.json<{ stacks: { changes: Record<string, number> }[] }>();
  expect(preview.code).toBe(0);
  for (const { changes } of stacks) {
    const { same, ...others } = changes;
    expect([(same ?? 0) > 0, Object.values(others).filter((count) => count > 0)]).toEqual([true, []]);
  }
});
