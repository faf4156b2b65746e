/** Developer tasks: `node scripts/dev.ts TASK [arguments of the tool]`. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTROLS_FOLDER, controlPages } from './controls.ts';
import { cliReference } from './reference.ts';
import { SYSTEM_FILE_GUIDE, systemFileGuide } from './system-file-fields.ts';

const TASKS: Readonly<Record<string, { about: string; run: (rest: readonly string[]) => number }>> = {
  test: { about: 'everything the project claims, tested', run: (rest) => tool('vitest', 'run', ...rest) },
  check: {
    about: 'format, lint, types, tests and repository rules, offline',
    run: (rest) => tool('biome', 'check', '.') || tool('tsc', '-p', '.') || tool('vitest', 'run', ...rest),
  },
  reference: {
    about: 'write the generated reference docs',
    run: () => {
      writeFileSync('docs/reference/cli.md', cliReference());
      writeFileSync(SYSTEM_FILE_GUIDE, systemFileGuide());
      rmSync(CONTROLS_FOLDER, { recursive: true, force: true });
      mkdirSync(CONTROLS_FOLDER, { recursive: true });
      for (const [name, text] of controlPages()) writeFileSync(join(CONTROLS_FOLDER, name), text);
      return 0;
    },
  },
  'record-conformance': {
    about: 'run the conformance cases (or those named) on the Pulumi CLI and record what it does',
    run: (rest) => node('scripts/record-conformance.ts', ...rest),
  },
  torture: {
    about: 'kill the failover at every instant of every step',
    run: () => node('scripts/torture.ts'),
  },
  'torture-up': {
    about: 'kill up at every phase and at random times; --pulumi: with the Pulumi CLI in between',
    run: (rest) => node('scripts/torture-up.ts', ...rest),
  },
  refusals: {
    about: 'which rows of the refusals table the suite tests, and why not the others',
    run: () => node('scripts/refusals.ts'),
  },
  runbooks: {
    about: 'lines of each runbook, and the step types it uses',
    run: () => node('scripts/runbooks.ts'),
  },
  taggable: {
    about: 'write the list of types that bear tags, from the installed SDK',
    run: () => node('scripts/taggable-types.ts'),
  },
  frameworks: {
    about: "write the edges of the frameworks from the catalogue's mappings",
    run: () => node('scripts/frameworks.ts'),
  },
  fuzz: {
    about: 'broken and changed requests against the twin: --requests 100000 --seed 1',
    run: (rest) => node('scripts/fuzz.ts', ...rest),
  },
  seeds: {
    about: 'generated systems and drills over a hundred seeds; prints the distributions',
    run: () => node('scripts/seeds.ts'),
  },
  schedules: {
    about: 'the longest gap of random backup schedules beside 800 days run minute by minute: --count 10000 --from 1',
    run: (rest) => node('scripts/schedules.ts', ...rest),
  },
  upgrades: {
    about: 'upgrade-database: a hundred seeds of each scenario, and killed at every instant of every step',
    run: (rest) => node('scripts/upgrades.ts', ...rest),
  },
  retirements: {
    about:
      'retire-system: 200 systems with leftovers and things of others; the whole world is read: --systems 200 --from 1',
    run: (rest) => node('scripts/retirements.ts', ...rest),
  },
  'upgrade-fleets': {
    about: 'upgrade-fleet: a hundred seeds of each scenario, and killed at every instant of every step',
    run: (rest) => node('scripts/upgrade-fleets.ts', ...rest),
  },
  'mutate-policies': {
    about: 'how many breaks of passing stacks each rule finds, and which changes it does not notice: [ID …]',
    run: (rest) => node('scripts/mutate-policies.ts', ...rest),
  },
  bench: {
    about: 'how long it takes, beside what is asked for; asserts nothing',
    run: () => node('scripts/bench.ts'),
  },
  format: { about: 'write the format', run: () => tool('biome', 'check', '--write', '.') },
};

const [name, ...rest] = process.argv.slice(2);
const task = TASKS[name ?? ''];
if (!task) {
  const width = Math.max(...Object.keys(TASKS).map((key) => key.length));
  const lines = Object.entries(TASKS).map(([key, { about }]) => `  ${key.padEnd(width)}  ${about}`);
  process.stderr.write(`usage: node scripts/dev.ts TASK\n\n${lines.join('\n')}\n`);
  process.exit(2);
}
process.exit(task.run(rest));

function node(script: string, ...args: readonly string[]): number {
  return spawnSync(process.execPath, [script, ...args], { stdio: 'inherit' }).status ?? 70;
}

function tool(command: string, ...args: string[]): number {
  return spawnSync(`node_modules/.bin/${command}`, args, { stdio: 'inherit' }).status ?? 70;
}
