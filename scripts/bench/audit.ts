import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointsOf } from '../../test/support/checkpoint.ts';
import { fleet } from '../../test/support/fleet.ts';
import type { Row } from './measure.ts';
import { inNewFolder, nodeCost } from './processes.ts';

const SIZES = [1_000, 10_000, 20_000] as const;
const RUNS = 5;

/** Every control over exported checkpoints, whole processes, every row written as JSON; what the audit of twice as many costs. */
export async function auditsOfExports(tell: (what: string) => void): Promise<Row[]> {
  const costs = await inNewFolder((folder) => {
    const words = new Map(SIZES.map((size) => [size, wordsOf(folder, size)]));
    const found = SIZES.map(() => [] as { ms: number; mebibytes: number }[]);
    // the sizes take turns, so that a bad moment of the machine meets all of them; the first turn warms up
    for (let run = 0; run <= RUNS; run++) {
      for (const [index, size] of SIZES.entries()) {
        tell(`audit of ${size} resources, ${run} of ${RUNS}`);
        // faults are planted: the answer is no
        const cost = nodeCost(words.get(size) ?? [], [1]);
        if (run > 0) found[index]?.push(cost);
      }
    }
    return found;
  });
  const [small = [], large = [], twice = []] = costs;
  const seconds = (list: readonly { ms: number }[]) => list.map(({ ms }) => ms / 1000);
  return [
    { what: 'audit --file, 90 controls, 1,000 resources', unit: 's', figures: seconds(small), bound: 0.4 },
    { what: 'audit --file, 90 controls, 10,000 resources', unit: 's', figures: seconds(large), bound: 1 },
    { what: '  its memory', unit: 'MiB', figures: large.map(({ mebibytes }) => mebibytes), bound: 300 },
    {
      what: 'audit --file, 20,000 resources against 10,000',
      unit: '×',
      figures: twice.map(({ ms }, index) => ms / (large[index]?.ms ?? Number.NaN)),
      bound: 2.3,
    },
  ];
}

function wordsOf(folder: string, size: number): readonly string[] {
  const files = checkpointsOf(fleet(size).resources).flatMap(({ name, checkpoint }) => {
    const path = join(folder, `${size}-${name}.json`);
    writeFileSync(path, JSON.stringify(checkpoint, null, 4));
    return ['--file', path];
  });
  const rows = join(folder, `${size}-rows.json`);
  return [join('bin', 'evenkeel.js'), 'audit', ...files, '--quiet', '--format', 'json', '--output', rows];
}
