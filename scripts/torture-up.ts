import { parseArgs } from 'node:util';
import { betweenKills, pulumiBetween } from '../test/support/pulumi-between.ts';
import { allUpKills, type KillResult, UpKillGround } from '../test/support/up-kills.ts';

/**
 * Kills `evenkeel up orders` with SIGKILL at every phase that it passes, and at random times, and compares the twin's world, the
 * checkpoints and what `ec2 describe-…` counts after the next `up` with those of the run that was not killed.
 * `--random N` kills at random times (default 12), `--phases A..B` at some of the phases only (0..0: at none), `--pulumi` goes on to
 * kill ten more with `pulumi cancel` and `pulumi up` in between.
 */
const { values } = parseArgs({
  options: {
    random: { type: 'string', default: '12' },
    phases: { type: 'string', default: '0..1000' },
    pulumi: { type: 'boolean', default: false },
  },
});
const [from, to] = values.phases.split('..').map(Number);
const kills = allUpKills().slice(from, to);
const ground = new UpKillGround();
const counts = new Map<string, number>();
let wrong = 0;
try {
  await ground.prepare();
  for (const kill of kills) {
    const { stack, phase, nth, second } = kill;
    const name = second === undefined ? phase : `${phase}, then ${second}`;
    report(`${stack}: ${name} #${nth}`, name, await ground.kill(kill));
  }
  for (let seed = 1; seed <= Number(values.random); seed++) {
    report(`random, seed ${seed}`, 'a random time', await ground.killAtRandom(String(seed)));
  }
  for (const kill of values.pulumi ? betweenKills() : []) {
    const { killed, changes, doubled } = await pulumiBetween(ground, kill);
    const name = `${kill.phase}, with the Pulumi CLI in between`;
    report(`${kill.stack}: ${name}`, name, { killed, differences: [...changes, ...doubled] });
  }
} finally {
  ground.close();
}
const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
process.stdout.write(`\n${total} kills:\n${[...counts].map(([phase, count]) => `  ${count} at ${phase}\n`).join('')}`);
process.stdout.write(`${wrong} not killed, or another state after the next up\n`);
process.exit(wrong === 0 ? 0 : 1);

function report(name: string, phase: string, { killed, differences }: KillResult): void {
  if (killed) counts.set(phase, (counts.get(phase) ?? 0) + 1);
  if (!killed || differences.length > 0) wrong++;
  const verdict = !killed ? 'was not killed' : differences.length > 0 ? differences.join('\n    ') : 'same state';
  process.stdout.write(`${name}: ${verdict}\n`);
}
