import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { cliReference } from '../scripts/reference.ts';

const root = resolve(import.meta.dirname, '..');
const pages = ['README.md', 'CHANGELOG.md', ...markdown('docs')];

test('the reference of the command line is what the table of commands generates', () => {
  expect(readFileSync(join(root, 'docs/reference/cli.md'), 'utf8')).toBe(cliReference());
});

test('every link between documents leads somewhere', () => {
  const broken = pages.flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
      .map((match) => match[1] ?? '')
      .filter((target) => !existsSync(join(root, dirname(page), target)))
      .map((target) => `${page} → ${target}`),
  );
  expect(broken).toEqual([]);
});

test('decisions are short enough to be read', () => {
  const long = markdown('docs/adr').filter((page) => readFileSync(join(root, page), 'utf8').split('\n').length > 70);
  expect(long).toEqual([]);
});

function markdown(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name))
    .sort();
}
