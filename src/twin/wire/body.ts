import { gunzipSync } from 'node:zlib';
import { bytesOf, Undecodable, type WireRequest } from './message.ts';

/** The largest body that the twin reads, packed and unpacked. AWS's own limits for the served operations are lower. */
export const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** The request with its body as the operation means it: out of chunks and unpacked. Throws `Undecodable`. */
export function decodeBody(request: WireRequest): WireRequest {
  if (request.body.length > MAX_BODY_BYTES) throw tooLarge();
  const encodings = (request.headers['content-encoding'] ?? '')
    .split(',')
    .map((encoding) => encoding.trim().toLowerCase())
    .filter((encoding) => encoding !== '');
  const isChunked = encodings.includes('aws-chunked') || isStreaming(request);
  if (!isChunked && encodings.length === 0) return request;
  let body = bytesOf(request.body);
  if (isChunked) body = joinChunks(body);
  for (const encoding of encodings) {
    if (encoding === 'gzip') body = unzip(body);
    else if (encoding !== 'aws-chunked') throw new Undecodable(`the content encoding ${encoding} is not supported`);
  }
  return { ...request, body };
}

function isStreaming({ headers }: WireRequest): boolean {
  return headers['x-amz-content-sha256']?.startsWith('STREAMING-') ?? false;
}

/** `<hex length>[;extensions]\r\n<bytes>\r\n…0\r\n`, then trailers, whose checksums are not verified. */
function joinChunks(bytes: Uint8Array): Uint8Array {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = source.indexOf('\r\n', at);
    const [, hex] =
      lineEnd < 0 ? [] : (/^([0-9a-fA-F]{1,8})(?:;|$)/.exec(source.toString('latin1', at, lineEnd)) ?? []);
    if (hex === undefined) throw new Undecodable('the body is not in whole chunks, as its headers say');
    const length = Number.parseInt(hex, 16);
    if (length === 0) return Buffer.concat(chunks);
    const start = lineEnd + 2;
    at = start + length + 2;
    chunks.push(source.subarray(start, start + length));
  }
}

function unzip(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BODY_BYTES });
  } catch (cause) {
    if ((cause as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new Undecodable('the body is not gzip, as its headers say', { cause });
  }
}

function tooLarge(): Undecodable {
  return new Undecodable(`the body is larger than ${MAX_BODY_BYTES} bytes`);
}
