import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkpointsOf } from '../../runbooks/upgrade-fleet/replacing.ts';
import { runbook } from '../../runbooks/upgrade-fleet.ts';
import type { EvenkeelError } from '../../src/lib/errors.ts';
import { previewPlan, startRun } from '../../src/runner/run.ts';
import type { StepIo } from '../../src/runner/step-io.ts';
import { strike } from '../../src/twin/physics/faults.ts';
import { groups, putGroup } from '../../src/twin/services/autoscaling/records.ts';
import { breakApplication } from '../../src/twin/services/elbv2/application.ts';
import { clusters, putCluster } from '../../src/twin/services/rds/records.ts';
import { root } from '../support/cli.ts';
import { fleetsOf, spoil, upgradeGround } from '../support/fleet-upgrade.ts';
import { crashAndResume, type KillableRun } from '../support/killable-run.ts';
import { bringSystemUp, type SystemUp } from '../support/system-up.ts';

const EAST = 'us-east-1';
const WEST = 'us-west-2';

let up: SystemUp;
beforeAll(async () => {
  up = await bringSystemUp(join(root, 'stacks', 'systems', 'orders.yaml'));
});
afterAll(() => up.remove());

const planIn = async (ground: KillableRun) => {
  const { target } = await ground.options();
  return previewPlan(runbook, ground.subject, target);
};

function groupIn({ world }: KillableRun, region: string) {
  const group = groups(world).values(`${region}/`)[0];
  if (!group) throw new Error(`a fleet in ${region}`);
  return group;
}

/** What somebody, or an earlier run, asks of the fleet in the east. */
function ofEast(ground: KillableRun, operation: string, more: object = {}): void {
  const input = { AutoScalingGroupName: groupIn(ground, EAST).name, ...more };
  ground.twin.dispatcher.dispatch({ service: 'autoscaling', operation, region: EAST, input });
}

test('the plan takes the site that writes last, and watches and tests every share before the next', async () => {
  const { document } = await planIn(upgradeGround(up));
  const site = (name: string, shares: readonly number[]) => [
    `${name}-version`,
    `${name}-refresh`,
    ...shares.flatMap((share) => ['reach', 'watch', 'verify'].map((part) => `${name}-${part}-${share}`)),
    `${name}-finish`,
    `${name}-default`,
  ];
  const keys = [...site('usw2', [33, 50, 100]), ...site('use1', [16, 50, 100])];
  expect(document.steps.map(({ key }) => key)).toEqual(keys);
  expect(document.steps.map(({ after }) => after)).toEqual(
    keys.map((_key, index) => keys.slice(Math.max(0, index - 1), index)),
  );
  expect(document.steps.every(({ onFailure }) => onFailure === 'undo')).toBe(true);
});

test('the delay of a checkpoint is longer than watch, test and the takeover of a run', async () => {
  const { document } = await planIn(upgradeGround(up));
  const { verify } = up.subject.system.service;
  const title = document.steps.find(({ key }) => key === 'use1-refresh')?.title ?? '';
  const pause = Number(/pausing (\d+) s/.exec(title)?.[1]);
  expect(pause).toBe(180 + verify.timeoutSeconds + 600);
});

test('planning is pure: the same world gives the same hash, and nothing is written', async () => {
  const ground = upgradeGround(up);
  const before = JSON.stringify(fleetsOf(ground.world));
  expect((await planIn(ground)).planHash).toBe((await planIn(upgradeGround(up))).planHash);
  expect(JSON.stringify(fleetsOf(ground.world))).toBe(before);
});

