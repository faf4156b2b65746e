/** An HTTP request, read whole. Header names are lower case. */
export interface WireRequest {
  readonly method: string;
  /** Without the query; escapes as they came. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
  /** What a handler threw that is no answer of AWS: a bug of ours. The response then is AWS's `InternalFailure`. */
  readonly bug?: unknown;
}

/** A request that is not what its protocol says: answered with 400, never with a guess. */
export class Undecodable extends Error {
  override readonly name = 'Undecodable';
}

/** How deep values may nest; DynamoDB, which allows the most, stops at 32. */
const MAX_DEPTH = 64;

/** Stops a request that would exhaust the stack. */
export function checkDepth(depth: number): void {
  if (depth > MAX_DEPTH) throw new Undecodable(`the request nests deeper than ${MAX_DEPTH} levels`);
}

export function textOf(body: Uint8Array | string): string {
  return typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
}

export function bytesOf(body: Uint8Array | string): Uint8Array {
  return typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
}
