import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readCheckpointFiles } from '../../src/cli/checkpoint-files.ts';
import { EvenkeelError } from '../../src/lib/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** `name:line:col found` of each problem of reading files. */
function problemsOf(...paths: string[]): string[] {
  try {
    readCheckpointFiles(paths);
    return [];
  } catch (error) {
    if (!(error instanceof EvenkeelError)) throw error;
    return error.problems.map(({ at, message, found }) => `${(at ?? message).replace(`${folder}/`, '')}: ${found}`);
  }
}

const exported = { version: 3, deployment: { resources: [{ urn: 'urn:pulumi:dev::p::t::n', type: 't' }] } };

describe('checkpoint files', () => {
  it('are exports or stack files of a backend, compressed or not, of version 3 and 4', () => {
    const stored = { version: 3, checkpoint: { stack: 's', latest: exported.deployment } };
    const paths = [
      file('export.json', JSON.stringify(exported)),
      file('mark.json', `\uFEFF${JSON.stringify(exported)}`),
      file('four.json', JSON.stringify({ ...exported, version: 4, features: ['views'] })),
      file('stack.json', JSON.stringify(stored)),
      file('stack.json.gz', gzipSync(JSON.stringify(stored))),
    ];
    const read = readCheckpointFiles(paths);
    expect(read.map(({ name }) => name)).toEqual(paths);
    expect([read[0]?.checkpoint, read[4]?.checkpoint]).toEqual([exported, stored]);
  });

  it('that are damaged are named all at once, each with the place, and nothing of their text', () => {
    const text = JSON.stringify(exported, null, 1);
    const cut = file('cut.json', text.slice(0, text.indexOf('dev')));
    const odd = file('odd.json', '{"version": 3,\n "deployment": {"resources": ["hunter2" "x"]}}');
    expect(problemsOf(cut, odd, join(folder, 'absent.json'))).toEqual([
      'cut.json:6:24: the end of the file',
      'odd.json:2:41: something else',
      'absent.json cannot be read: no such file',
    ]);
  });

  it('that are JSON and no checkpoint are told with the place of what is wrong', () => {
    const at = (name: string, content: unknown) => problemsOf(file(name, JSON.stringify(content, null, 1)));
    expect(at('two.json', { deployment: {}, version: 2 })).toEqual(['two.json:3:13: version 2']);
    expect(at('none.json', { version: 3 })).toEqual(['none.json:1:1: no deployment']);
    expect(at('list.json', { version: 3, deployment: { resources: {} } })).toEqual([
      'list.json:4:16: resources that are no list',
    ]);
    const broken = { version: 3, deployment: { resources: [...exported.deployment.resources, { urn: 'x' }] } };
    expect(at('urn.json', broken)).toEqual(['urn.json:9:4: no URN and type in resource 1']);
    const inputs = { version: 3, deployment: { resources: [{ urn: 'u', type: 't', inputs: 'x' }] } };
    expect(at('inputs.json', inputs)).toEqual(['inputs.json:8:15: inputs that are no map in resource 0']);
  });
});
