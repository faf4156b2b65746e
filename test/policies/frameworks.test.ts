import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { edgesOf } from '../../scripts/frameworks/edges.ts';
import { loadFrameworks } from '../../src/cli/frameworks.ts';
import { coverageOf, PROVENANCES } from '../../src/evidence/framework.ts';
import { auditSample, FRAMEWORK } from '../support/audit-sample.ts';
import { root } from '../support/cli.ts';

/** The form of each framework's requirement ids. */
const ID_FORMS: Readonly<Record<string, RegExp>> = {
  'aws-fsbp': /^[A-Z][A-Za-z0-9]+\.\d+$/,
  'cis-aws-3.0': /^\d(\.\d{1,2}){1,2}$/,
  'cis-aws-5.0': /^\d(\.\d{1,2}){1,2}$/,
  hipaa: /^164\.3\d\d(\([a-z]\))(\(\d\)(\([ivx]+\)(\([A-Z]\))?)?)?$/,
  'iso-27001-2022': /^A\.[5-8]\.\d{1,2}$/,
  'nist-800-53-r5': /^[A-Z]{2}-\d{1,2}(\(\d{1,2}\))?$/,
  'pci-dss-4.0.1': /^\d{1,2}\.\d{1,2}\.\d{1,2}(\.\d)?$/,
  'soc-2': /^(CC\d|A1|C1|PI1|P\d)\.\d$/,
};

const frameworks = loadFrameworks(root);
const { controls } = JSON.parse(readFileSync(join(root, 'policies', 'controls.json'), 'utf8')) as {
  controls: { id: string }[];
};

/** The data of the frameworks. It does not prove that a requirement says what its title says: titles are in our words. */
describe.each(frameworks)('the framework $id', (framework) => {
  const { id, requirements, edges, title, source } = framework;

  it('names each requirement once, by an id of its form, in a few words', () => {
    const ids = requirements.map((one) => one.id);
    expect(ids.filter((one) => !ID_FORMS[id]?.test(one))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(
      requirements.filter((one) => one.title.trim() !== one.title || one.title.length < 3 || one.title.length > 90),
    ).toEqual([]);
    expect([title.length > 5, source.length > 30]).toEqual([true, true]);
  });

  it('has each edge once, from a control that there is to a requirement that it names, with who says so', () => {
    const names = new Set(requirements.map((one) => one.id));
    const known = new Set(controls.map((control) => control.id));
    const keys = edges.map(({ requirement, control }) => `${requirement} ${control}`);
    expect(keys.length).toBeGreaterThan(10);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    expect(edges.filter(({ requirement, control }) => !names.has(requirement) || !known.has(control))).toEqual([]);
    expect(edges.filter(({ provenance }) => !PROVENANCES.includes(provenance))).toEqual([]);
  });

  it('has the edges that the catalogue’s mappings say: node scripts/dev.ts frameworks writes them', () => {
    expect(edges).toEqual(edgesOf(id));
  });
});

it('each framework is in the file of its name', () => {
  const files = readdirSync(join(root, 'policies', 'frameworks'));
  expect(files.toSorted()).toEqual(frameworks.map(({ id }) => `${id}.json`));
});

it('a requirement has the worst verdict of its controls; what no control serves is not covered, or needs a person', () => {
  const ids = ['ENC-01', 'RED-01', 'TAG-01'];
  const of = (asked: string[], ...verdicts: string[]) => {
    const rows = auditSample().verdicts.filter((row) => verdicts.length === 0 || verdicts.includes(row.verdict));
    const coverage = coverageOf(FRAMEWORK, { known: ids, asked }, rows);
    return { ...coverage, told: coverage.covered.map(({ id, verdict }) => `${id} ${verdict}`) };
  };
  expect(of(ids).told).toEqual(['1.1 fail', '1.2 fail', '1.3 nothing judged']);
  expect(of(['TAG-01'], 'unknown', 'error', 'pending').told).toEqual(['1.1 not asked', '1.2 unknown', '1.3 not asked']);
  expect(of(ids, 'pass', 'pending').told).toEqual(['1.1 pass', '1.2 pending', '1.3 nothing judged']);
  expect(of(ids).notCovered.map(({ id }) => id)).toEqual(['2.1']);
  expect(of(ids).needsPerson.map(({ id }) => id)).toEqual(['3.1']);
});
