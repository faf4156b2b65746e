import { allKills, KillGround } from '../test/support/kills.ts';

/**
 * Kills the failover at every instant of every step, on twins of three seeds, and compares the world that the resumed run
 * leaves with that of the run that was not killed. `node scripts/dev.ts torture`.
 */
const SEEDS = [1, 2, 3];
const ground = new KillGround();
const counts = new Map<string, number>();
let wrong = 0;
try {
  for (const seed of SEEDS) await ground.prepare(seed);
  for (const kill of allKills(SEEDS)) {
    const { killed, differences } = await ground.kill(kill);
    const name = `seed ${kill.seed}, ${kill.step}:${kill.window}`;
    if (killed) counts.set(kill.window, (counts.get(kill.window) ?? 0) + 1);
    if (!killed || differences.length > 0) wrong++;
    const verdict = !killed ? 'was not killed' : differences.length > 0 ? differences.join('\n    ') : 'same world';
    process.stdout.write(`${name}: ${verdict}\n`);
  }
} finally {
  ground.close();
}
const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
process.stdout.write(`\n${total} kills: ${[...counts].map(([window, count]) => `${count} ${window}`).join(', ')}\n`);
process.stdout.write(`${total - wrong} passed, ${wrong} failed\n`);
process.exit(wrong === 0 ? 0 : 1);
