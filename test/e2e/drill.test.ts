import { expect, test } from 'vitest';
import type { RunDocument } from '../../src/reports/run-document.ts';
import { cli, withFolder } from '../support/cli.ts';

test('a drill gives the same bytes in another time zone and locale', async () => {
  await withFolder(async (state) => {
    const args = ['drill', 'orders', '--scenario', 'region-loss', '--seed', '7', '--json'];
    const [one, two] = [
      await cli(args, { state, env: { TZ: 'Pacific/Auckland', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' } }),
      await cli(args, { state, env: { TZ: 'America/St_Johns', LANG: 'C', LC_ALL: 'C' } }),
    ];
    expect(one.stderr).not.toContain('bug:');
    expect(one.stdout.length).toBeGreaterThan(1000);
    expect(two.stdout).toBe(one.stdout);
  });
});

test('a drill of a system that is not up recovers, proves that the lost region was not needed, and says what it rests on', async () => {
  await withFolder(async (state) => {
    const result = await cli(['drill', 'orders', '--seed', '7', '--json'], { state });
    const document = result.json<RunDocument>();
    expect(document.kind).toBe('run');
    expect(document.stamp).toBe('simulated');
    expect(document.outcome).toBe('recovered');
    expect(document.violations).toEqual([]);
    expect(document.blocked).toEqual({ regions: ['us-east-1'], refusedCalls: 0 });
    expect(Object.keys(document.calls)).not.toContain('us-east-1');
    const { rtoSeconds, detectionSeconds, decisionSeconds, machineSeconds } = document.measured;
    expect(detectionSeconds + decisionSeconds + machineSeconds).toBeCloseTo(rtoSeconds ?? Number.NaN, 6);
    expect(decisionSeconds).toBe(300);
    expect(document.estimates.length).toBeGreaterThan(0);
    expect(document.lost.reduce((sum, [first, last]) => sum + last - first + 1, 0)).toBe(document.measured.lostWrites);
    expect(document.replay).toBe('evenkeel drill orders --scenario region-loss --seed 7');
    expect(result.code).toBe(
      (rtoSeconds ?? Number.POSITIVE_INFINITY) <= document.objectives.rtoSeconds &&
        document.measured.rpoSeconds <= document.objectives.rpoSeconds
        ? 0
        : 1,
    );
  });
});

test('drills over seeds print the distribution and the worst with its replay', async () => {
  await withFolder(async (state) => {
    const result = await cli(['drill', 'orders', '--seeds', '1..8', '--json'], { state, timeoutMs: 180_000 });
    const summary = result.json<{
      kind: string;
      seeds: number;
      outcomes: Record<string, number>;
      rtoSeconds: { p50: number; p95: number; max: number };
      worst: { seed: string; replay: string }[];
    }>();
    expect(summary.kind).toBe('runs-summary');
    expect(summary.outcomes).toEqual({ recovered: 8 });
    expect(summary.rtoSeconds.p50).toBeLessThanOrEqual(summary.rtoSeconds.p95);
    expect(summary.rtoSeconds.p95).toBeLessThanOrEqual(summary.rtoSeconds.max);
    expect(summary.worst[0]?.replay).toMatch(/^evenkeel drill orders --scenario region-loss --seed \d+$/);
    expect(result.code).toBe(summary.rtoSeconds.max <= 900 ? 0 : 1);
  });
});

test('a scenario, a seed range or a runbook that does not exist is refused with what is allowed', async () => {
  const bad = [
    [['drill', 'orders', '--scenario', 'flood'], 'region-loss'],
    [['drill', 'orders', '--seeds', '5..1'], '1..100'],
    [['drill', 'orders', '--runbook', 'dr-tea'], 'dr-failover'],
    [['drill', 'order'], 'orders'],
  ] as const;
  await withFolder(async (state) => {
    for (const [args, allowed] of bad) {
      const result = await cli([...args, '--json'], { state });
      expect(result.code, args.join(' ')).toBe(2);
      const { kind, errors } = result.json<{ kind: string; errors: { code: string; allowed: string }[] }>();
      expect(kind).toBe('error');
      expect(errors[0]?.allowed).toContain(allowed);
    }
  });
});
