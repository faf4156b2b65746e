import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runbook } from '../../runbooks/upgrade-database.ts';
import { MINUTE_MS } from '../../src/lib/clock.ts';
import { CRASH_WINDOWS } from '../../src/lib/crashpoint.ts';
import type { EvenkeelError } from '../../src/lib/errors.ts';
import { previewPlan, startRun } from '../../src/runner/run.ts';
import { strike } from '../../src/twin/physics/faults.ts';
import {
  clusters,
  dbInstances,
  globalClusters,
  putCluster,
  putGlobal,
  putInstance,
} from '../../src/twin/services/rds/records.ts';
import { subjectOf } from '../runner/helpers/subject.ts';
import { root } from '../support/cli.ts';
import { databasesOf, upgradeGround, upgradesBegun } from '../support/database-upgrade.ts';
import { crashAndResume, type KillableRun } from '../support/killable-run.ts';
import { bringSystemUp, type SystemUp } from '../support/system-up.ts';

let up: SystemUp;
beforeAll(async () => {
  up = await bringSystemUp(join(root, 'stacks', 'systems', 'orders.yaml'));
});
afterAll(() => up.remove());

const planIn = async (ground: KillableRun) => {
  const { target } = await ground.options();
  return previewPlan(runbook, ground.subject, target);
};

/** The clusters of use1, which writes, and of usw2. */
function clustersOf({ world }: KillableRun) {
  const [use1, usw2] = ['us-east-1', 'us-west-2'].map((region) => clusters(world).values(`${region}/`)[0]);
  if (!use1 || !usw2) throw new Error('two sites');
  return { use1, usw2 };
}

test('the plan upgrades the site that writes last, and nothing before a person has accepted the window', async () => {
  const { document } = await planIn(upgradeGround(up));
  expect(document.steps.map(({ key, after }) => [key, ...after])).toEqual([
    ['accept-window'],
    ['snapshot', 'accept-window'],
    ['ready', 'snapshot'],
    ['upgrade-usw2', 'ready'],
    ['settled-usw2', 'upgrade-usw2'],
    ['upgrade-use1', 'settled-usw2'],
    ['settled-use1', 'upgrade-use1'],
    ['parity', 'settled-use1'],
    ['verify', 'parity'],
  ]);
  const [first, second] = ['upgrade-usw2', 'upgrade-use1'].map((key) =>
    document.steps.find((step) => step.key === key),
  );
  expect(first?.noReturn).toContain('The only ways on');
  expect(second?.noReturn).toBeUndefined();
});

test('of three sites each waits for the one before, and one that has the version already is left alone', () => {
  const [a, b, c] = subjectOf(3).topology.sites.map((site) => ({ site, version: '16.6', lagMs: 400 }));
  const input = {
    to: '16.8',
    asOf: '2026-01-01T00:05',
    writer: a,
    lagLimitSeconds: 30,
    verify: { timeoutSeconds: 30 },
  };
  const upgrades = (secondaries: unknown) =>
    runbook
      .plan({ ...input, secondaries })
      .filter(({ key }) => key.startsWith('upgrade-'))
      .map(({ key, after, noReturn }) => [key, ...after, noReturn !== undefined]);
  expect(upgrades([b, c])).toEqual([
    ['upgrade-b', 'ready', true],
    ['upgrade-c', 'settled-b', false],
    ['upgrade-a', 'settled-c', false],
  ]);
  expect(upgrades([{ ...b, version: '16.8' }, c])).toEqual([
    ['upgrade-c', 'ready', true],
    ['upgrade-a', 'settled-c', false],
  ]);
});

test('the approval says how long nothing can fail over, what is left meanwhile, and how that is known', async () => {
  const { steps } = await planIn(upgradeGround(up));
  const approval = steps[0]?.approval;
  expect(approval?.question).toBe(
    'Upgrade usw2, then use1 to 16.8, unable to fail over for about 26 minutes, at most about 66?',
  );
  expect(approval?.shows.map(({ what, mark }) => [what, mark])).toEqual([
    ['neither failover nor switchover for', 'estimated'],
    ['if use1 is lost meanwhile', 'documented'],
    ['no writes at use1 for', 'estimated'],
    ['behind now', 'observed'],
    ['the way back', 'documented'],
  ]);
});

test('planning is pure: the same world gives the same hash', async () => {
  expect((await planIn(upgradeGround(up))).planHash).toBe((await planIn(upgradeGround(up))).planHash);
});

