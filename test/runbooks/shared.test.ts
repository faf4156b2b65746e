import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runbookSizes } from '../../scripts/runbooks.ts';

/** What the text of the runbooks proves without running them: their functions are covered by their own tests. */
const files = readdirSync('runbooks', { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: readFileSync(join('runbooks', name), 'utf8') }));

function filesWith(pattern: RegExp): string[] {
  return files.filter(({ text }) => pattern.test(text)).map(({ name }) => name);
}

test('no runbook knows which target it runs on, which engine there is, or that time may be virtual', () => {
  expect(files.length).toBeGreaterThan(3);
  expect(filesWith(/\b(twin|simulated|virtual|embedded|pulumi)\b|\.kind === 'aws'|target\.kind/i)).toEqual([]);
});

test('runbooks import the machinery by its one name, and their own parts', () => {
  const foreign = files.flatMap(({ name, text }) =>
    [...text.matchAll(/from '([^']+)'/g)]
      .map(([, path = '']) => path)
      .filter((path) => path !== 'evenkeel/runbook' && !path.startsWith('./') && !path.startsWith('../'))
      .map((path) => `${name} → ${path}`),
  );
  expect(foreign).toEqual([]);
});

test('every runbook is made of the step types that all share', () => {
  const sizes = runbookSizes('runbooks');
  expect(sizes.map(({ runbook }) => runbook)).toContain('dr-failover');
  for (const { runbook, stepTypes } of sizes) expect(stepTypes, runbook).not.toEqual([]);
});
