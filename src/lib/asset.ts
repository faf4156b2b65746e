import { type PropertyMap, type PropertyValue, SIGNATURE } from './property.ts';

/** How the wire marks a file or text of a program, and a folder or collection of them (sdk/go/common/resource). */
const ASSET = 'c44067f5952c0a294b673a41bacd8c17';
const ARCHIVE = '0def7320c3a5731c473e5ecbe6d01bc7';

/** An asset or an archive. */
export type Marked = PropertyMap & { readonly [SIGNATURE]: string };

export function isAsset(value: PropertyValue | undefined): value is Marked {
  return signatureOf(value) === ASSET;
}

export function isArchive(value: PropertyValue | undefined): value is Marked {
  return signatureOf(value) === ARCHIVE;
}

/** An asset or archive in the one form that is stored: its mark, its hash, and where it comes from. */
export function assetOf(members: PropertyMap): PropertyMap {
  return { [SIGNATURE]: ASSET, ...members };
}

export function archiveOf(members: PropertyMap): PropertyMap {
  return { [SIGNATURE]: ARCHIVE, ...members };
}

function signatureOf(value: PropertyValue | undefined): unknown {
  return typeof value === 'object' && value !== null ? (value as PropertyMap)[SIGNATURE] : undefined;
}