/** What stands against an upgrade, and how the refusal names it. */
const AGAINST: readonly [string, (ground: KillableRun) => void, string][] = [
  ['a refresh that runs already', (ground) => ofEast(ground, 'StartInstanceRefresh'), 'refresh-active'],
  [
    'a fleet below the declared minimum',
    (ground) => {
      for (const { id } of groupIn(ground, WEST).instances) {
        ground.world.transact(() => breakApplication(ground.world, WEST, id));
      }
      ground.world.advanceTo(ground.world.nowMs + 60_000);
    },
    'capacity',
  ],
  [
    'a site that does not answer',
    ({ world }) => world.transact(() => strike(world, { kind: 'region-loss', region: WEST })),
    'site-unhealthy',
  ],
  [
    'a database that is not available',
    ({ world }) => {
      const cluster = clusters(world).values(`${WEST}/`)[0];
      if (cluster) world.transact(() => putCluster(world, { ...cluster, status: 'modifying' }));
    },
    'site-unhealthy',
  ],
  [
    'a group that is not pinned to a number',
    (ground) => {
      const group = groupIn(ground, EAST);
      const { mixed } = group;
      const LaunchTemplateSpecification = {
        ...mixed?.LaunchTemplate?.LaunchTemplateSpecification,
        Version: '$Latest',
      };
      const loose = { ...mixed, LaunchTemplate: { ...mixed?.LaunchTemplate, LaunchTemplateSpecification } };
      ground.world.transact(() => putGroup(ground.world, { ...group, mixed: loose }));
    },
    'version-not-pinned',
  ],
];

test.each(AGAINST)('%s refuses the run before anything is done', async (_what, prepare, code) => {
  const ground = upgradeGround(up);
  prepare(ground);
  const before = JSON.stringify(fleetsOf(ground.world));
  const { outcome, exitCode, error } = await startRun(await ground.options());
  expect([outcome, exitCode]).toEqual(['aborted', 3]);
  expect(error?.problems.map((problem) => problem.code)).toContain(code);
  expect(JSON.stringify(fleetsOf(ground.world))).toBe(before);
});

test('where every instance runs the image there is nothing to do, and the refusal says so', async () => {
  const ground = upgradeGround(up);
  const { target } = await ground.options();
  const error = await previewPlan(runbook, up.subject, target).catch((thrown: EvenkeelError) => thrown);
  expect((error as EvenkeelError).problems[0]).toMatchObject({
    code: 'nothing-to-do',
    next: 'name the new image in the system file, then run the upgrade',
  });
});

test('a run that begins after one that was done has nothing to do; what one left half done is finished', async () => {
  const ground = upgradeGround(up);
  spoil(ground, EAST);
  await startRun(await ground.options());
  expect(fleetsOf(ground.world)).toMatchObject([
    { version: '1', default: 1 },
    { version: '1', default: 1 },
  ]);
  expect((await planIn(ground)).steps).toHaveLength(26);
  const healed = upgradeGround(up);
  expect((await startRun(await healed.options())).outcome).toBe('done');
  expect(fleetsOf(healed.world)).toMatchObject([
    { version: '2', default: 2, instances: Array(6).fill(['2', 'InService']) },
    { version: '2', default: 2, instances: Array(3).fill(['2', 'InService']) },
  ]);
  await expect(planIn(healed)).rejects.toThrow('every instance of orders runs the image');
});

test('while no process runs it AWS goes on after the delay; whoever resumes watches and tests what is there then', async () => {
  const ground = upgradeGround(up);
  const result = await crashAndResume(ground, 'use1-reach-16', 'after-outcome', { deadSeconds: 3 * 3600 });
  expect(result?.outcome).toBe('done');
  expect(fleetsOf(ground.world)).toMatchObject([{ version: '2' }, { version: '2' }]);
});

test('dead while the image is bad: AWS takes its site back by itself, and whoever resumes takes back the others', async () => {
  const ground = upgradeGround(up);
  spoil(ground, EAST);
  const result = await crashAndResume(ground, 'use1-refresh', 'after-outcome', { deadSeconds: 4 * 3600 });
  expect(result?.outcome).toBe('rolledBack');
  const [east, west] = fleetsOf(ground.world);
  expect(east).toMatchObject({ version: '1', refreshes: [['RollbackSuccessful', '2']], versions: { length: 1 } });
  expect(west).toMatchObject({
    version: '1',
    refreshes: [
      ['Successful', '1'],
      ['Successful', '2'],
    ],
  });
});

