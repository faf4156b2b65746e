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

test('the only ARNs that are spelled are AWS’s own policies, and in policies an account, a pattern, and the trail that is not there yet', () => {
  const spelled = files.flatMap(({ text }) => [...text.matchAll(/(?<=['"`])arn:[^'"`\s]*/g)].map(([arn]) => arn));
  const isName = (arn: string) => !/^arn:aws:iam::aws:policy\/|^arn:aws:iam::[^:]*:root$|\*$/.test(arn);
  // the bucket's policy must name the trail before the trail may be made: it is refused without
  const trail = `arn:aws:cloudtrail:\${account.home}:\${account.id}:trail/\${trailName(account)}`;
  expect([...new Set(spelled.filter(isName))]).toEqual([trail]);
});

test('resource types are imported one by one: the whole SDK costs every program a third more start', () => {
  expect(namesOf(/from '@pulumi\/aws'/)).toEqual([]);
});

test('layout knows neither Pulumi nor AWS', () => {
  expect(files.filter(({ name, text }) => name.startsWith('layout/') && /@pulumi|@aws/.test(text))).toEqual([]);
});

test('a file of components holds one component, and layers list them; or a part that several of them have', () => {
  const all = files.filter(({ name }) => name.startsWith('components/'));
  const components = all.filter(({ text }) => text.includes('extends ComponentResource'));
  expect(components.length).toBeGreaterThan(20);
  for (const { name, text } of components) {
    expect([name, text.match(/extends ComponentResource/g)?.length]).toEqual([name, 1]);
  }
  for (const { name } of all.filter((file) => !components.includes(file))) {
    const users = components.filter(({ text }) => text.includes(`'./${name.replace('components/', '')}'`));
    expect([name, users.length > 1]).toEqual([name, true]);
  }
  const layers = files.filter(({ name }) => name.startsWith('layers/')).map(({ text }) => text);
  for (const { name } of components) {
    expect([name, layers.some((text) => text.includes(`../${name}'`))]).toEqual([name, true]);
  }
});
