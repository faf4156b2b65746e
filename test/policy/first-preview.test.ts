import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { RULES } from '../../policies/rules/index.ts';
import { openBackend, runStack } from '../../src/engine/index.ts';
import { graphOf } from '../../src/graph/graph.ts';
import { evaluate } from '../../src/policy/index.ts';
import { assembleTwin } from '../../src/twin/twin.ts';
import { JUDGED_AT_MS } from '../support/judged-at.ts';

/** `control resource verdict` of the first preview of a program, in which no id is known; what passes or is not asked left out. */
async function firstPreview(config: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-preview-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const nowMs = Date.UTC(2026, 0, 1);
  const twin = assembleTwin({ seed: '1', account: '111122223333', nowMs });
  const program = join(import.meta.dirname, 'programs', 'narrow.ts');
  const { states } = await runStack({
    program,
    project: 'shop',
    stack: 'dev',
    config: { 'aws:region': 'us-east-1', ...config },
    backend: openBackend(folder),
    provider: twin.provider,
    mode: 'preview',
    readFirst: true,
    clock: { nowMs: () => nowMs },
    environment: { PATH: process.env['PATH'] ?? '' },
  });
  const graph = graphOf(states);
  expect(graph.nodes.filter(({ type, id }) => type.startsWith('aws:') && id !== undefined)).toEqual([]);
  const rules = RULES.filter(({ id }) => id === 'RED-01' || id === 'NET-01');
  const { rows } = evaluate({ nowMs: JUDGED_AT_MS, graph, rules, phase: 'preview' });
  return rows
    .filter(({ verdict }) => verdict !== 'pass' && verdict !== 'not-applicable')
    .map(({ control, urn, verdict, message, at }) => [control, urn?.split('::').at(-1), verdict, message, at]);
}

test('a balancer over two subnets of one zone is refused in the first preview, however the program lists them', async () => {
  const zones = 'stands in 1 zone (us-east-1a); 2 are wanted, of tier 1 3';
  expect(await firstPreview({ 'shop:zones': 'aa', 'shop:from': '10.0.0.0/8' })).toEqual([
    ['RED-01', 'as-a-whole', 'fail', `as-a-whole ${zones}`, 'narrow.ts:30:1'],
    ['RED-01', 'one-by-one', 'fail', `one-by-one ${zones}`, 'narrow.ts:29:1'],
  ]);
});

test('in two zones it passes, unless nobody knows yet whether all subnets are meant; an attached rule is found by its edge', async () => {
  const found = await firstPreview({ 'shop:zones': 'ab' });
  const open = 'lets 0.0.0.0/0 reach port 22';
  expect(found).toEqual([
    ['NET-01', 'group', 'fail', `group ${open}`, 'narrow.ts:21:15'],
    ['NET-01', 'rule', 'fail', `rule ${open}`, 'narrow.ts:22:1'],
    [
      'RED-01',
      'as-a-whole',
      'unknown',
      'as-a-whole cannot be decided: zones: perhaps us-east-1a, us-east-1b: not computed yet',
      'narrow.ts:30:1',
    ],
  ]);
});
