import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scenario as failingImage } from '../../runbooks/scenarios/failing-image.ts';
import { runbook } from '../../runbooks/upgrade-fleet.ts';
import { loadScenario } from '../../src/cli/runbooks.ts';
import { changedSystem } from '../../src/rehearsal/changed-system.ts';
import { imagesOf } from '../../src/rehearsal/rehearse.ts';
import type { Runbook } from '../../src/runner/runbook.ts';
import type { Step } from '../../src/runner/step.ts';
import { root } from '../support/cli.ts';
import { rehearseUpgrade, upgradeFaults } from '../support/fleet-upgrade.ts';
import { bringSystemUp, type SystemUp } from '../support/system-up.ts';

let up: SystemUp;
let images: Readonly<Record<string, string>> = {};
beforeAll(async () => {
  up = await bringSystemUp(join(root, 'stacks', 'systems', 'orders.yaml'));
  images = imagesOf({ ...up.subject, system: changedSystem(up.subject.system, { image: 'newer' }) });
});
afterAll(() => up.remove());

/** `node scripts/dev.ts upgrade-fleets` does a hundred seeds of each. */
const ENDS = [
  { name: 'newer-image', seed: '1', outcome: 'done', least: 1, failed: undefined },
  { name: 'bad-image', seed: '2', outcome: 'rolledBack', least: 1, failed: 'usw2-reach-33' },
  { name: 'failing-image', seed: '3', outcome: 'rolledBack', least: 0.9, failed: 'use1-watch-16' },
  { name: 'bad-image-at-writer', seed: '4', outcome: 'rolledBack', least: 1, failed: 'use1-reach-16' },
  { name: 'region-loss-in-refresh', seed: '5', outcome: 'rolledBack', least: 1, failed: 'usw2-reach-50' },
];

test.each(ENDS)('$name ends $outcome with every site on one image and no write lost', async (end) => {
  const rehearsal = await rehearseUpgrade(up, await loadScenario(root, end.name), end.seed);
  const { document } = rehearsal;
  expect(upgradeFaults(rehearsal, images)).toEqual([]);
  expect(document.outcome).toBe(end.outcome);
  expect(document.measured.availability).toBeGreaterThanOrEqual(end.least);
  expect(document.measured.availability < 1).toBe(end.name === 'failing-image');
  expect(document.steps.find(({ outcome }) => outcome === 'failed')?.key).toBe(end.failed);
});

/** Errors at the site that does not write, which no client asks. */
const UNSEEN = {
  ...failingImage,
  faults: failingImage.faults.map((fault) => ({ ...fault, where: 'others' as const })),
};

test('an image that errs where no client asks is found by the team’s own test of that site', async () => {
  const rehearsal = await rehearseUpgrade(up, UNSEEN, '1');
  expect(upgradeFaults(rehearsal, images)).toEqual([]);
  const failed = rehearsal.document.steps.find(({ outcome }) => outcome === 'failed')?.key;
  expect([rehearsal.document.outcome, rehearsal.document.measured.availability]).toEqual(['rolledBack', 1]);
  expect(failed).toMatch(/^usw2-verify-/);
});

test('an upgrade that begins at the site that writes is caught', async () => {
  const turned: Runbook = {
    ...runbook,
    plan: (input) => {
      const { sites, ...rest } = input as { sites: readonly unknown[] };
      return runbook.plan({ ...rest, sites: [...sites].reverse() });
    },
  };
  const rehearsal = await rehearseUpgrade(up, await loadScenario(root, 'newer-image'), '1', turned);
  expect(upgradeFaults(rehearsal, images)).toEqual(['it began at the site that writes']);
});

test('one that never verifies is caught: it is done with an image that serves errors', async () => {
  const never = without((key) => key.includes('-verify-'));
  expect(upgradeFaults(await rehearseUpgrade(up, UNSEEN, '1', never), images)).toEqual([
    'done, and the image of orders-prod-usw2 is one of errors',
  ]);
});

test('one that looks at nothing is stopped by AWS’s own alarm, once nobody is served any more', async () => {
  const blind = without((key) => key.includes('-watch-') || key.includes('-verify-'));
  const { document } = await rehearseUpgrade(up, failingImage, '1', blind);
  const failed = document.steps.find(({ outcome }) => outcome === 'failed');
  expect([document.outcome, document.measured.availability < 0.97]).toEqual(['rolledBack', true]);
  expect(failed?.key).toMatch(/^use1-(reach-100|finish)$/);
});

/** The runbook without some of its steps: what waited for them waits for what they waited for. */
function without(isLeftOut: (key: string) => boolean): Runbook {
  return {
    ...runbook,
    plan: (input) => {
      const steps = runbook.plan(input);
      const before = (key: string): readonly string[] => {
        const step = steps.find((one) => one.key === key);
        return isLeftOut(key) && step ? step.after.flatMap(before) : [key];
      };
      return steps
        .filter(({ key }) => !isLeftOut(key))
        .map((step): Step => ({ ...step, after: step.after.flatMap(before) }));
    },
  };
}
