import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, posix, resolve } from 'node:path';
import { isArchive, isAsset } from '../../lib/asset.ts';
import { EvenkeelError } from '../../lib/errors.ts';
import type { PropertyMap } from '../../lib/property.ts';
import { unsupportedCall } from './refusals.ts';

/** Names that Pulumi takes for archives of their own: their bytes are hashed as they are. */
const PACKED = ['.tar', '.tgz', '.tar.gz', '.zip', '.jar'];

/** Pulumi's own folder, left out of every archive. */
const BOOKKEEPING = '.pulumi';

interface Member {
  readonly name: string;
  readonly content: Uint8Array;
}

/**
 * The hash of an archive, as Pulumi has it (archive.go, `EnsureHash`): SHA-256 of the tar file of its members, in their order, with
 * nothing in their headers but name, mode 0600 and size. Both engines see the same archive as unchanged.
 */
export async function archiveHash(archive: PropertyMap, folder: string): Promise<string> {
  const { path } = archive;
  const hash = createHash('sha256');
  if (typeof path === 'string' && isPacked(path))
    return hash.update(await readFile(resolve(folder, path))).digest('hex');
  const seen = new Set<string>();
  for await (const { name, content } of membersOf(archive, folder)) {
    if (seen.has(name)) continue;
    seen.add(name);
    hash.update(tarHeader(name, content.length)).update(content);
    hash.update(Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK));
  }
  return hash.update(Buffer.alloc(2 * BLOCK)).digest('hex');
}

/** The content of a file or text. */
export async function assetContent(asset: PropertyMap, folder: string): Promise<Uint8Array> {
  const { path, text } = asset;
  if (typeof path === 'string' && path !== '') return readFile(resolve(folder, path));
  if (typeof text === 'string') return Buffer.from(text, 'utf8');
  throw unsupportedCall('a remote asset');
}

async function* membersOf(archive: PropertyMap, folder: string): AsyncGenerator<Member> {
  const { path, assets } = archive;
  if (typeof path === 'string' && path !== '') {
    if (isPacked(path)) throw unsupportedCall('a packed file inside an archive');
    yield* filesOf(resolve(folder, path), '');
  } else if (typeof assets === 'object' && assets !== null) {
    for (const [name, member] of Object.entries(assets as PropertyMap).sort(([a], [b]) => byBytes(a, b))) {
      if (isAsset(member)) yield { name, content: await assetContent(member, folder) };
      else if (isArchive(member)) {
        for await (const inner of membersOf(member, folder)) yield { ...inner, name: posix.join(name, inner.name) };
      }
    }
  } else throw unsupportedCall('a remote archive');
}

async function* filesOf(path: string, name: string): AsyncGenerator<Member> {
  for (const entry of (await readdir(path, { withFileTypes: true })).sort((a, b) => byBytes(a.name, b.name))) {
    if (entry.name === BOOKKEEPING) continue;
    const inner = join(path, entry.name);
    const innerName = name === '' ? entry.name : `${name}/${entry.name}`;
    if (entry.isDirectory()) yield* filesOf(inner, innerName);
    // a link to a file is read as the file, a link to a folder is left out
    else if (!(await stat(inner)).isDirectory()) yield { name: innerName, content: await readFile(inner) };
  }
}

const BLOCK = 512;

/** A header in the USTAR format, as Go's archive/tar writes it. */
function tarHeader(name: string, size: number): Buffer {
  const { prefix, suffix } = splitName(name);
  const header = Buffer.alloc(BLOCK);
  header.write(suffix, 0, 'latin1');
  writeOctal(header, 0o600, 100, 8);
  writeOctal(header, 0, 108, 8);
  writeOctal(header, 0, 116, 8);
  writeOctal(header, size, 124, 12);
  writeOctal(header, 0, 136, 12);
  header.write('        0', 148, 'latin1');
  header.write('ustar\u000000', 257, 'latin1');
  writeOctal(header, 0, 329, 8);
  writeOctal(header, 0, 337, 8);
  header.write(prefix, 345, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  writeOctal(header, sum, 148, 7);
  return header;
}

/** `length` bytes: digits, then a NUL. */
function writeOctal(header: Buffer, value: number, at: number, length: number): void {
  header.write(`${value.toString(8).padStart(length - 1, '0')}\u0000`, at, 'latin1');
}

/** A name of more than 100 bytes goes into two fields, parted at the last slash that lets both fit. */
function splitName(name: string): { readonly prefix: string; readonly suffix: string } {
  const isAscii = Buffer.byteLength(name) === name.length;
  if (isAscii && name.length <= 100) return { prefix: '', suffix: name };
  const at = name.slice(0, 156).lastIndexOf('/');
  const suffix = name.slice(at + 1);
  if (isAscii && at > 0 && at <= 155 && suffix.length > 0 && suffix.length <= 100) {
    return { prefix: name.slice(0, at), suffix };
  }
  throw new EvenkeelError({
    code: 'engine.asset',
    message: 'the name of a file in an archive cannot be hashed as Pulumi does',
    found: name,
    allowed: 'ASCII, up to 100 characters, or up to 255 with a slash that leaves 155 before it and 100 after it',
    next: 'rename the file, or use the Pulumi CLI (--engine pulumi)',
  });
}

function isPacked(path: string): boolean {
  return PACKED.some((ending) => path.endsWith(ending));
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
