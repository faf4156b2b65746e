import { createHash } from 'node:crypto';
import { archiveOf, assetOf, isArchive, isAsset } from '../../lib/asset.ts';
import { EvenkeelError } from '../../lib/errors.ts';
import { type PropertyMap, type PropertyValue, SIGNATURE } from '../../lib/property.ts';
import { archiveHash, assetContent } from './archive-hash.ts';

/**
 * Inputs in which every asset and archive is in the form that Pulumi stores, with the hash of its content, so that a
 * changed file is a change. Paths are relative to `folder`, the program's.
 */
export async function resolveAssets(inputs: PropertyMap, folder: string): Promise<PropertyMap> {
  if (!JSON.stringify(inputs).includes(SIGNATURE)) return inputs;
  return (await resolveValue(inputs, folder)) as PropertyMap;
}

async function resolveValue(value: PropertyValue, folder: string): Promise<PropertyValue> {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return Promise.all(value.map((item) => resolveValue(item, folder)));
  if (isAsset(value)) return resolveAsset(value, folder);
  if (isArchive(value)) return resolveArchive(value, folder);
  return resolveMembers(value as PropertyMap, folder);
}

async function resolveMembers(members: PropertyMap, folder: string): Promise<PropertyMap> {
  const entries = Object.entries(members).map(async ([key, item]) => [key, await resolveValue(item ?? null, folder)]);
  return Object.fromEntries(await Promise.all(entries)) as PropertyMap;
}

async function resolveAsset(asset: PropertyMap, folder: string): Promise<PropertyMap> {
  const content = await reading(asset, () => assetContent(asset, folder));
  const { path, text } = asset;
  const hash = createHash('sha256').update(content).digest('hex');
  return assetOf({ hash, ...(typeof path === 'string' && path !== '' ? { path } : { text }) });
}

async function resolveArchive(archive: PropertyMap, folder: string): Promise<PropertyMap> {
  const { assets, path } = archive;
  const hash = await reading(archive, () => archiveHash(archive, folder));
  if (typeof path === 'string' && path !== '') return archiveOf({ hash, path });
  return archiveOf({ hash, assets: await resolveMembers(assets as PropertyMap, folder) });
}

/** Names the asset that cannot be read. */
async function reading<T>(asset: PropertyMap, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof EvenkeelError) throw cause;
    throw new EvenkeelError(
      {
        code: 'engine.asset',
        message: 'the file of an asset cannot be read',
        found: String((cause as NodeJS.ErrnoException).path ?? asset['path']),
        next: 'correct its path',
      },
      { cause },
    );
  }
}
