import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { checkpointsOf, resource } from '../support/checkpoint.ts';
import { cli } from '../support/cli.ts';

/**
 * Nothing passes because nothing was seen. Each of these ends in another exit code than 0 and a sentence, in every form in which an
 * audit is told. What it does not prove: that a control that was asked about something looked well.
 */
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-nothing-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
const state = (name: string, ...resources: Record<string, unknown>[]) =>
  file(name, JSON.stringify(checkpointsOf(resources)[0]?.checkpoint));
const topic = resource('aws:sns/topic:Topic', 'news', { id: 'news', inputs: {} });

/** Checkpoints in which there is nothing to judge. */
const EMPTY: Readonly<Record<string, string>> = {
  'an empty deployment': file('empty.json', '{"version":3,"deployment":{"manifest":{}}}'),
  'a deployment that is null': file('null.json', '{"version":3,"deployment":null}'),
  'an empty stack of a self-managed backend': file(
    'backend.json',
    '{"version":3,"checkpoint":{"stack":"dev","latest":null}}',
  ),
  'a stack and its provider alone': file(
    'stack.json',
    JSON.stringify({
      version: 3,
      deployment: {
        resources: [
          { urn: 'urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev', type: 'pulumi:pulumi:Stack' },
          {
            urn: 'urn:pulumi:dev::shop::pulumi:providers:aws::default',
            type: 'pulumi:providers:aws',
            custom: true,
            id: 'x',
          },
        ],
      },
    }),
  ),
  'types of other providers alone': state(
    'foreign.json',
    resource('random:index/randomPet:RandomPet', 'p', { id: 'p' }),
  ),
  'a type of AWS that no control knows': state('unknown.json', resource('aws:zzz/thing:Thing', 'p', { id: 'p' })),
  'a resource that waits to be deleted': state('deleted.json', { ...topic, delete: true }),
  'a resource that is only read': state('external.json', { ...topic, external: true }),
};

/** Files that are none. */
const BROKEN: Readonly<Record<string, string>> = {
  'nothing at all': file('void.json', ''),
  'a file that was cut': file('cut.json', '{"version":3,"deployment":{"resources":[{"urn"'),
  'another JSON document': file('other.json', '{"version":3}'),
  'a list': file('list.json', '[]'),
  'resources that are no list': file('map.json', '{"version":3,"deployment":{"resources":{}}}'),
  'a version that is not read': file('version.json', '{"version":1,"deployment":{}}'),
  'a damaged compressed file': file('cut.json.gz', gzipSync('{"version":3,"deployment":{}}').subarray(0, 20)),
  'a file that is not there': join(folder, 'absent.json'),
  'a folder': (() => {
    mkdirSync(join(folder, 'folder.json'));
    return join(folder, 'folder.json');
  })(),
};

const FORMATS = ['table', 'json', 'sarif', 'oscal', 'junit', 'csv', 'html'];

for (const [what, path] of Object.entries(EMPTY)) {
  it(`an audit of ${what} answers no, and says that nothing was examined`, async () => {
    const told = await cli(['audit', '--file', path]);
    expect([told.code, told.stdout]).toEqual([1, expect.stringContaining('Nothing was examined')]);
    const json = await cli(['audit', '--file', path, '--json']);
    expect([json.code, json.stderr]).toEqual([1, expect.stringContaining('Nothing was examined')]);
    expect(json.json<{ examined: number }>().examined).toBe(0);
  });
}

it('an audit of nothing answers no in every form, with a sentence', async () => {
  const empty = EMPTY['an empty deployment'] ?? '';
  for (const format of FORMATS) {
    const { code, stdout, stderr } = await cli(['audit', '--file', empty, '--format', format]);
    expect([format, code, `${stdout}${stderr}`]).toEqual([format, 1, expect.stringContaining('Nothing was examined')]);
  }
});

for (const [what, path] of Object.entries(BROKEN)) {
  it(`an audit of ${what} is refused, with the file and what was found`, async () => {
    const told = await cli(['audit', '--file', path]);
    expect([told.code, told.stdout]).toEqual([2, '']);
    expect(told.stderr).toContain(path);
    const { errors } = (await cli(['audit', '--file', path, '--json'])).json<{ errors: Record<string, string>[] }>();
    expect(errors[0]).toMatchObject({
      code: 'checkpoint-file',
      message: expect.any(String),
      found: expect.any(String),
    });
  });
}

it('one broken file among good ones is not passed over', async () => {
  const good = state('good.json', topic);
  const result = await cli(['audit', '--file', good, '--file', BROKEN['a file that was cut'] ?? '', '--json']);
  expect(result.code).toBe(2);
});

it('words that name nothing are refused: a control, a framework, a format, a file, a system', async () => {
  const good = state('topic.json', topic);
  const cases: [string[], string][] = [
    [['--file', good, '--control', 'RED-99'], 'control-unknown'],
    [['--file', good, '--control', ''], 'control-unknown'],
    [['--file', good, '--framework', 'nist-800-54'], 'framework-unknown'],
    [['--file', good, '--format', 'xml'], 'usage'],
    [['--file', ''], 'checkpoint-file'],
    [[], 'usage'],
    [['nobody'], 'system-unknown'],
    [['--file', good, '--waivers', join(folder, 'absent.yaml')], 'waiver.unreadable'],
    [['--file', good, '--baseline', join(folder, 'absent.json')], 'baseline.unreadable'],
    [['--file', good, '--since', join(folder, 'absent.json')], 'since.file'],
  ];
  for (const [words, code] of cases) {
    const result = await cli(['audit', ...words, '--json'], { state: join(folder, 'state') });
    const [error] = result.json<{ errors: { code: string; message: string }[] }>().errors;
    expect([words, result.code, error?.code]).toEqual([words, 2, code]);
    expect(error?.message).toMatch(/\w+ \w+/);
  }
});

it('a control that meets no resource answers no, with a baseline of it, too', async () => {
  const path = state('one.json', topic);
  const none = await cli(['audit', '--file', path, '--control', 'RED-01']);
  expect([none.code, none.stdout]).toEqual([1, expect.stringContaining('Nothing was examined')]);
  const baseline = join(folder, 'baseline.json');
  const accepted = await cli([
    'audit',
    '--file',
    path,
    '--control',
    'RED-01',
    '--baseline',
    baseline,
    '--create-baseline',
  ]);
  expect(accepted.code).toBe(1);
  const drafts = await cli(['audit', '--file', path, '--control', 'RED-01', '--print-waiver']);
  expect([drafts.code, drafts.stderr]).toEqual([1, expect.stringContaining('Nothing was examined')]);
});
