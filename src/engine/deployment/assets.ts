import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EvenkeelError } from '../../lib/errors.ts';
import type { PropertyMap, PropertyValue } from '../../lib/property.ts';
import { unsupportedCall } from './refusals.ts';

const SIGNATURE = '4dabf18193072939515e22adb298388d';
const ASSET = 'c44067f5952c0a294b673a41bacd8c17';
const ARCHIVE = '0def7320c3a5731c473e5ecbe6d01bc7';

/**
 * Inputs in which every asset and archive carries the hash of its content, so that a changed file is a change. Paths
 * are relative to `folder`. An asset's hash is Pulumi's; an archive's is our own (over its files' names and hashes).
 */
export async function resolveAssets(inputs: PropertyMap, folder: string): Promise<PropertyMap> {
  if (!JSON.stringify(inputs).includes(SIGNATURE)) return inputs;
  return (await resolveValue(inputs, folder)) as PropertyMap;
}

async function resolveValue(value: PropertyValue, folder: string): Promise<PropertyValue> {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return Promise.all(value.map((item) => resolveValue(item, folder)));
  const members = value as PropertyMap;
  if (members[SIGNATURE] === ASSET) return { ...members, hash: await assetHash(members, folder) };
  if (members[SIGNATURE] === ARCHIVE) return resolveArchive(members, folder);
  const entries = Object.entries(members).map(async ([key, item]) => [key, await resolveValue(item ?? null, folder)]);
  return Object.fromEntries(await Promise.all(entries)) as PropertyMap;
}

async function resolveArchive(archive: PropertyMap, folder: string): Promise<PropertyMap> {
  const { assets, path } = archive;
  if (typeof path === 'string') return { ...archive, hash: await pathHash(resolve(folder, path)) };
  if (typeof assets !== 'object' || assets === null) throw unsupportedCall('a remote archive');
  const resolved = (await resolveValue(assets, folder)) as PropertyMap;
  const hashes = Object.keys(resolved)
    .sort()
    .map((name) => [name, (resolved[name] as PropertyMap)['hash']]);
  return { ...archive, assets: resolved, hash: sha256(JSON.stringify(hashes)) };
}

async function assetHash(asset: PropertyMap, folder: string): Promise<string> {
  if (typeof asset['path'] === 'string' && asset['path'] !== '') return pathHash(resolve(folder, asset['path']));
  if (typeof asset['text'] === 'string') return sha256(asset['text']);
  throw unsupportedCall('a remote asset');
}

async function pathHash(path: string): Promise<string> {
  try {
    if (!(await stat(path)).isDirectory()) return sha256(await readFile(path));
    const names = (await readdir(path)).sort();
    const hashes = await Promise.all(names.map(async (name) => [name, await pathHash(join(path, name))]));
    return sha256(JSON.stringify(hashes));
  } catch (cause) {
    if (cause instanceof EvenkeelError) throw cause;
    throw new EvenkeelError(
      { code: 'engine.asset', message: 'the file of an asset cannot be read', found: path, next: 'correct its path' },
      { cause },
    );
  }
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
