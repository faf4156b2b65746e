import { expect, test } from 'vitest';
import { readGraph } from '../../src/graph/graph.ts';
import { hasUnknown } from '../../src/lib/property.ts';
import { editable, type RuleCase } from './cases/build.ts';
import { differences } from './cases/differences.ts';
import { CASES } from './cases/index.ts';

/**
 * The fixtures are what they say: each is a readable checkpoint, covers every verdict that its control decides (error and pending are held elsewhere), and each
 * mutation edits a case that exists. What the rules make of them is rules.test.ts.
 */
const VERDICTS = ['pass', 'fail', 'not-applicable', 'unknown'] as const;

for (const [control, { cases, mutations }] of Object.entries(CASES)) {
  test(`${control}: the cases ask for every verdict, under titles of their own, and name resources that they have`, () => {
    const titles = cases.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    const asked = new Set(cases.flatMap(({ expect: rows }) => rows.flatMap(({ verdict }) => verdict)));
    for (const verdict of VERDICTS) expect(asked).toContain(verdict);
    for (const one of cases) expect(unnamed(one), one.title).toEqual([]);
  });

  test(`${control}: every case is a graph, in which a preview knows no id`, () => {
    for (const { title, stacks } of cases) {
      const graph = readGraph(stacks.map(({ name, resources }) => ({ name, checkpoint: checkpointOf(resources) })));
      expect(graph.nodes.length, title).toBeGreaterThan(0);
      const foreseen = new Set(stacks.filter(({ preview }) => preview).map(({ name }) => name));
      const ids = graph.nodes.filter((node) => node.custom && !node.type.startsWith('pulumi:'));
      for (const node of ids) expect(node.id === undefined, `${title}: ${node.urn}`).toBe(foreseen.has(node.stack));
    }
  });

  test(`${control}: every mutation changes its case`, () => {
    expect(mutations.length).toBeGreaterThan(0);
    for (const { of, edit, mutate } of mutations) {
      const origin = cases.find(({ title }) => title === of);
      if (origin === undefined) throw new Error(`no case is called: ${of}`);
      const verdicts = origin.expect.flatMap(({ verdict }) => verdict);
      expect(new Set(verdicts), edit).toEqual(new Set(['pass']));
      const edited = editable(origin.stacks);
      mutate(edited);
      expect(edited, edit).not.toEqual(editable(origin.stacks));
    }
  });
}

test('previews of the fixtures do hold unknown values', () => {
  const previews = Object.values(CASES).flatMap(({ cases }) => cases.flatMap(({ stacks }) => stacks));
  const unknowns = previews
    .filter(({ preview }) => preview)
    .filter(({ resources }) => resources.some(({ outputs }) => hasUnknown(outputs)));
  expect(unknowns.length).toBeGreaterThan(10);
});

function unnamed({ stacks, expect: rows }: RuleCase): unknown[] {
  return rows.filter(({ name, stack }) => {
    const within = stacks.filter((one) => stack === undefined || one.name === stack);
    return name !== undefined && !within.some((one) => one.resources.some(({ urn }) => urn.endsWith(`::${name}`)));
  });
}

function checkpointOf(resources: readonly unknown[]): unknown {
  return { version: 3, deployment: { resources } };
}

test('a missing row, another verdict, another message and a row that nobody asked for are differences', () => {
  const urn = 'urn:pulumi:prod::shop::aws:s3/bucket:Bucket::bucket';
  const fail = { urn, verdict: 'fail', message: 'no owner' };
  expect(differences([fail], [{ name: 'bucket', verdict: 'fail', messageIncludes: 'owner' }])).toEqual([]);
  expect(differences([{ urn, verdict: 'pass' }], [])).toEqual([]);
  expect(differences([], [{ name: 'bucket', verdict: 'fail' }])).toHaveLength(1);
  expect(differences([fail], [{ name: 'bucket', verdict: ['pass', 'unknown'] }])).toHaveLength(1);
  expect(differences([fail], [{ name: 'bucket', verdict: 'fail', messageIncludes: 'rpo' }])).toHaveLength(1);
  expect(differences([fail], [])).toHaveLength(1);
  // a row of the estate is no resource's, and one that is optional may be missing
  expect(differences([fail], [{ verdict: 'fail' }])).toHaveLength(2);
  expect(differences([{ verdict: 'fail' }], [{ verdict: 'fail' }])).toEqual([]);
  expect(differences([], [{ name: 'bucket', verdict: 'fail', isOptional: true }])).toEqual([]);
  expect(differences([fail], [{ name: 'bucket', verdict: 'pass', isOptional: true }])).toHaveLength(1);
});
