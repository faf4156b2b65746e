import { expect, test } from 'vitest';
import { measureRecovery } from '../../src/rehearsal/measure.ts';

/** Seconds from 0 on, each of 100 attempts, with this many successes: `[[seconds, succeeded], …]`. */
function traffic(...runs: readonly [seconds: number, succeeded: number][]) {
  return runs
    .flatMap(([seconds, succeeded]) => Array.from({ length: seconds }, () => succeeded))
    .map((succeeded, second) => ({ atMs: second * 1000, attempted: 100, succeeded }));
}

test('recovery time runs from the first failure to the start of the first minute with 99 % success', () => {
  const recovery = measureRecovery(traffic([10, 100], [5, 100], [200, 0], [30, 98], [90, 99]), 10_000, {
    detectedMs: 75_000,
    decisionSeconds: 100,
  });
  expect(recovery).toEqual({
    rtoSeconds: 230,
    detectionSeconds: 60,
    decisionSeconds: 100,
    machineSeconds: 70,
    firstFailureMs: 15_000,
    recoveredMs: 245_000,
    availability: (15 * 100 + 30 * 98 + 90 * 99) / (335 * 100),
  });
});

test('a minute that is not over proves no recovery', () => {
  const recovery = measureRecovery(traffic([5, 0], [59, 100]), 0, { decisionSeconds: 0 });
  expect(recovery.rtoSeconds).toBeUndefined();
  expect(measureRecovery(traffic([5, 0], [60, 100]), 0, { decisionSeconds: 0 }).rtoSeconds).toBe(5);
});

test('a dip inside the minute starts the search again', () => {
  const recovery = measureRecovery(traffic([10, 0], [30, 100], [1, 0], [60, 100]), 0, { decisionSeconds: 0 });
  expect(recovery.rtoSeconds).toBe(41);
});

test('failures before the fault do not count as its effect', () => {
  const recovery = measureRecovery(traffic([5, 0], [95, 100]), 30_000, { decisionSeconds: 0 });
  expect(recovery.firstFailureMs).toBeUndefined();
  expect(recovery.rtoSeconds).toBeUndefined();
});

test('the three parts never add up to more than the whole', () => {
  const recovery = measureRecovery(traffic([100, 0], [60, 100]), 0, { detectedMs: 90_000, decisionSeconds: 300 });
  expect([recovery.detectionSeconds, recovery.decisionSeconds, recovery.machineSeconds]).toEqual([90, 10, 0]);
});
