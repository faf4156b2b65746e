/** Developer tasks: `node scripts/dev.ts TASK`. */
import { spawnSync } from 'node:child_process';

const bin = (name: string) => `node_modules/.bin/${name}`;
const tasks: Record<string, () => number> = {
  test: () => run(bin('vitest'), 'run'),
  check: () => run(bin('biome'), 'check', '.') || run(bin('tsc'), '-p', '.') || run(bin('vitest'), 'run'),
};

const task = tasks[process.argv[2] ?? ''];
if (!task) {
  process.stderr.write(`usage: node scripts/dev.ts ${Object.keys(tasks).join('|')}\n`);
  process.exit(2);
}
process.exit(task());

function run(command: string, ...args: string[]): number {
  return spawnSync(command, [...args, ...process.argv.slice(3)], { stdio: 'inherit' }).status ?? 70;
}
