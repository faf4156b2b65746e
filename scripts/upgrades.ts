import { join } from 'node:path';
import { runbook } from '../runbooks/upgrade-database.ts';
import { canonicalJson } from '../src/lib/canonical.ts';
import { CRASH_WINDOWS } from '../src/lib/crashpoint.ts';
import { distribution } from '../src/rehearsal/summary.ts';
import { interruptionsOf } from '../src/reports/interruptions.ts';
import { previewPlan, startRun } from '../src/runner/run.ts';
import { databasesOf, upgradeFaults, upgradeGround } from '../test/support/database-upgrade.ts';
import { crashAndResume } from '../test/support/killable-run.ts';
import { bringSystemUp, type SystemUp } from '../test/support/system-up.ts';
import { Findings, print } from './findings.ts';

/**
 * What the tests of upgrade-database show for a few seeds and instants, for many: every scenario over a hundred seeds, and a simulated
 * crash at every instant of every step over so many seeds that each window is met at least fifty times. `node scripts/dev.ts upgrades`,
 * or only some of it: names of scenarios, and `crashes`.
 */
const root = join(import.meta.dirname, '..');
const SCENARIOS = ['newer-version', 'upgrade-fails', 'replica-lag', 'lag-in-upgrade', 'region-loss-in-upgrade'];
const SEEDS = 100;
const CRASH_SEEDS = 13;
const findings = new Findings();
const up = await bringSystemUp(join(root, 'stacks', 'systems', 'orders.yaml'));
try {
  for (const scenario of SCENARIOS.filter(isWanted)) await overSeeds(up, scenario);
  if (isWanted('crashes')) await crashes(up);
} finally {
  up.remove();
}
findings.exit();

function isWanted(part: string): boolean {
  const named = process.argv.slice(2);
  return named.length === 0 || named.includes(part);
}

async function overSeeds({ rehearse, subject }: SystemUp, scenario: string): Promise<void> {
  const outcomes: Record<string, number> = {};
  const availability: number[] = [];
  const outages: number[] = [];
  let acknowledged = 0;
  let lost = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const rehearsal = await rehearse(scenario, String(seed), runbook);
    const { outcome, measured, traffic } = rehearsal.document;
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    availability.push(measured.availability);
    outages.push(interruptionsOf(traffic).impairedSeconds);
    acknowledged += measured.acknowledgedWrites;
    lost += measured.lostWrites;
    findings.report(
      upgradeFaults(rehearsal, subject.system.recovery.objectives.rpoSeconds).map((fault) => `seed ${seed}: ${fault}`),
    );
  }
  const { p50, p95, max } = distribution(outages);
  const least = (Math.min(...availability) * 100).toFixed(2);
  print(
    `${scenario}, ${SEEDS} seeds: ${JSON.stringify(outcomes)}, ${lost} of ${acknowledged} acknowledged writes lost`,
  );
  print(`  seconds in which some writes failed: p50 ${p50}, p95 ${p95}, max ${max}; availability at least ${least} %`);
}

async function crashes(system: SystemUp): Promise<void> {
  const passed: Record<string, number> = {};
  for (let seed = 1; seed <= CRASH_SEEDS; seed++) {
    const unkilled = upgradeGround(system, String(seed));
    const { target } = await unkilled.options();
    const { steps } = await previewPlan(runbook, unkilled.subject, target);
    await startRun(await unkilled.options());
    const wanted = canonicalJson(databasesOf(unkilled.world));
    for (const { key } of steps) {
      for (const window of CRASH_WINDOWS) {
        const ground = upgradeGround(system, String(seed));
        const result = await crashAndResume(ground, key, window);
        if (!result) continue;
        const same = result.outcome === 'done' && canonicalJson(databasesOf(ground.world)) === wanted;
        if (!same) findings.report([`seed ${seed}, ${key}:${window}: ${result.outcome}, or another world`]);
        passed[window] = (passed[window] ?? 0) + 1;
      }
    }
  }
  const total = Object.values(passed).reduce((sum, count) => sum + count, 0);
  print(
    `${total} crashes, each resumed: ${Object.entries(passed)
      .map(([window, count]) => `${count} ${window}`)
      .join(', ')}`,
  );
}
