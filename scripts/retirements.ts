import { parseArgs } from 'node:util';
import { runbook } from '../runbooks/retire-system.ts';
import { scenario } from '../runbooks/scenarios/idle.ts';
import { judge } from '../test/runbooks/retirement/judge.ts';
import { ordersToRetire, SHORT } from '../test/support/retirement.ts';
import { print } from './findings.ts';

/**
 * Retires systems with leftovers, protections and things of others around them, as drawn from seeds, and reads the whole world: `node
 * scripts/dev.ts retirements [--systems 200] [--from 1]`. Every second system keeps its final snapshots.
 */
const { values } = parseArgs({ options: { systems: { type: 'string' }, from: { type: 'string' } } });
const [systems, from] = [Number(values.systems ?? 200), Number(values.from ?? 1)];
const grounds = [
  await ordersToRetire(),
  await ordersToRetire([...SHORT, ['finalSnapshots: delete', 'finalSnapshots: keep']]),
];
const outcomes: Record<string, number> = {};
const kinds: Record<string, number> = {};
const count = (of: Record<string, number>, name: string) => {
  of[name] = (of[name] ?? 0) + 1;
};
let wrong = 0;
for (let seed = from; seed < from + systems; seed++) {
  const ground = grounds[seed % grounds.length];
  if (ground === undefined) throw new Error('broken invariant: a seed has a ground');
  const { outcome, faults, planted, protections, outlasting } = await judge({ ground, runbook, scenario, seed });
  const { locked, held } = protections;
  const why = locked !== undefined ? ', a vault is locked' : held !== undefined ? ', a legal hold lies on a vault' : '';
  count(outcomes, `${outcome}${why}`);
  for (const { role, visibility } of planted) count(kinds, role === 'orphan' ? `orphans, ${visibility}` : 'of others');
  if (outlasting.length > 0) count(kinds, 'kept beyond their day');
  if (outcome !== 'done' && why === '') print(`seed ${seed}: ended as ${outcome}`);
  for (const fault of faults) print(fault);
  wrong += faults.length;
}
for (const ground of grounds) ground.remove();
print(`${systems} systems: ${JSON.stringify(outcomes)}; planted ${JSON.stringify(kinds)}; ${wrong} faults`);
process.exit(wrong === 0 ? 0 : 1);
