import { RULES } from '../policies/rules/index.ts';
import { CASES } from '../test/policies/cases/index.ts';
import { scoreOf } from './mutation/breaks.ts';
import { changesOf } from './mutation/changes.ts';

/**
 * How many breaks of passing stacks each rule finds: `npm run mutate:policies [-- ID …]`. The breaks were written from the catalogue's sentences by
 * another hand than the rules. Ends with 1 where a rule finds less than 95 % of its breaks, or has none. Then, for information: of the
 * changes that nobody chose, those that change no verdict.
 */
const WANTED = 0.95;
const asked = process.argv.slice(2);
const unknown = asked.filter((id) => !RULES.some((rule) => rule.id === id));
if (unknown.length > 0) {
  process.stderr.write(`no rule is called ${unknown.join(', ')}\n`);
  process.exit(2);
}
const rules = RULES.filter(({ id }) => asked.length === 0 || asked.includes(id));
const casesOf = (id: string) => CASES[id] ?? { cases: [], mutations: [] };
const percent = (part: number, whole: number) => `${whole === 0 ? '–' : ((100 * part) / whole).toFixed(1)} %`;
const row = (...cells: readonly string[]) =>
  `${cells.map((cell, index) => cell.padEnd(index === 0 ? 9 : 12)).join('')}\n`;

process.stdout.write(row('rule', 'found', 'score'));
const scores = rules.map((rule) => scoreOf(rule, casesOf(rule.id)));
for (const { rule, breaks, found, missed } of scores) {
  process.stdout.write(row(rule, `${found}/${breaks}`, percent(found, breaks)));
  for (const one of missed) process.stdout.write(`         missed: ${one}\n`);
}
const breaks = scores.reduce((sum, score) => sum + score.breaks, 0);
const found = scores.reduce((sum, score) => sum + score.found, 0);
const bad = scores.filter((score) => score.breaks === 0 || score.found / score.breaks < WANTED);
process.stdout.write(row('total', `${found}/${breaks}`, percent(found, breaks)));
process.stdout.write(
  `${scores.length} rules; below 95 % or without a break: ${bad.map(({ rule }) => rule).join(', ') || 'none'}\n`,
);

process.stdout.write(
  '\nChanges that nobody chose: what a rule reads, taken away, flipped, made unknown. Not each is a break.\n',
);
process.stdout.write(row('rule', 'noticed', 'share'));
for (const rule of rules) {
  const { made, noticed, unnoticed } = changesOf(rule, casesOf(rule.id));
  process.stdout.write(row(rule.id, `${noticed}/${made}`, percent(noticed, made)));
  for (const name of unnoticed) process.stdout.write(`         not noticed: ${name}\n`);
}
process.exit(bad.length === 0 ? 0 : 1);
