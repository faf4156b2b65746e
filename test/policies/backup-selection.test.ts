import { expect, test } from 'vitest';
import { canMeet, matches } from '../../policies/facts/glob.ts';
import { bkp01 } from '../../policies/rules/backup/BKP-01-selected.ts';
import { bkp03 } from '../../policies/rules/backup/BKP-03-worst-gap.ts';
import { readGraph } from '../../src/graph/graph.ts';
import { evaluate } from '../../src/policy/index.ts';
import { JUDGED_AT_MS } from '../support/judged-at.ts';
import { plan, selection, table } from './cases/backup/parts.ts';
import { type Add, type Given, stackOf } from './cases/build.ts';

/** What of a selection the cases of BKP-01 leave out: ARNs that are not known yet, tags that are not there, several plans. */
const region = 'us-east-1';

test('the wildcard of a selection is compared with what a program tells of an ARN that is not there yet', () => {
  const selected = (pattern: string, given: Record<string, string>) =>
    verdicts(true, (add) => {
      table(add, 'table', given);
      selection(add, plan(add, 'plan', [{}]), 'selection', { resources: [pattern] });
    });
  expect(selected('arn:aws:dynamodb:us-east-1:*:table/prod-*', { name: 'prod-orders' })).toEqual(['pass']);
  expect(selected('arn:aws:dynamodb:us-east-1:*:table/dev-*', { name: 'prod-orders' })).toEqual(['fail']);
  expect(selected('arn:aws:rds:*', {})).toEqual(['fail']);
  expect(selected('arn:aws:dynamodb:*', {})).toEqual(['pass']);
  expect(selected('arn:aws:dynamodb:us-east-1:*:table/prod-*', {})).toEqual(['pending']);
  expect(selected('arn:aws:dynamodb:us-west-2:*:table/*', {})).toEqual(['fail']);
});

test('whether a condition by what a tag is not takes what has no such tag is not known', () => {
  const conditions = [{ stringNotEquals: [{ key: 'aws:ResourceTag/backup', value: 'none' }] }];
  const judged = (tags: Record<string, string>) =>
    verdicts(false, (add) => {
      table(add, 'table', { tags });
      selection(add, plan(add, 'plan', [{}]), 'selection', { resources: ['*'], conditions });
    });
  expect(judged({ backup: 'daily' })).toEqual(['pass']);
  expect(judged({ backup: 'none' })).toEqual(['fail']);
  expect(judged({})).toEqual(['unknown']);
});

test('the rules of several plans fill each other’s gaps, and a plan that takes it only perhaps leaves it open', () => {
  const judged = (second: Record<string, Given>) =>
    verdicts(
      false,
      (add) => {
        const one = table(add, 'table', { tags: { rpo: '12h' } });
        const taken = { resources: [one.ref('arn')] };
        selection(add, plan(add, 'night', [{ schedule: 'cron(0 3 * * ? *)' }]), 'by-night', taken);
        const day = plan(add, 'day', [{ schedule: 'cron(0 15 * * ? *)' }]);
        selection(add, day, 'by-day', { ...taken, ...second });
      },
      bkp03,
    );
  const conditions = [{ stringNotEquals: [{ key: 'aws:ResourceTag/stage', value: 'dev' }] }];
  expect(judged({})).toEqual(['pass']);
  expect(judged({ notResources: ['*'] })).toEqual(['fail']);
  expect(judged({ conditions })).toEqual(['unknown']);
});

test('a pattern stands for texts, and two patterns meet where one text is of both', () => {
  expect(matches('a*c', 'abbc')).toBe(true);
  expect(matches('a*c', 'abcd')).toBe(false);
  expect(matches('**', '')).toBe(true);
  expect(canMeet('a*', '*b')).toBe(true);
  expect(canMeet('a*', 'b*')).toBe(false);
});

function verdicts(preview: boolean, build: (add: Add) => void, rule = bkp01): string[] {
  const { name, resources } = stackOf({ name: 'prod', region, preview }, build);
  const graph = readGraph([{ name, checkpoint: { version: 3, deployment: { resources } } }]);
  const phase = preview ? 'preview' : 'deployed';
  const { rows } = evaluate({ graph, rules: [rule], phase, nowMs: JUDGED_AT_MS });
  return rows.filter(({ urn }) => urn?.endsWith('::table')).map(({ verdict }) => verdict);
}
