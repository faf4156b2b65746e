import { checkDepth, Undecodable } from '../message.ts';
import { instantFromSeconds } from './scalar.ts';

/** Reads one CBOR item (RFC 8949). Tag 1 gives a date, byte strings byte arrays, big integers `bigint`. */
export function readCbor(bytes: Uint8Array): unknown {
  const reader = new CborReader(bytes);
  const value = reader.item(0);
  if (value === BREAK || !reader.atEnd) throw malformed();
  return value;
}

class CborReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  item(depth: number): unknown {
    checkDepth(depth / 2);
    const initial = this.#take(1).readUInt8();
    const major = initial >> 5;
    const info = initial & 31;
    if (major === 7) return this.#simple(info);
    const count = info === INDEFINITE ? undefined : this.#count(info);
    switch (major) {
      case 0:
        return safe(count);
      case 1:
        return negative(count);
      case 2:
        return new Uint8Array(count === undefined ? this.#chunks(depth) : this.#take(Number(count)));
      case 3:
        return (count === undefined ? this.#chunks(depth) : this.#take(Number(count))).toString('utf8');
      case 4:
        return [...this.#items(count, depth)];
      case 5:
        return Object.fromEntries(this.#entries(count, depth));
      default:
        return tagged(count, this.item(depth + 1));
    }
  }

  #simple(info: number): unknown {
    if (info === 20 || info === 21) return info === 21;
    if (info === 22 || info === 23) return null;
    if (info === 25) return halfFloat(this.#take(2).readUInt16BE());
    if (info === 26) return this.#take(4).readFloatBE();
    if (info === 27) return this.#take(8).readDoubleBE();
    if (info === INDEFINITE) return BREAK;
    throw malformed();
  }

  #count(info: number): bigint {
    if (info < 24) return BigInt(info);
    if (info === 24) return BigInt(this.#take(1).readUInt8());
    if (info === 25) return BigInt(this.#take(2).readUInt16BE());
    if (info === 26) return BigInt(this.#take(4).readUInt32BE());
    if (info === 27) return this.#take(8).readBigUInt64BE();
    throw malformed();
  }

  *#items(count: bigint | undefined, depth: number): Generator<unknown> {
    for (let read = 0n; count === undefined || read < count; read++) {
      const item = this.item(depth + 1);
      if (item === BREAK && count === undefined) return;
      if (item === BREAK) throw malformed();
      yield item;
    }
  }

  *#entries(count: bigint | undefined, depth: number): Generator<[string, unknown]> {
    const items = this.#items(count === undefined ? undefined : count * 2n, depth);
    for (const key of items) {
      const value = items.next();
      if (typeof key !== 'string' || value.done) throw malformed();
      yield [key, value.value];
    }
  }

  #chunks(depth: number): Buffer {
    const chunks = [...this.#items(undefined, depth)];
    return Buffer.concat(chunks.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk) : bytesIn(chunk))));
  }

  #take(length: number): Buffer {
    if (this.#at + length > this.#bytes.length) throw malformed();
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}

function safe(count: bigint | undefined): number | bigint {
  if (count === undefined) throw malformed();
  return count <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(count) : count;
}

function negative(count: bigint | undefined): number | bigint {
  const value = safe(count);
  return typeof value === 'bigint' ? -1n - value : -1 - value;
}

function tagged(tag: bigint | undefined, value: unknown): unknown {
  if (tag !== 1n) return value;
  if (typeof value !== 'number') throw malformed();
  return instantFromSeconds(value);
}

function halfFloat(bits: number): number {
  const sign = bits >> 15 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1023) / 1024;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? 2 ** -14 * fraction : 2 ** (exponent - 15) * (1 + fraction));
}

function bytesIn(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  throw malformed();
}

function malformed(): Undecodable {
  return new Undecodable('the body is not well-formed CBOR');
}

const INDEFINITE = 31;
const BREAK = Symbol('break');
