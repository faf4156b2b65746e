import { rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { auditsOfExports } from './bench/audit.ts';
import { enginesSideBySide } from './bench/engines.ts';
import { journalStepMs } from './bench/journal.ts';
import { type Row, repeated, table } from './bench/measure.ts';
import { COMPILE_CACHE, drillMs, evenkeelMs, inNewFolder } from './bench/processes.ts';
import { syncRow, wireRow } from './bench/wire.ts';

/**
 * How long it takes: medians of several runs after one that warms up, beside what is asked for. Nothing fails here: a machine that is
 * busy with something else is slower. `node scripts/dev.ts bench`.
 */
const SEEDS = 30;
const rows: Row[] = [
  ...(await enginesSideBySide(tell)),
  await upOfOrders(),
  ...(await drillsOfOrders()),
  ...(await wire()),
  ...(await auditsOfExports(tell)),
  await journal(),
  ...(await help()),
];
const machine = `${availableParallelism()} cores, Node ${process.version}, ${process.platform} ${process.arch}`;
process.stdout.write(`${machine}, state in ${tmpdir()}\n\n${table(rows)}\n`);

async function upOfOrders(): Promise<Row> {
  tell('up orders');
  const figures = await repeated(3, () => inNewFolder((folder) => upMs(folder) / 1000));
  return { what: 'up orders, from nothing', unit: 's', figures, bound: 12 };
}

async function drillsOfOrders(): Promise<Row[]> {
  tell('drill orders');
  return inNewFolder(async (folder) => {
    upMs(folder);
    const one = await repeated(5, () => drillMs('orders', '--seed', '7', '--quiet', '--state', folder) / 1000);
    const seeds = `1..${SEEDS}`;
    const many = await repeated(3, () => drillMs('orders', '--seeds', seeds, '--quiet', '--state', folder) / 1000);
    return [
      { what: 'drill orders --seed 7, of a system that is up', unit: 's', figures: one, bound: 2 },
      { what: `drill orders --seeds ${seeds}, whole process`, unit: 's', figures: many },
      { what: '  the same, rehearsals', unit: 'a minute', figures: many.map((seconds) => (SEEDS * 60) / seconds) },
    ];
  });
}

async function wire(): Promise<Row[]> {
  tell('the wire');
  return inNewFolder(async (folder) => {
    upMs(folder);
    return [await wireRow(folder, 'memory'), await wireRow(folder, 'disk'), await syncRow(folder)];
  });
}

async function journal(): Promise<Row> {
  tell('journal');
  const figures = await repeated(5, () => inNewFolder(journalStepMs));
  return { what: 'journal: intent and outcome of a step, both on the disk', unit: 'ms a step', figures, bound: 1 };
}

async function help(): Promise<Row[]> {
  tell('--help');
  const cold = await repeated(5, () => {
    rmSync(COMPILE_CACHE, { recursive: true, force: true });
    return evenkeelMs('--help');
  });
  const warm = await repeated(5, () => evenkeelMs('--help'));
  return [
    { what: '--help, nothing compiled yet', unit: 'ms', figures: cold, bound: 150 },
    { what: '--help', unit: 'ms', figures: warm, bound: 150 },
  ];
}

function upMs(folder: string): number {
  return evenkeelMs('up', 'orders', '--yes', '--quiet', '--state', folder);
}

function tell(what: string): void {
  process.stderr.write(`measuring ${what}\n`);
}
