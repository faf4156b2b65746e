import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Distribution, distribution, type RunsSummary } from '../src/rehearsal/summary.ts';
import { failOverGenerated, faultsOf } from '../test/support/generated-failover.ts';
import { lossFaults, lossSeen } from '../test/support/lost-writes.ts';
import { bringSystemUp } from '../test/support/system-up.ts';

/**
 * What the tests show for a few seeds, for many: generated systems lose the region that writes, orders does over a hundred seeds of
 * two scenarios, and the writes that each document names as lost are counted again. `node scripts/dev.ts seeds`.
 */
const root = join(import.meta.dirname, '..');
const SYSTEMS = 20;
const DRILLS = 100;
let wrong = 0;
await generatedSystems();
drills('region-loss');
drills('replication-cut');
await lostWrites();
print(wrong === 0 ? '\nnothing is wrong' : `\n${wrong} are wrong`);
process.exit(wrong === 0 ? 0 : 1);

async function generatedSystems(): Promise<void> {
  const recovery: number[] = [];
  for (let seed = 1; seed <= SYSTEMS; seed++) {
    const result = await failOverGenerated(seed);
    const { document, regions, founder, name } = result;
    const { rtoSeconds } = document.measured;
    if (rtoSeconds !== null) recovery.push(rtoSeconds);
    const sites = Object.entries(regions).map(([site, region]) => `${site} ${region}`);
    print(
      `system ${seed}: ${name} (${sites.join(', ')}): ${founder} lost, ${document.sites.winner} won, ${rtoSeconds} s`,
    );
    report(faultsOf(result));
  }
  print(`${SYSTEMS} generated systems: served again after ${shown(distribution(recovery))} s\n`);
}

/** Through the command line, as a person would. Exit code 1 is an answer: an objective was missed by a seed. */
function drills(scenario: string): void {
  const state = mkdtempSync(join(tmpdir(), 'evenkeel-seeds-'));
  const words = ['drill', 'orders', '--scenario', scenario, '--seeds', `1..${DRILLS}`, '--json', '--state', state];
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'bin/evenkeel.js'), ...words], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  rmSync(state, { recursive: true, force: true });
  if (status !== 0 && status !== 1) {
    report([`drill ended with ${status}: ${stderr}`]);
    return;
  }
  const summary = JSON.parse(stdout) as RunsSummary;
  const { outcomes, rtoSeconds, rpoSeconds, lostWrites, met, violations, seen, objectives } = summary;
  print(`orders, ${scenario}, ${DRILLS} seeds: ${JSON.stringify(outcomes)}, ${violations} violations`);
  print(`  recovery time  ${shown(rtoSeconds)} s, objective ${objectives.rtoSeconds} s`);
  print(`  loss           ${shown(rpoSeconds)} s, objective ${objectives.rpoSeconds} s`);
  print(`  lost writes    ${shown(lostWrites)}`);
  print(
    `  both objectives met by ${met}; capacity short in ${seen.capacityShort}, fencing timed out in ${seen.fencingTimedOut}`,
  );
  for (const { replay, rtoSeconds: worst } of summary.worst) print(`  ${worst} s: ${replay}`);
  print('');
  if (violations > 0 || outcomes['recovered'] !== DRILLS)
    report([`${scenario}: not every seed recovered with no violation`]);
}

async function lostWrites(): Promise<void> {
  const up = await bringSystemUp(join(root, 'stacks', 'systems', 'orders.yaml'));
  const counts: number[] = [];
  const ages: number[] = [];
  for (let seed = 1; seed <= DRILLS; seed++) {
    const rehearsal = await up.rehearse('replication-cut', String(seed));
    const { lost, ageSeconds } = lossSeen(rehearsal);
    counts.push(lost.length);
    ages.push(ageSeconds);
    report(lossFaults(rehearsal).map((fault) => `seed ${seed}: ${fault}`));
  }
  up.remove();
  const least = `at least ${Math.min(...counts)} writes, ${Math.min(...ages)} s`;
  print(
    `counted again: ${shown(distribution(counts))} lost writes, the oldest ${shown(distribution(ages))} s old; ${least}`,
  );
}

function report(faults: readonly string[]): void {
  for (const fault of faults) print(`  WRONG: ${fault}`);
  if (faults.length > 0) wrong++;
}

function shown({ p50, p95, max }: Distribution): string {
  return `p50 ${p50}, p95 ${p95}, max ${max}`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
