import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { RULES } from '../../policies/rules/index.ts';
import { openBackend, runStack } from '../../src/engine/index.ts';
import { graphOf } from '../../src/graph/graph.ts';
import { type Evaluation, evaluate } from '../../src/policy/index.ts';
import { assembleTwin } from '../../src/twin/twin.ts';
import { JUDGED_AT_MS } from '../support/judged-at.ts';
import { keepingProvider } from './support/keeping-provider.ts';

/**
 * Thirty programs after well-known architectures, which use none of our components, are brought up by the engine and audited. It does not
 * prove that their verdicts are right: the cases do.
 */
const ROOT = join(import.meta.dirname, 'programs', 'architectures');
const FAMILIES = { accounts: 4, containers: 7, data: 8, serverless: 7, web: 4 };

describe.each(Object.entries(FAMILIES))('architectures: %s', (family, count) => {
  test('are audited, in a preview and deployed: every resource has a row or its type is listed, and no rule fails', async () => {
    const { preview, deployed, architectures } = await audited(family);
    expect(new Set(architectures).size).toBe(count);
    for (const { evaluation, types } of [preview, deployed]) {
      expect(evaluation.rows.filter(({ verdict }) => verdict === 'error')).toEqual([]);
      expect(ignored(evaluation, types)).toEqual([]);
      expect(evaluation.resources).toBe(types.size);
      expect(evaluation.examined).toBeGreaterThan(50);
    }
    expect(contradictions(preview.evaluation, deployed.evaluation)).toEqual([]);
  }, 300_000);
});

test('they are thirty', () => {
  expect(Object.values(FAMILIES).reduce((sum, count) => sum + count, 0)).toBe(30);
});

interface Audit {
  readonly evaluation: Evaluation;
  /** Types of the resources of providers, by URN. */
  readonly types: ReadonlyMap<string, string>;
}

async function audited(family: string) {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-architectures-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  let now = Date.UTC(2026, 0, 1);
  const clock = { nowMs: () => (now += 1000) };
  const provider = keepingProvider(assembleTwin({ seed: '1', account: '111122223333', nowMs: now }).provider);
  const backend = openBackend(folder);
  const audit = async (mode: 'preview' | 'update') => {
    const config = { 'aws:region': 'us-east-1', 'test:family': family };
    const options = { program: join(ROOT, 'index.ts'), root: ROOT, project: 'test', stack: 'dev', config };
    const result = await runStack({ ...options, backend, provider, mode, readFirst: false, clock });
    const graph = graphOf(result.states);
    const phase = mode === 'preview' ? 'preview' : 'deployed';
    const evaluation = evaluate({ graph, rules: RULES, phase, nowMs: JUDGED_AT_MS });
    const resources = graph.nodes.filter(({ custom, type }) => custom && !type.startsWith('pulumi:'));
    const types = new Map(resources.map(({ urn, type }) => [urn, type]));
    return { evaluation, types, outputs: result.outputs };
  };
  const preview = await audit('preview');
  const deployed = await audit('update');
  return { preview, deployed, architectures: deployed.outputs['architectures'] as string[] };
}

/** Resources that have no row and whose type is not listed as unsupported, and types that are listed wrongly. */
function ignored({ rows, unsupportedTypes }: Evaluation, types: Audit['types']): string[] {
  const told = new Set(rows.map(({ urn }) => urn));
  const isListed = (type: string) => Object.hasOwn(unsupportedTypes, type);
  const silent = [...types].filter(([urn, type]) => told.has(urn) === isListed(type)).map(([urn]) => urn);
  const counts = Map.groupBy([...types.values()].filter(isListed), (type) => type);
  const miscounted = Object.entries(unsupportedTypes).filter(([type, count]) => counts.get(type)?.length !== count);
  return [...silent, ...miscounted.map(([type]) => type)];
}

/** What passes in the preview and fails when it is there, or the other way round. */
function contradictions(preview: Evaluation, deployed: Evaluation): string[] {
  const key = ({ control, stack, urn }: Evaluation['rows'][number]) => `${control} ${stack} ${urn}`;
  const before = new Map(preview.rows.map((row) => [key(row), row]));
  return deployed.rows.flatMap((row) => {
    const then = before.get(key(row));
    const verdicts = [then?.verdict, row.verdict];
    const isOne = verdicts.includes('pass') && verdicts.includes('fail');
    return isOne ? [`${key(row)}: ${then?.verdict} then ${row.verdict}: ${row.message ?? then?.message ?? ''}`] : [];
  });
}
