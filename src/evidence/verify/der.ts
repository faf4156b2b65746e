/** A value of ASN.1 in its distinguished encoding (Source: ITU-T X.690). */
export interface Der {
  readonly tag: number;
  /** The content alone. */
  readonly content: Buffer;
  /** With its tag and length. */
  readonly whole: Buffer;
}

export const DER = { integer: 0x02, octets: 0x04, oid: 0x06, time: 0x18, sequence: 0x30, set: 0x31 } as const;

/** The value that fills the bytes. Throws a `RangeError` for anything else. */
export function derOf(bytes: Buffer): Der {
  const [first, ...others] = derList(bytes);
  if (first === undefined || others.length > 0) throw new RangeError('one value is wanted');
  return first;
}

/** The values that follow each other in some bytes. */
function derList(bytes: Buffer): Der[] {
  const found: Der[] = [];
  for (let at = 0; at < bytes.length; ) {
    const one = readAt(bytes, at);
    found.push(one);
    at += one.whole.length;
  }
  return found;
}

/** The parts of a sequence or a set. */
export function parts(value: Der | undefined, tag: number): Der[] {
  if (value?.tag !== tag) throw new RangeError('another kind of value is wanted');
  return derList(value.content);
}

/** An object identifier in dots. */
export function oidOf(value: Der | undefined): string {
  if (value?.tag !== DER.oid) throw new RangeError('an identifier is wanted');
  const numbers: number[] = [];
  let number = 0;
  for (const byte of value.content) {
    number = number * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    numbers.push(number);
    number = 0;
  }
  const [first = 0, ...rest] = numbers;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...rest].join('.');
}

function readAt(bytes: Buffer, at: number): Der {
  const tag = bytes[at];
  const short = bytes[at + 1];
  if (tag === undefined || short === undefined || (tag & 0x1f) === 0x1f) throw new RangeError('cut, or of a long tag');
  const size = short < 0x80 ? 0 : short & 0x7f;
  if (size > 4 || short === 0x80) throw new RangeError('of no definite length');
  const length = size === 0 ? short : bytes.readUIntBE(at + 2, size);
  const begin = at + 2 + size;
  if (begin + length > bytes.length) throw new RangeError('cut');
  return { tag, content: bytes.subarray(begin, begin + length), whole: bytes.subarray(at, begin + length) };
}
