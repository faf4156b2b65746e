import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** What the text of the stacks proves without running them. */
const files = readdirSync('stacks', { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: readFileSync(join('stacks', name), 'utf8') }));

function namesOf(pattern: RegExp, except: RegExp = /^$/): string[] {
  return files.filter(({ name, text }) => pattern.test(text) && !except.test(name)).map(({ name }) => name);
}

test('no program names a region, a site, a system or an account', () => {
  expect(files.length).toBeGreaterThan(20);
  expect(namesOf(/['"`][a-z]{2}-[a-z]+-\d/)).toEqual([]);
  expect(namesOf(/\b(use1|usw2|\d{12})\b/, /^layout\/place\.ts$/)).toEqual([]);
});

test('stacks are referred to at one place, which refuses what is not on the left', () => {
  expect(namesOf(/StackReference|organization\//)).toEqual(['layers/left.ts']);
});

test('the only ARNs that are spelled are those of AWS’s own policies', () => {
  const spelled = files.flatMap(({ text }) => [...text.matchAll(/(?<=['"`])arn:[^'"`\s]*/g)].map(([arn]) => arn));
  expect(spelled).toEqual([`arn:aws:iam::aws:policy/\${policy}`]);
});

test('resource types are imported one by one: the whole SDK costs every program a third more start', () => {
  expect(namesOf(/from '@pulumi\/aws'/)).toEqual([]);
});

test('layout knows neither Pulumi nor AWS', () => {
  expect(files.filter(({ name, text }) => name.startsWith('layout/') && /@pulumi|@aws/.test(text))).toEqual([]);
});

test('a file of components holds one component, and layers list them', () => {
  const components = files.filter(({ name }) => name.startsWith('components/'));
  for (const { name, text } of components) {
    expect([name, text.match(/extends ComponentResource/g)?.length]).toEqual([name, 1]);
  }
  const layers = files.filter(({ name }) => name.startsWith('layers/')).map(({ text }) => text);
  for (const { name } of components) {
    expect([name, layers.some((text) => text.includes(`../${name}'`))]).toEqual([name, true]);
  }
});
