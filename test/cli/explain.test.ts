import { expect, it } from 'vitest';
import { RULES } from '../../policies/rules/index.ts';
import { cli } from '../support/cli.ts';

it('prints the page of a control, with the programs of its examples', async () => {
  const { code, stdout, stderr } = await cli(['explain', 'RED-12']);
  expect([code, stderr]).toEqual([0, '']);
  const rule = RULES.find(({ id }) => id === 'RED-12');
  for (const said of [
    rule?.title,
    rule?.why,
    'Passes',
    'Fails',
    '    new aws.rds.ClusterInstance("member-0", {',
    'A1.2*',
  ])
    expect(stdout).toContain(said);
  expect(stdout).not.toMatch(/```|<!--|\*\*|\]\(/);
});

it('tells the same as a document, with who maps it to what', async () => {
  const result = await cli(['explain', 'RED-12', '--json']);
  const document = result.json<{ mappings: { framework: string; requirement: string; provenance: string }[] }>();
  expect(document).toMatchObject({ kind: 'control', version: 1, control: 'RED-12', severity: 'high' });
  expect(document.mappings).toContainEqual({ framework: 'soc-2', requirement: 'A1.2', provenance: 'judgement' });
});

it('refuses a control that there is none of, and names the nearest', async () => {
  const result = await cli(['explain', 'RED-112', '--json']);
  expect([result.code, result.json()]).toMatchObject([2, { errors: [{ code: 'control-unknown', found: 'RED-112' }] }]);
});
