import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SYSTEM_FILE_GUIDE, systemFileGuide } from '../../scripts/system-file-fields.ts';
import { formatProblem } from '../../src/lib/errors.ts';
import { parseSystem } from '../../src/system/parse.ts';

test('the guide’s table of fields is what the schema says', () => {
  const guide = readFileSync(SYSTEM_FILE_GUIDE, 'utf8');
  expect(guide).toBe(systemFileGuide());
  expect(guide).toContain('| `environments.NAME.sites[].cidr` (optional) |');
});

test('the guide’s example of errors is what the file’s reader says', () => {
  const text = readFileSync('stacks/systems/orders.yaml', 'utf8')
    .replace('region: us-west-2\n', 'region: us-west-2\n        founder: true\n')
    .replace('healthPath:', 'helthPath: /\n  healthPath:');
  const result = parseSystem(text, 'stacks/systems/orders.yaml');
  const said = 'problems' in result ? result.problems.map(formatProblem).join('\n') : '';
  const [, example] = /```text\n([\s\S]*?)\n```/.exec(readFileSync(SYSTEM_FILE_GUIDE, 'utf8')) ?? [];
  expect(example).toBe(said);
});
