import { gzipSync } from 'node:zlib';
import type { WireRequest } from '../../src/twin/wire/index.ts';
import type { Random } from './random.ts';

/** A request with one thing about it wrong, as broken clients, proxies and attackers send them. */
export function brokenRequest(request: WireRequest, other: WireRequest, random: Random): WireRequest {
  const bytes = Buffer.from(request.body);
  const headers = { ...request.headers };
  switch (random.below(20)) {
    case 0:
      return { ...request, body: bytes.subarray(0, random.below(bytes.length + 1)) };
    case 1:
      return { ...request, body: flipped(bytes, random) };
    case 2:
      return { ...request, body: other.body };
    case 3:
      return { ...request, body: Buffer.concat([bytes, bytes]) };
    case 4:
      return { ...request, body: Buffer.from(Array.from({ length: random.below(300) }, () => random.below(256))) };
    case 5:
      return { ...request, body: '' };
    case 6:
      return { ...request, method: random.pick(['GET', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'POST']) };
    case 7:
      return { ...request, path: other.path };
    case 8:
      return { ...request, path: `/${encodeURIComponent(garbled(request.path, random))}` };
    case 9:
      return {
        ...request,
        query: new URLSearchParams([...other.query, ['Action', 'DescribeVpcs'], ['x', garbled('abc', random)]]),
      };
    case 10:
      return { ...request, headers: { ...headers, 'content-type': random.pick(TYPES) } };
    case 11:
      return {
        ...request,
        headers: { ...headers, 'x-amz-target': garbled(other.headers['x-amz-target'] ?? 'A.B', random) },
      };
    case 12:
      return { ...request, headers: { ...headers, authorization: other.headers['authorization'] ?? '' } };
    case 13:
      return { ...request, headers: without(headers, random.pick(Object.keys(headers))) };
    case 14:
      return { ...request, headers: { ...headers, authorization: garbled(headers['authorization'] ?? '', random) } };
    case 15:
      return {
        ...request,
        headers: { ...headers, 'content-encoding': random.pick(['gzip', 'aws-chunked', 'br', 'gzip, gzip']) },
      };
    case 16:
      return { ...request, headers: { ...headers, 'content-encoding': 'gzip' }, body: gzipSync(bytes) };
    case 17:
      return { ...request, headers: { ...headers, 'smithy-protocol': 'rpc-v2-cbor' } };
    case 18:
      return { ...request, body: deep(random) };
    default:
      return { ...request, headers: { ...headers, [`x-${random.below(9)}`]: 'y'.repeat(random.below(4000)) } };
  }
}

/** Bytes that need not even be HTTP. */
export function rawBytes(random: Random): string {
  const lines = [
    'GET / HTTP/1.1',
    'POST / HTTP/9.9',
    'CONNECT x:1 HTTP/1.1',
    'HTTP/1.1 200 OK',
    '\u0016\u0003\u0001',
    'POST /%ZZ HTTP/1.1',
  ];
  const more = [
    'content-length: 5',
    'content-length: x',
    'transfer-encoding: chunked',
    'upgrade: h2c',
    ': y',
    'a'.repeat(9000),
  ];
  const end = random.pick(['\r\n\r\n', '\n\n', '', '\r\n\r\nzz\r\n\r\n0\r\n\r\n']);
  return `${random.pick(lines)}\r\nhost: x\r\nconnection: close\r\n${random.pick(more)}${end}`;
}

const TYPES = [
  'application/x-www-form-urlencoded',
  'application/x-amz-json-1.0',
  'application/x-amz-json-1.1',
  'application/cbor',
  'application/xml',
  'text/plain; charset=utf-16',
  '',
];

function flipped(bytes: Buffer, random: Random): Buffer {
  const copy = Buffer.from(bytes);
  for (let n = 0; n <= random.below(4) && copy.length > 0; n++) copy[random.below(copy.length)] = random.below(256);
  return copy;
}

/** Other printable characters here and there. */
function garbled(text: string, random: Random): string {
  return [...text].map((letter) => (random.chance(0.1) ? String.fromCharCode(33 + random.below(93)) : letter)).join('');
}

function deep(random: Random): string {
  const depth = 1 + random.below(2000);
  return random.pick([
    () => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
    () => '['.repeat(depth),
    () => `Action=DescribeVpcs&${'a.1.'.repeat(depth)}=1`,
    () => '<a>'.repeat(depth) + '</a>'.repeat(depth),
  ])();
}

function without(headers: Record<string, string>, name: string): Record<string, string> {
  const { [name]: _gone, ...rest } = headers;
  return rest;
}
