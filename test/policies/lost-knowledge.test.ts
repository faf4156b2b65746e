import { describe, expect, it } from 'vitest';
import { RULES } from '../../policies/rules/index.ts';
import { UNKNOWN } from '../../src/lib/property.ts';
import { evaluate, type VerdictRow } from '../../src/policy/index.ts';
import { graphWith, SECRET } from '../support/checkpoint.ts';
import { fleet } from '../support/fleet.ts';
import { JUDGED_AT_MS } from '../support/judged-at.ts';

type Tree = Record<string, unknown>;

/**
 * Every value of a small fleet, one at a time, is taken away, as not computed yet or as a secret: a verdict may become unknown
 * or pending, and nothing else. It does not prove it of two values at once.
 */
describe('knowledge that is lost', () => {
  // of these services each has a fault of its own
  const all = fleet(400).resources;
  const wanted = [5, 11, 13, 17];
  const resources = all.filter(({ urn }) => wanted.includes(Number(/-(\d+)$/.exec(String(urn))?.[1])));
  const before = verdicts(resources);

  for (const [what, lost] of [
    ['not computed yet', UNKNOWN],
    ['secret', SECRET],
  ] as const) {
    it(`turns no verdict into another that is decided, where a value is ${what}`, () => {
      const wrong: string[] = [];
      let changes = 0;
      for (const [index, resource] of resources.entries()) {
        for (const path of pathsIn((resource['inputs'] ?? {}) as Tree)) {
          const changed = structuredClone(resource);
          for (const side of ['inputs', 'outputs']) setAt((changed[side] ?? {}) as Tree, path, lost);
          const after = verdicts(resources.with(index, changed));
          for (const [place, { verdict }] of after) {
            if (verdict === before.get(place)?.verdict) continue;
            changes += 1;
            if (verdict !== 'unknown' && verdict !== 'pending')
              wrong.push(`${resource['urn']} ${path.join('.')}: ${place} ${verdict}`);
          }
          if (after.size !== before.size) wrong.push(`${resource['urn']} ${path.join('.')}: another number of rows`);
        }
      }
      expect(wrong).toEqual([]);
      expect(changes).toBeGreaterThan(100);
    });
  }
});

function verdicts(resources: readonly Tree[]): Map<string, VerdictRow> {
  const { rows } = evaluate({ nowMs: JUDGED_AT_MS, graph: graphWith(...resources), rules: RULES, phase: 'preview' });
  return new Map(rows.map((row) => [`${row.control} ${row.urn}`, row]));
}

/** The path of every value, whole maps and lists included. */
function pathsIn(tree: Tree): string[][] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const inner = typeof value === 'object' && value !== null ? pathsIn(value as Tree) : [];
    return [[key], ...inner.map((path) => [key, ...path])];
  });
}

function setAt(tree: Tree, path: readonly string[], value: unknown): void {
  const [head = '', ...rest] = path;
  if (!(head in tree)) return;
  if (rest.length === 0) tree[head] = value;
  else setAt(tree[head] as Tree, rest, value);
}
