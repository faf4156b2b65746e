import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { CONTROLS_FOLDER, controlPages } from '../scripts/controls.ts';
import { cliReference } from '../scripts/reference.ts';

const root = resolve(import.meta.dirname, '..');
const pages = ['README.md', 'CHANGELOG.md', ...markdown('docs')];

test('the reference of the command line is what the table of commands generates', () => {
  expect(readFileSync(join(root, 'docs/reference/cli.md'), 'utf8')).toBe(cliReference());
});

test('the page of each control is what its rule, its cases and the frameworks generate, and there is no other', () => {
  const pages = controlPages();
  expect(readdirSync(join(root, CONTROLS_FOLDER)).toSorted()).toEqual([...pages.keys()].toSorted());
  const stale = [...pages].filter(([name, text]) => readFileSync(join(root, CONTROLS_FOLDER, name), 'utf8') !== text);
  expect(stale.map(([name]) => `${name}: node scripts/dev.ts reference`)).toEqual([]);
});

test('each control’s page has a program that passes and one that fails, in TypeScript that can be parsed', () => {
  const pages = [...controlPages()].filter(([name]) => name !== 'README.md');
  const programs = pages.flatMap(([name, text]) =>
    [...text.matchAll(/## (Passes|Fails)\n\n[^\n]+\n\n```ts\n(.+?)```/gs)].map(([, kind = '', code = '']) => ({
      name,
      kind,
      code,
    })),
  );
  const kinds = (page: string) => programs.filter(({ name }) => name === page).map(({ kind }) => kind);
  expect(pages.map(([name]) => name).filter((name) => kinds(name).join() !== 'Passes,Fails')).toEqual([]);
  const broken = programs.filter(({ code }) => {
    const { diagnostics } = ts.transpileModule(code, { reportDiagnostics: true });
    return (diagnostics ?? []).length > 0;
  });
  expect(broken).toEqual([]);
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
