import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../policies/rules/index.ts';
import { canonicalType } from '../../src/graph/canonical-type.ts';
import { root } from '../support/cli.ts';

interface Control {
  readonly id: string;
  readonly severity: string;
  readonly pulumiTypes: readonly string[];
  readonly level: 'resource' | 'stack' | 'estate';
}

const catalogue = JSON.parse(readFileSync(join(root, 'policies', 'controls.json'), 'utf8')) as { controls: Control[] };

/** The rules against the catalogue that they carry out. It does not prove that a rule's check says its sentence: the cases do. */
describe('the table of rules', () => {
  it('holds each rule of the folder once, in a file that begins with its control’s id, in a folder of its area', () => {
    const files = readdirSync(join(root, 'policies', 'rules'), { recursive: true })
      .map(String)
      .filter((name) => /[\\/].*\.ts$/.test(name) && !name.endsWith('index.ts'));
    const ids = files.map((name) => /[\\/]([A-Z]+-\d+)-[a-z0-9-]+\.ts$/.exec(name)?.[1]);
    expect(ids.toSorted()).toEqual(RULES.map(({ id }) => id));
    expect(RULES.map(({ id }) => id)).toEqual([...new Set(RULES.map(({ id }) => id))].sort());
  });

  it('says what the catalogue says: severity, every type, and the estate where several stacks are needed', () => {
    for (const rule of RULES) {
      const control = catalogue.controls.find(({ id }) => id === rule.id);
      expect(control?.severity).toBe(rule.severity);
      const known = [...rule.types, ...(rule.reads ?? [])];
      const types = (control?.pulumiTypes ?? []).map(canonicalType);
      expect([rule.id, types.filter((type) => !known.includes(type))]).toEqual([rule.id, []]);
      if (control?.level === 'estate') expect([rule.id, rule.decidedAt]).toEqual([rule.id, 'estate']);
    }
  });

  it('has for each rule the texts of its page, whole sentences, and canonical types only', () => {
    for (const rule of RULES) {
      for (const text of [rule.why, rule.remedy])
        expect([rule.id, text]).toEqual([rule.id, expect.stringMatching(/^[A-Z].*\.$/)]);
      expect([rule.id, rule.title]).toEqual([rule.id, expect.stringMatching(/^[A-Z].*[^.]$/)]);
      expect([rule.id, rule.cannotSee.length > 0]).toEqual([rule.id, true]);
      for (const { means } of Object.values(rule.parameters)) expect(means.length).toBeGreaterThan(5);
      const types = [...rule.types, ...(rule.reads ?? [])];
      expect(types.filter((type) => canonicalType(type) !== type)).toEqual([]);
      expect(new Set(types).size).toBe(types.length);
    }
  });
});
