import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case, Outcome } from './case.ts';
import { CASES } from './cases/index.ts';
import { runPulumi } from './rig/pulumi.ts';

const FOLDER = join(import.meta.dirname, 'recorded');

/** What the real CLI did with every case of a topic, by the case's name. */
export function recorded(topic: string): Readonly<Record<string, readonly Outcome[]>> {
  const read = JSON.parse(readFileSync(join(FOLDER, `${topic}.json`), 'utf8')) as Record<
    string,
    readonly (Omit<Outcome, 'disorder'> & Partial<Outcome>)[]
  >;
  // disorder is written where there was any
  const whole = Object.entries(read).map(([name, outcomes]) => [
    name,
    outcomes.map((one) => ({ disorder: [], ...one })),
  ]);
  return Object.fromEntries(whole);
}

/** Runs cases on the real CLI and writes what it did; with names, only those cases are run anew. */
export async function record(names: readonly string[], onCase: (name: string) => void): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  for (const [topic, cases] of Object.entries(CASES)) {
    const wanted = cases.filter(({ name }) => names.length === 0 || names.includes(name));
    if (wanted.length === 0) continue;
    const known = names.length === 0 ? {} : knownOf(topic);
    const results = await twoAtATime(wanted, async (one) => {
      const outcomes = await runPulumi(one);
      onCase(one.name);
      return [one.name, outcomes] as const;
    });
    const all = { ...known, ...Object.fromEntries(results) };
    const kept = cases.filter(({ name }) => name in all).map(({ name }) => [name, all[name]] as const);
    writeFileSync(join(FOLDER, `${topic}.json`), render(kept));
  }
}

/** One line a resource: a change of a record is to be read in a diff. */
function render(cases: readonly (readonly [string, readonly Outcome[] | undefined])[]): string {
  const list = (items: readonly unknown[], indent: string) =>
    items.length === 0
      ? '[]'
      : `[\n${items.map((item) => `${indent}  ${JSON.stringify(item)}`).join(',\n')}\n${indent}]`;
  const generation = ({ failed, steps, effects, disorder, state }: Outcome) =>
    `    {\n      "failed": ${failed},\n      "steps": ${list(steps, '      ')},\n      "effects": ${list(effects, '      ')},${disorder.length > 0 ? `\n      "disorder": ${list(disorder, '      ')},` : ''}\n      "state": ${list(state, '      ')}\n    }`;
  const texts = cases.map(
    ([name, outcomes = []]) => `  ${JSON.stringify(name)}: [\n${outcomes.map(generation).join(',\n')}\n  ]`,
  );
  return `{\n${texts.join(',\n')}\n}\n`;
}

function knownOf(topic: string): Readonly<Record<string, readonly Outcome[]>> {
  try {
    return recorded(topic);
  } catch {
    // nothing of this topic has been recorded yet
    return {};
  }
}

async function twoAtATime<T>(cases: readonly Case[], run: (one: Case) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  const queue = cases.map((one, index) => ({ one, index }));
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) results[next.index] = await run(next.one);
  };
  await Promise.all([work(), work()]);
  return results;
}
