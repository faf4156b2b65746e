import { assert } from '../../../lib/errors.ts';

/** Writes a tree of JSON values, dates (tag 1) and byte arrays as CBOR (RFC 8949), as Smithy's RPC v2 wants it. */
export function writeCbor(tree: unknown): Uint8Array {
  const parts: Uint8Array[] = [];
  write(tree, parts);
  return Buffer.concat(parts);
}

function write(tree: unknown, parts: Uint8Array[]): void {
  if (tree === null || tree === undefined) parts.push(Uint8Array.of(NULL));
  else if (typeof tree === 'boolean') parts.push(Uint8Array.of(tree ? TRUE : FALSE));
  else if (typeof tree === 'number') writeNumber(tree, parts);
  else if (typeof tree === 'string') {
    const bytes = Buffer.from(tree, 'utf8');
    parts.push(head(TEXT, bytes.length), bytes);
  } else if (tree instanceof Date) {
    parts.push(head(TAG, EPOCH_TAG));
    writeNumber(tree.getTime() / 1000, parts);
  } else if (tree instanceof Uint8Array) parts.push(head(BYTES, tree.length), tree);
  else if (Array.isArray(tree)) {
    parts.push(head(ARRAY, tree.length));
    for (const item of tree) write(item, parts);
  } else {
    assert(typeof tree === 'object', 'CBOR carries plain data');
    const entries = Object.entries(tree);
    parts.push(head(MAP, entries.length));
    for (const [key, item] of entries) {
      write(key, parts);
      write(item, parts);
    }
  }
}

function writeNumber(value: number, parts: Uint8Array[]): void {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
    parts.push(value >= 0 ? head(UNSIGNED, value) : head(NEGATIVE, -1 - value));
    return;
  }
  const bytes = Buffer.alloc(9);
  bytes[0] = DOUBLE;
  bytes.writeDoubleBE(value, 1);
  parts.push(bytes);
}

/** Major type and the count, length or number that goes with it, in its shortest form. */
function head(major: number, count: number): Uint8Array {
  const type = major << 5;
  if (count < 24) return Uint8Array.of(type | count);
  if (count < 2 ** 8) return Uint8Array.of(type | 24, count);
  const bytes = Buffer.alloc(count < 2 ** 16 ? 3 : count < 2 ** 32 ? 5 : 9);
  bytes[0] = type | (bytes.length === 3 ? 25 : bytes.length === 5 ? 26 : 27);
  if (bytes.length === 9) bytes.writeBigUInt64BE(BigInt(count), 1);
  else bytes.writeUIntBE(count, 1, bytes.length - 1);
  return bytes;
}

const UNSIGNED = 0;
const NEGATIVE = 1;
const BYTES = 2;
const TEXT = 3;
const ARRAY = 4;
const MAP = 5;
const TAG = 6;
const EPOCH_TAG = 1;
const FALSE = 0xf4;
const TRUE = 0xf5;
const NULL = 0xf6;
const DOUBLE = 0xfb;
