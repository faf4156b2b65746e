import { parseArgs } from 'node:util';
import { disagreement } from '../test/lib/schedule/compare.ts';
import { print } from './findings.ts';

/**
 * Random schedules of AWS, alone and several together, in places whose clocks change: the longest gap that is told, beside 800 days run
 * minute by minute: `node scripts/dev.ts schedules [--count 10000] [--from 1]`.
 */
const { values } = parseArgs({ options: { count: { type: 'string' }, from: { type: 'string' } } });
const [count, from] = [Number(values.count ?? 10_000), Number(values.from ?? 1)];
let wrong = 0;
for (let seed = from; seed < from + count; seed++) {
  const one = disagreement(seed);
  if (one === undefined) continue;
  wrong++;
  print(one);
}
print(`${count} seeds from ${from}: ${wrong} disagree`);
process.exit(wrong === 0 ? 0 : 1);
