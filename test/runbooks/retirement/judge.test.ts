import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runbook } from '../../../runbooks/retire-system.ts';
import { scenario as idle } from '../../../runbooks/scenarios/idle.ts';
import type { Scenario } from '../../../src/runner/scenario.ts';
import { ordersToRetire, QUIET, type RetirementGround } from '../../support/retirement.ts';
import { judge } from './judge.ts';
import { blind, credulous, hasty } from './mutants.ts';

let ground: RetirementGround;
beforeAll(async () => {
  ground = await ordersToRetire();
});
afterAll(() => ground?.remove());

const DAY_SECONDS = 86_400;

/** What AWS does to one operation, from the first day to the last. */
const always = (fault: Scenario['faults'][number]): Scenario => ({ ...QUIET, faults: [fault] });
const where = { where: 'all', atSeconds: 0, forSeconds: 400 * DAY_SECONDS } as const;

test('a system with leftovers, among things of others: what is left is what was declared', async () => {
  const { outcome, faults, planted, invisible, outlasting } = await judge({ ground, runbook, scenario: idle, seed: 3 });
  expect([outcome, faults]).toEqual(['done', []]);
  expect(new Set(planted.map(({ role, visibility }) => `${role} ${visibility}`))).toEqual(
    new Set(['orphan tag', 'orphan describe', 'orphan none', 'bystander none']),
  );
  expect(invisible).toHaveLength(1);
  expect(outlasting).toEqual([]);
});

test('a legal hold of AWS on a vault of the system is a reason not to begin, and nothing is touched', async () => {
  const { outcome, faults, protections } = await judge({ ground, runbook, scenario: idle, seed: 4 });
  expect(protections.held).toBe('usw2');
  expect([outcome, faults]).toEqual(['aborted', []]);
});

describe('a retirement that is wrong is caught', () => {
  test('it takes a refusal for a success', async () => {
    const { outcome, faults } = await judge({
      ground,
      runbook: blind(runbook),
      scenario: always({ ...where, kind: 'call-refused', operation: 'ec2.DeleteVpc', code: 'DependencyViolation' }),
      seed: 6,
      engine: (twin) => credulous(ground.engine.begin(twin.provider)),
    });
    expect(outcome).toBe('done');
    expect(faults).toContainEqual(expect.stringMatching(/ec2\.vpc .* is left and was not declared to survive/));
  });

  test('it deletes before the restore is proved', async () => {
    const { faults } = await judge({ ground, runbook: hasty(runbook), scenario: idle, seed: 6 });
    expect(faults).toContainEqual(expect.stringMatching(/before a restore from the retention vault was complete/));
  });

  test('it believes a 200', async () => {
    const { outcome, faults } = await judge({
      ground,
      runbook: blind(runbook),
      scenario: always({ ...where, kind: 'call-without-effect', operation: 'dynamodb.DeleteTable' }),
      seed: 6,
    });
    expect(outcome).toBe('done');
    expect(faults).toContainEqual(expect.stringMatching(/dynamodb\.table .* is left and was not declared to survive/));
  });

  test('the runbook itself does not: it ends without success', async () => {
    const { outcome, faults } = await judge({
      ground,
      runbook,
      scenario: always({ ...where, kind: 'call-without-effect', operation: 'dynamodb.DeleteTable' }),
      seed: 6,
    });
    expect([outcome, faults]).toEqual(['failed', []]);
  });
});
