import { expect, test } from 'vitest';
import { openStateFolder } from '../../src/lib/state-folder.ts';
import { openStore } from '../../src/twin/store.ts';
import { cli, withFolder } from '../support/cli.ts';

test('a plan can be asked for as soon as a system is up, of every runbook, and changes nothing', async () => {
  await withFolder(async (state) => {
    expect((await cli(['up', 'orders', '--yes', '--quiet'], { state })).code).toBe(0);
    const before = worldOf(state);
    for (const runbook of ['dr-failover', 'retire-system']) {
      const plan = await cli(['plan', runbook, 'orders', '--json'], { state });
      expect([plan.code, plan.json<{ runbook: string }>().runbook], plan.stderr).toEqual([0, runbook]);
    }
    for (const [runbook, code] of [
      ['upgrade-fleet', 'nothing-to-do'],
      ['upgrade-database', 'upgrade-refused'],
    ] as const) {
      const plan = await cli(['plan', runbook, 'orders', '--json'], { state });
      expect([plan.code, plan.json<{ errors: { code: string }[] }>().errors[0]?.code]).toEqual([3, code]);
    }
    expect(worldOf(state)).toBe(before);
  });
});

/** The world of a state folder, with its clock. */
function worldOf(state: string): string {
  const store = openStore(state, openStateFolder(state).key('twin'), { seed: '', account: '', nowMs: 0 });
  const dump = JSON.stringify(store.world.dump());
  store.close();
  return dump;
}
