import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { resolveAssets } from '../../src/engine/deployment/assets.ts';
import { archiveOf, assetOf } from '../../src/lib/asset.ts';
import type { PropertyMap } from '../../src/lib/property.ts';

/** Hashes that the Pulumi CLI 3.260 stored for these files. What it does not prove: archives that are packed files. */
const SEEN = {
  folder: '9c076d728a64bb4305b6496cd60c1a462d8f329d2ee04a5353718e57e2606a95',
  collection: '75bc63480be8f672a7d482f8c52f04104d680d7b9f47b9ab3e000aa66610fdcc',
  inner: '49ec20f6fd92e426e9006e61fbedfb1bda6cae12ab828b2ecf3652b26b5992c4',
  text: '5e025af73a40224c656f07342c491b4e7da695e47bf0e6e2241f1be6405061fd',
  file: 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
};
const LONG = 'n'.repeat(90);
const FILES = {
  'index.js': 'exports = {}',
  'b.txt': 'a',
  'deep/er/long.txt': 'x'.repeat(600),
  [`deep/er/${LONG}.txt`]: 'z',
  [`${LONG}/${LONG}.md`]: 'q',
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-assets-'));
  for (const [name, content] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, 'files', name)), { recursive: true });
    writeFileSync(join(folder, 'files', name), content);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a folder, a collection and what is in it are stored as the Pulumi CLI stores them', async () => {
  const inputs = {
    dir: archiveOf({ path: 'files', __pulumiArchive: true }),
    map: archiveOf({
      assets: {
        'index.js': assetOf({ text: 'exports = {}', __pulumiAsset: true }),
        'z/data.txt': assetOf({ path: 'files/b.txt' }),
        lib: archiveOf({ path: 'files/deep' }),
      },
    }),
  };
  expect(await resolveAssets(inputs, folder)).toEqual({
    dir: archiveOf({ path: 'files', hash: SEEN.folder }),
    map: archiveOf({
      hash: SEEN.collection,
      assets: {
        'index.js': assetOf({ text: 'exports = {}', hash: SEEN.text }),
        'z/data.txt': assetOf({ path: 'files/b.txt', hash: SEEN.file }),
        lib: archiveOf({ path: 'files/deep', hash: SEEN.inner }),
      },
    }),
  });
});

it('the same files elsewhere have the same hash, another name or content has another', async () => {
  const hashOf = async (archive: PropertyMap) =>
    ((await resolveAssets({ archive }, folder))['archive'] as PropertyMap)['hash'];
  const text = (content: string, name = 'a.txt') => archiveOf({ assets: { [name]: assetOf({ text: content }) } });
  expect(await hashOf(text('x'))).toBe(await hashOf(text('x')));
  expect(await hashOf(text('x'))).not.toBe(await hashOf(text('y')));
  expect(await hashOf(text('x'))).not.toBe(await hashOf(text('x', 'b.txt')));
});

it('a file that cannot be read, or hashed as Pulumi hashes it, is named', async () => {
  const absent = { code: archiveOf({ path: 'absent' }) };
  await expect(resolveAssets(absent, folder)).rejects.toMatchObject({ code: 'engine.asset' });
  const long = { code: archiveOf({ assets: { ['x'.repeat(101)]: assetOf({ text: '' }) } }) };
  await expect(resolveAssets(long, folder)).rejects.toMatchObject({ code: 'engine.asset' });
  const remote = { code: archiveOf({ uri: 'https://example.com/a.zip' }) };
  await expect(resolveAssets(remote, folder)).rejects.toMatchObject({ code: 'engine.unsupported-call' });
});
