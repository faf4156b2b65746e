import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointsOf } from '../../test/support/checkpoint.ts';
import { fleet } from '../../test/support/fleet.ts';
import { type Row, repeated } from './measure.ts';
import { inNewFolder, nodeMs } from './processes.ts';

/** Every control over exported checkpoints of a thousand resources and of ten thousand, whole processes. */
export async function auditsOfExports(tell: (what: string) => void): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of [1_000, 10_000]) {
    tell(`audit of ${size} resources`);
    const figures = await inNewFolder((folder) => {
      const files = checkpointsOf(fleet(size).resources).map(({ name, checkpoint }) => {
        const path = join(folder, `${name}.json`);
        writeFileSync(path, JSON.stringify(checkpoint, null, 4));
        return ['--file', path];
      });
      const words = [join('bin', 'evenkeel.js'), 'audit', ...files.flat(), '--quiet'];
      // faults are planted: the answer is no
      return repeated(5, () => nodeMs(words, [1]) / 1000);
    });
    rows.push({
      what: `audit --file, ${size} resources, whole process`,
      unit: 's',
      figures,
      ...(size === 1_000 && { bound: 0.5 }),
    });
  }
  return rows;
}
