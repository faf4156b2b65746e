import { createHash } from 'node:crypto';
import { canonicalJson } from '../lib/canonical.ts';

/** A UUID of version 5 (RFC 9562, 5.5) in a namespace of Evenkeel's own: equal content has the equal one. */
export function uuidOf(...content: readonly unknown[]): string {
  const hash = createHash('sha1').update(NAMESPACE).update(canonicalJson(content)).digest();
  const bytes = hash.subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const NAMESPACE = Buffer.from('8a3f1d2c5b6e4f70912b3c4d5e6f7081', 'hex');
