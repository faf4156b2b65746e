import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { RULES } from '../../policies/rules/index.ts';
import { loadFrameworks } from '../../src/cli/frameworks.ts';
import { readManifest } from '../../src/engine/analyzer/manifest.ts';
import { openPack } from '../../src/engine/analyzer/pack.ts';
import type { PackDefinition } from '../../src/policy/pack/index.ts';
import { judgeStack } from '../../src/policy/pack/index.ts';
import { MemoryProvider } from '../engine/helpers/memory-provider.ts';
import { root } from '../support/cli.ts';
import { testWith } from '../support/external.ts';
import { JUDGED_AT_MS } from '../support/judged-at.ts';
import { CASES } from './cases/index.ts';
import { pulumiProject } from './support/pulumi-project.ts';

const FOLDER = join(root, 'policies', 'packs');
const names = readdirSync(FOLDER, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);
const frameworks = loadFrameworks(root);

async function definitionOf(name: string): Promise<PackDefinition> {
  const url = pathToFileURL(join(FOLDER, name, 'controls.ts')).href;
  return ((await import(url)) as { pack: PackDefinition }).pack;
}

/** The packs beside `baseline`, which baseline.test.ts holds on a program. */
describe.each(names)('the pack %s', (name) => {
  it('is four files that only wire, of one name and one description', async () => {
    const folder = join(FOLDER, name);
    expect(readdirSync(folder).toSorted()).toEqual(['PulumiPolicy.yaml', 'controls.ts', 'index.js', 'package.json']);
    const pack = await definitionOf(name);
    const manifest = parse(readFileSync(join(folder, 'PulumiPolicy.yaml'), 'utf8')) as Record<string, unknown>;
    expect(manifest).toEqual({ description: pack.description, runtime: 'nodejs', main: 'index.js' });
    const own = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name: string };
    expect([pack.name, own.name]).toEqual([name, name]);
    expect(readFileSync(join(folder, 'index.js'), 'utf8')).toBe(
      readFileSync(join(FOLDER, 'baseline', 'index.js'), 'utf8'),
    );
  });

  it('has rules, each once, that one stack can answer', async () => {
    const { rules } = await definitionOf(name);
    expect(rules.length).toBeGreaterThan(0);
    expect(new Set(rules).size).toBe(rules.length);
    expect(rules.filter((rule) => !RULES.includes(rule) || rule.decidedAt === 'estate')).toEqual([]);
  });
});

it('there is a pack for each framework, of the rules that speak to it', async () => {
  for (const { id, edges } of frameworks) {
    const { rules } = await definitionOf(id);
    const speaking = new Set(edges.map(({ control }) => control));
    const wanted = RULES.filter((rule) => speaking.has(rule.id) && rule.decidedAt !== 'estate');
    expect([id, rules.map((rule) => rule.id)]).toEqual([id, wanted.map((rule) => rule.id)]);
  }
});

it('a failure of severity medium stops in tier-1, and is told in the others', async () => {
  const [tier1, baseline] = [await definitionOf('tier-1'), await definitionOf('baseline')];
  const mildest = RULES.find(({ severity, id }) => severity === 'medium' && id.startsWith('RED-') && CASES[id]);
  const cases = CASES[mildest?.id ?? '']?.cases ?? [];
  const failing = cases.find(({ expect: rows }) => rows.some(({ verdict }) => verdict === 'fail'));
  const levelsIn = ({ rules, stopsAt }: PackDefinition) => {
    const own = rules.filter(({ id }) => id === mildest?.id);
    const options = { nowMs: JUDGED_AT_MS, ...(stopsAt !== undefined && { stopsAt }) };
    const found = (failing?.stacks ?? []).flatMap(({ resources }) => judgeStack(resources, own, options));
    return new Set(found.filter(({ verdict }) => verdict === 'fail').map(({ level }) => level));
  };
  expect(levelsIn(tier1)).toEqual(new Set(['mandatory']));
  expect(levelsIn(baseline)).toEqual(new Set(['advisory']));
});

it('a pack in its own process tells its levels, and a schema of what may be set', async () => {
  const stack = { project: 'shop', stack: 'dev', config: {}, secretConfigKeys: [], preview: true };
  const environment = { PATH: process.env['PATH'] ?? '' };
  const served = await openPack(readManifest(join(FOLDER, 'tier-1')), {}, { ...stack, environment }, () => undefined);
  try {
    expect(served.title).toBe('tier-1@0.1.0');
    expect(served.info.policies.map(({ name, level }) => `${name} ${level}`)).toEqual([
      'tier-1-mandatory mandatory',
      'tier-1-advisory advisory',
    ]);
  } finally {
    served.close();
  }
}, 60_000);

testWith(
  'pulumi',
  'on a real Pulumi CLI, the pack of a framework refuses what its requirement is about',
  async () => {
    const { pulumi } = await pulumiProject(new MemoryProvider());
    const { code, text } = await pulumi('preview', '--policy-pack', join(FOLDER, 'nist-800-53-r5'));
    expect(text).toContain('[mandatory]  nist-800-53-r5-mandatory');
    expect(text).toContain('RED-01 (high): web stands in 1 zone');
    expect(code).not.toBe(0);
  },
  300_000,
);
