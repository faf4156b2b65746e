import { join } from 'node:path';
import { loadScenario } from '../src/cli/runbooks.ts';
import { canonicalJson } from '../src/lib/canonical.ts';
import { CRASH_WINDOWS } from '../src/lib/crashpoint.ts';
import { changedSystem } from '../src/rehearsal/changed-system.ts';
import { imagesOf } from '../src/rehearsal/rehearse.ts';
import { distribution } from '../src/rehearsal/summary.ts';
import { tookSeconds } from '../src/reports/change-summary.ts';
import { historyOf } from '../src/runner/journal/history.ts';
import { startRun } from '../src/runner/run.ts';
import { fleetsOf, rehearseUpgrade, spoil, upgradeFaults, upgradeGround } from '../test/support/fleet-upgrade.ts';
import { crashAndResume, type KillableRun } from '../test/support/killable-run.ts';
import { bringSystemUp } from '../test/support/system-up.ts';
import { Findings, print } from './findings.ts';

/**
 * What the tests of upgrade-fleet show for a few seeds and instants, for many: every scenario over a hundred seeds, and a simulated crash
 * at every instant of every step, of the way back too. `node scripts/dev.ts upgrade-fleets [SEEDS [SCENARIO | crashes]…]`.
 */
const root = join(import.meta.dirname, '..');
const ALL = ['newer-image', 'bad-image', 'failing-image', 'bad-image-at-writer', 'region-loss-in-refresh'];
const [seedsWord = '100', ...named] = process.argv.slice(2);
const SEEDS = Number(seedsWord);
const CRASH_SEEDS = named.includes('crashes') ? SEEDS : named.length > 0 ? 0 : 3;
const findings = new Findings();
const up = await bringSystemUp(join(root, 'stacks', 'systems', 'orders.yaml'));
const images = imagesOf({ ...up.subject, system: changedSystem(up.subject.system, { image: 'newer' }) });
try {
  for (const scenario of named.length > 0 ? named.filter((name) => name !== 'crashes') : ALL) await overSeeds(scenario);
  for (let seed = 1; seed <= CRASH_SEEDS; seed++) {
    await crashes(String(seed), 'done', () => undefined);
    await crashes(String(seed), 'rolledBack', (ground) => spoil(ground, 'us-east-1'));
  }
} finally {
  up.remove();
}
findings.exit();

async function overSeeds(name: string): Promise<void> {
  const scenario = await loadScenario(root, name);
  const outcomes: Record<string, number> = {};
  const availability: number[] = [];
  const took: number[] = [];
  let acknowledged = 0;
  let lost = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const rehearsal = await rehearseUpgrade(up, scenario, String(seed));
    const { outcome, measured } = rehearsal.document;
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    availability.push(measured.availability);
    took.push(tookSeconds(rehearsal.document) / 60);
    acknowledged += measured.acknowledgedWrites;
    lost += measured.lostWrites;
    findings.report(upgradeFaults(rehearsal, images).map((fault) => `${name}, seed ${seed}: ${fault}`));
    if (seed % 10 === 0 && seed < SEEDS) print(`${name}, seed ${seed}: ${JSON.stringify(outcomes)}`);
  }
  const least = (Math.min(...availability) * 100).toFixed(3);
  const minutes = distribution(took.map(Math.round));
  print(`${name}, ${SEEDS} seeds: ${JSON.stringify(outcomes)}, ${lost} of ${acknowledged} acknowledged writes lost`);
  print(`  availability at least ${least} %; took p50 ${minutes.p50} min, p95 ${minutes.p95}, max ${minutes.max}`);
}

async function crashes(seed: string, outcome: string, prepare: (ground: KillableRun) => void): Promise<void> {
  const unkilled = upgradeGround(up, seed);
  prepare(unkilled);
  const options = await unkilled.options();
  const { run } = await startRun(options);
  const steps = [...historyOf(options.journal.events(run)).steps.keys()];
  const wanted = canonicalJson(fleetsOf(unkilled.world));
  const passed: Record<string, number> = {};
  for (const key of steps) {
    for (const window of CRASH_WINDOWS) {
      const ground = upgradeGround(up, seed);
      prepare(ground);
      const result = await crashAndResume(ground, key, window);
      if (!result) continue;
      const same = result.outcome === outcome && canonicalJson(fleetsOf(ground.world)) === wanted;
      if (!same) findings.report([`seed ${seed}, ${outcome}, ${key}:${window}: ${result.outcome}, or another world`]);
      passed[window] = (passed[window] ?? 0) + 1;
    }
  }
  print(`seed ${seed}, ${outcome}: ${JSON.stringify(passed)} crashes, each resumed`);
}