/** What stands against an upgrade, and how the refusal names it. */
const AGAINST: readonly [string, (ground: KillableRun) => void, string][] = [
  [
    'nothing to do',
    (ground) => {
      const { use1, usw2 } = clustersOf(ground);
      for (const one of [use1, usw2]) putCluster(ground.world, { ...one, engineVersion: '16.8' });
    },
    'there is nothing to upgrade',
  ],
  [
    'a failover under way',
    ({ world }) => {
      const global = globalClusters(world).values()[0];
      const change = {
        status: 'failing-over',
        from: '',
        to: '',
        allowsLoss: true,
        number: 1,
        startedMs: 0,
        promoteMs: 0,
      } as const;
      if (global) putGlobal(world, { ...global, change });
    },
    'moves',
  ],
  [
    'a copy that is being rebuilt',
    ({ world }) => {
      const global = globalClusters(world).values()[0];
      if (global)
        putGlobal(world, { ...global, members: global.members.map((one) => ({ ...one, resyncing: !one.isWriter })) });
    },
    'the copy at usw2 is being rebuilt',
  ],
  [
    'an upgrade under way',
    (ground) => putCluster(ground.world, { ...clustersOf(ground).usw2, status: 'upgrading' }),
    'the database of usw2 is not available',
  ],
  [
    'an instance that is not available',
    ({ world }) => {
      const instance = dbInstances(world).values('us-west-2/')[0];
      if (instance) putInstance(world, { ...instance, status: 'rebooting' });
    },
    'members at usw2 are not available',
  ],
  [
    'an older version',
    (ground) => {
      const { use1, usw2 } = clustersOf(ground);
      for (const one of [use1, usw2]) putCluster(ground.world, { ...one, engineVersion: '16.9' });
    },
    'AWS does not upgrade 16.9 at use1 to 16.8 in place',
  ],
  [
    'unequal patches',
    (ground) => putCluster(ground.world, { ...clustersOf(ground).use1, patchVersion: '16.6.2' }),
    'the sites do not run one patch',
  ],
];

test.each(AGAINST)('%s: refused before anything is done', async (_what, make, says) => {
  const ground = upgradeGround(up);
  ground.world.transact(() => make(ground));
  const result = await startRun(await ground.options());
  expect([result.outcome, result.exitCode]).toEqual(['aborted', 3]);
  expect((result.error as EvenkeelError).message).toContain(says);
  expect(upgradesBegun(ground.world)).toEqual([]);
});

test('a lag above the promised loss is refused, and so is one that nobody sees', async () => {
  const ground = upgradeGround(up);
  const { world } = ground;
  world.transact(() => strike(world, { kind: 'replication-lag', region: 'us-west-2', seconds: 90 }, 60 * MINUTE_MS));
  world.advanceTo(world.nowMs + 5 * MINUTE_MS);
  expect((await startRun(await ground.options())).error?.message).toContain('the copy at usw2 is too far behind');
  const blind = upgradeGround(up);
  blind.world.transact(() => {
    for (const [key] of blind.world.table('rds.stream').entries()) blind.world.table('rds.stream').delete(key);
  });
  expect((await startRun(await blind.options())).error?.message).toContain('no lag seen');
});

test('a lag that grows between the approval and the upgrade holds it up before anything is upgraded', async () => {
  const ground = upgradeGround(up);
  const { world } = ground;
  const soon = world.nowMs + 2 * MINUTE_MS;
  world.transact(() =>
    strike(world, { kind: 'replication-lag', region: 'us-west-2', seconds: 90 }, 600 * MINUTE_MS, soon),
  );
  const result = await startRun(await ground.options());
  expect(result.outcome).toBe('failed');
  expect(result.error?.message).toContain('step ready did not reach its state within 900 s');
  expect(upgradesBegun(world)).toEqual([]);
});

test('run again after a failure, it goes on with the sites that are behind', async () => {
  const ground = upgradeGround(up);
  const { world } = ground;
  world.transact(() => strike(world, { kind: 'upgrade-fails', region: 'us-east-1', probability: 1 }, 120 * MINUTE_MS));
  const result = await startRun(await ground.options());
  expect(result.error?.message).toContain('step upgrade-use1 cannot reach its state any more');
  world.advanceTo(world.nowMs + 120 * MINUTE_MS);
  const { document } = await planIn(ground);
  expect(document.steps.map(({ key }) => key).filter((key) => key.startsWith('upgrade-'))).toEqual(['upgrade-use1']);
  expect((await startRun(await ground.options())).outcome).toBe('done');
  expect(
    clusters(world)
      .values()
      .map(({ engineVersion }) => engineVersion),
  ).toEqual(['16.8', '16.8']);
});

test('killed at any point of any step and resumed, the databases are those of the run that was not killed', async () => {
  const unkilled = upgradeGround(up);
  expect((await startRun(await unkilled.options())).outcome).toBe('done');
  const wanted = databasesOf(unkilled.world);
  const passed: Record<string, number> = {};
  // one that acts, one that acts and then waits for AWS, one that waits by itself; `node scripts/dev.ts upgrades` does all, over seeds
  for (const key of ['snapshot', 'upgrade-use1', 'settled-usw2']) {
    for (const window of CRASH_WINDOWS) {
      const ground = upgradeGround(up);
      const result = await crashAndResume(ground, key, window);
      if (!result) continue; // a step that only observes has no effect to die around
      expect([key, window, result.outcome]).toEqual([key, window, 'done']);
      expect([key, window, databasesOf(ground.world)]).toEqual([key, window, wanted]);
      passed[window] = (passed[window] ?? 0) + 1;
    }
  }
  expect(passed).toEqual({ 'before-intent': 3, 'intent-to-effect': 2, 'effect-to-outcome': 2, 'after-outcome': 3 });
});
