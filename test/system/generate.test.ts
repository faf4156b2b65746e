import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadSystem, loadSystems } from '../../src/system/load.ts';
import { parseSystem } from '../../src/system/parse.ts';
import { generateSystem, writeSystem } from './generate.ts';

const folder = mkdtempSync(join(tmpdir(), 'generated-systems-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('300 generated system files are valid, and between them have every number of sites from one to five', () => {
  const counts = new Map<number, number>();
  for (let seed = 1; seed <= 300; seed++) {
    const { name, text } = generateSystem(seed);
    const result = parseSystem(text, `${name}.yaml`);
    expect('problems' in result ? [seed, result.problems] : []).toEqual([]);
    if (!('system' in result)) continue;
    const sites = Object.values(result.system.environments)[0]?.sites.length ?? 0;
    counts.set(sites, (counts.get(sites) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4, 5]);
});

test('a seed gives the same file again, and the number of sites that is asked for', () => {
  expect(generateSystem('seed').text).toBe(generateSystem('seed').text);
  expect(generateSystem(7, { sites: 3 }).text).not.toBe(generateSystem(8, { sites: 3 }).text);
  const { file } = generateSystem(7, { sites: 3 });
  expect(Object.values(file.environments)[0]?.sites).toHaveLength(3);
});

test('a generated system is loaded from its folder, script and all', () => {
  const generated = generateSystem(11, { sites: 2 });
  expect(loadSystem(writeSystem(folder, generated)).system).toBe(generated.name);
  expect(loadSystems(folder).map(({ system }) => system)).toEqual([generated.name]);
});