test('only a refresh that the run began counts as reached, rules a share out, or is rolled back', async () => {
  const ground = upgradeGround(up);
  const { world, twin } = ground;
  const { steps } = await planIn(ground);
  const step = (key: string) => steps.find((one) => one.key === `use1-${key}`);
  const { undo } = step('refresh') ?? {};
  const back = undo && 'steps' in undo ? undo.steps[0] : undefined;
  const later = (seconds: number) => world.advanceTo(world.nowMs + seconds * 1000);
  /** As a run that begins now, or began then, sees it. */
  const look = async (runStartedMs = world.nowMs) => {
    const call = async (name: string, region: string, input: object) => {
      const [service, operation] = name.split('.') as ['ec2', string];
      return twin.dispatcher.dispatch({ service, operation, region, input });
    };
    const io = { call, runStartedMs } as unknown as StepIo;
    const reached = await step('reach-100')?.confirm?.until(io);
    return [reached?.holds, reached?.ruledOut ?? false, reached?.detail, (await back?.check?.(io))?.holds];
  };
  const noneYet = [false, false, expect.stringContaining('no refresh of this run yet'), true];
  ofEast(ground, 'StartInstanceRefresh');
  const startedMs = world.nowMs;
  later(60);
  expect(await look()).toEqual(noneYet);
  ofEast(ground, 'CancelInstanceRefresh');
  expect(await look()).toEqual(noneYet);
  later(3600);
  ofEast(ground, 'StartInstanceRefresh', { Preferences: { MaxHealthyPercentage: 150, MinHealthyPercentage: 100 } });
  later(6 * 3600);
  expect(fleetsOf(world)[0]).toMatchObject({
    refreshes: [
      ['Successful', undefined],
      ['Cancelled', undefined],
    ],
  });
  // of no version that the run made, even where it began in its time
  expect(await look(startedMs)).toEqual(noneYet);

  const { outcome } = await startRun(await ground.options());
  expect(outcome).toBe('done');
  expect(await look(startedMs)).toEqual([true, false, expect.stringContaining('Successful 100 %'), true]);
  expect(await look()).toEqual([true, false, expect.stringContaining('nothing to replace'), true]);
});

test('somebody cancels the refresh: the way back waits for that instead of a call that AWS refuses', async () => {
  const ground = upgradeGround(up);
  const cancel = () => ofEast(ground, 'CancelInstanceRefresh');
  const result = await crashAndResume(ground, 'use1-reach-16', 'before-intent', { meanwhile: cancel });
  expect(result?.outcome).toBe('rolledBack');
  expect(fleetsOf(ground.world)).toMatchObject([{ version: '1' }, { version: '1' }]);
});

test('the canary of a large fleet is 1 %, the least that AWS takes', () => {
  const of = (desired: number) => checkpointsOf({ desired } as never);
  expect([of(1), of(6), of(100), of(250)]).toEqual([[100], [16, 50, 100], [1, 50, 100], [1, 50, 100]]);
});

/** `node scripts/dev.ts upgrade-fleets` kills at every instant of every step. */
const KILLED = [
  ['usw2-version', 'intent-to-effect'],
  ['usw2-version', 'effect-to-outcome'],
  ['usw2-refresh', 'effect-to-outcome'],
  ['use1-refresh', 'intent-to-effect'],
  ['use1-verify-16', 'before-intent'],
  ['use1-default', 'effect-to-outcome'],
] as const;

test('killed at an instant and resumed, the world is that of the run that was not killed', async () => {
  const unkilled = upgradeGround(up);
  await startRun(await unkilled.options());
  for (const [step, window] of KILLED) {
    const ground = upgradeGround(up);
    expect([step, (await crashAndResume(ground, step, window))?.outcome]).toEqual([step, 'done']);
    expect(fleetsOf(ground.world), step).toEqual(fleetsOf(unkilled.world));
  }
});

const KILLED_ON_THE_WAY_BACK = [
  ['undo-use1-refresh-1', 'effect-to-outcome'],
  ['undo-usw2-refresh-2', 'effect-to-outcome'],
  ['undo-usw2-version-1', 'intent-to-effect'],
] as const;

test('killed on the way back and resumed, it ends as it does unkilled', async () => {
  const unkilled = upgradeGround(up);
  spoil(unkilled, EAST);
  await startRun(await unkilled.options());
  for (const [step, window] of KILLED_ON_THE_WAY_BACK) {
    const ground = upgradeGround(up);
    spoil(ground, EAST);
    expect([step, (await crashAndResume(ground, step, window))?.outcome]).toEqual([step, 'rolledBack']);
    expect(fleetsOf(ground.world), step).toEqual(fleetsOf(unkilled.world));
  }
});
