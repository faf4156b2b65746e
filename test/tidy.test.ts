import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

/**
 * The repository's own rules, as a test: who may import whom, calls that have a replacement, files that nothing uses,
 * tests that do not run. What it does not prove: anything about code reached by a computed import.
 */
const root = resolve(import.meta.dirname, '..');

/** Rooms of src and the rooms each may import (docs/README.md draws it). A room may always import itself. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  lib: [],
  operations: ['lib'],
  system: ['lib'],
  graph: ['lib', 'operations', 'system'],
  engine: ['lib', 'operations', 'graph'],
  twin: ['lib', 'operations', 'system', 'graph'],
  aws: ['lib', 'operations'],
  evidence: ['lib'],
  policy: ['lib', 'operations', 'graph', 'evidence'],
  runner: ['lib', 'operations', 'system', 'graph', 'aws', 'evidence'],
  reports: ['lib', 'evidence', 'runner'],
  rehearsal: ['lib', 'operations', 'system', 'graph', 'aws', 'evidence', 'runner', 'reports', 'twin'],
};

/** Calls that would let time, chance or the environment in, and what to take instead. */
const BANNED: readonly { pattern: RegExp; instead: string; allowedIn: RegExp }[] = [
  {
    pattern: /\bDate\.now\(|\bnew Date\(\)/,
    instead: 'a Clock parameter (src/lib/clock.ts)',
    allowedIn: /^src\/(lib|aws|cli)\//,
  },
  { pattern: /\bMath\.random\(/, instead: 'draw() (src/lib/chance.ts)', allowedIn: /^$/ },
  {
    pattern: /\bset(Timeout|Interval)\(/,
    instead: 'Time.sleepUntil (src/lib/clock.ts)',
    allowedIn: /^src\/(lib|aws|cli)\//,
  },
  {
    pattern: /\bprocess\.env\b/,
    instead: 'a parameter filled in by src/cli',
    allowedIn: /^(src\/(lib|aws|cli)\/|stacks\/functions\/|stacks\/systems\/)/,
  },
  {
    pattern: /\bconsole\.\w+\(/,
    instead: 'the output streams of src/cli',
    allowedIn: /^(stacks\/functions\/|stacks\/systems\/)/,
  },
  { pattern: /\bwaitUntil[A-Z]\w*/, instead: "a step's confirm", allowedIn: /^$/ },
];

const code = files('.').filter((path) => /\.(ts|mjs|js)$/.test(path));
const product = code.filter((path) => /^(src|stacks|runbooks|policies)\//.test(path));

test('rooms import only along the arrows', () => {
  const wrong: string[] = [];
  for (const path of product.filter((file) => file.startsWith('src/'))) {
    const from = path.split('/')[1] ?? '';
    for (const target of importsOf(path).filter((file) => file.startsWith('src/'))) {
      const to = target.split('/')[1] ?? '';
      if (from === to || from === 'cli') continue;
      if (!ARROWS[from]?.includes(to)) wrong.push(`${path} → ${target}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('stacks, policies and runbooks import the machinery by package name only', () => {
  const wrong = product
    .filter((path) => !path.startsWith('src/'))
    .flatMap((path) =>
      importsOf(path)
        .filter((target) => target.startsWith('src/'))
        .map((target) => `${path} → ${target}`),
    );
  expect(wrong).toEqual([]);
});

test('time, chance, the environment and the console come in as parameters', () => {
  const wrong: string[] = [];
  for (const path of product) {
    const lines = withoutComments(readFileSync(join(root, path), 'utf8')).split('\n');
    for (const { pattern, instead, allowedIn } of BANNED) {
      if (allowedIn.test(path)) continue;
      lines.forEach((line, index) => {
        if (pattern.test(line)) wrong.push(`${path}:${index + 1}: ${line.trim()} — take ${instead}`);
      });
    }
  }
  expect(wrong).toEqual([]);
});

test('every file of the machinery is reached from the command line, the exports, a program, a runbook or a task', () => {
  const entries = [
    'src/cli/main.ts',
    ...Object.values(manifest().exports).map((target) => relative('.', target)),
    ...code.filter(
      (path) =>
        /^(scripts|runbooks)\//.test(path) ||
        ['stacks/index.ts', 'policies/rules/index.ts'].includes(path) ||
        /^policies\/packs\/[^/]+\/index\.js$/.test(path),
    ),
  ];
  const reached = new Set<string>();
  const visit = (path: string): void => {
    if (reached.has(path) || !code.includes(path)) return;
    reached.add(path);
    for (const target of importsOf(path)) visit(target);
  };
  for (const entry of entries) visit(entry);
  const dead = product.filter((path) => !reached.has(path) && !/^stacks\/(functions|systems)\//.test(path));
  expect(dead).toEqual([]);
});

test('no test is skipped, focused or left for later, but for an absent program that is named', () => {
  const wrong: string[] = [];
  for (const path of code.filter((file) => file.startsWith('test/') && !file.startsWith('test/support/'))) {
    readFileSync(join(root, path), 'utf8')
      .split('\n')
      .forEach((line, index) => {
        if (/\b(test|it|describe)\.(skip|only|todo|skipIf|runIf)\b/.test(line) && path !== 'test/tidy.test.ts') {
          wrong.push(`${path}:${index + 1}: use testWith() of test/support/external.ts`);
        }
      });
  }
  expect(wrong).toEqual([]);
});

function manifest(): { exports: Record<string, string> } {
  const parsed = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { exports: Record<string, string> };
  const { './package.json': _self, ...exports } = parsed.exports;
  return { exports };
}

function files(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => !['node_modules', '.git', '.evenkeel', 'coverage'].includes(name))
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(join(root, path)).isDirectory() ? files(path) : [path];
    })
    .sort();
}

/** Files of the tree that a file names in an import, static or dynamic; package self-references are resolved. */
function importsOf(path: string): string[] {
  const text = withoutComments(readFileSync(join(root, path), 'utf8'));
  const specifiers = [...text.matchAll(/(?:from\s+|import\s*\(\s*|import\s+)['"]([^'"]+)['"]/g)].map(
    (match) => match[1] ?? '',
  );
  const urls = [...text.matchAll(/new URL\(\s*['"](\.[^'"]+)['"]\s*,\s*import\.meta\.url/g)].map(
    (match) => match[1] ?? '',
  );
  return [...specifiers, ...urls].flatMap((specifier) => {
    if (specifier.startsWith('.')) return [join(dirname(path), specifier)];
    const exported = specifier.startsWith('evenkeel/') ? manifest().exports[`./${specifier.slice(9)}`] : undefined;
    return exported && path.startsWith('src/') ? [relative('.', exported)] : exported ? [`package:${exported}`] : [];
  });
}

function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
}
