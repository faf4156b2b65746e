import { EndpointUnreachable } from '../aws-error.ts';
import { bytesOf, type WireRequest } from './message.ts';
import type { Wire } from './wire.ts';

/** What an SDK client hands to its `requestHandler`, as far as it is used. */
export interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}
export interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/**
 * A `requestHandler` for clients of the AWS SDK v3: the same serialisation both ways, and no socket. A lost region
 * rejects with what Node gives for a refused connection; a bug in a handler rejects as itself.
 */
export function inProcessHandler(wire: Wire): {
  handle(request: SdkRequest): Promise<{ response: SdkResponse }>;
  destroy(): void;
} {
  return {
    async handle(request) {
      const { bug, status, headers, body } = answer(wire, toWire(request));
      if (bug !== undefined) throw bug;
      // a copy: the SDK makes the answer's bytes its own, and they may be a handler's
      return { response: { statusCode: status, headers: { ...headers }, body: new Uint8Array(bytesOf(body)) } };
    },
    destroy() {},
  };
}

function answer(wire: Wire, request: WireRequest) {
  try {
    return wire.handle(request);
  } catch (cause) {
    if (!(cause instanceof EndpointUnreachable)) throw cause;
    throw Object.assign(new Error(`connect ECONNREFUSED (${cause.message})`, { cause }), {
      code: 'ECONNREFUSED',
      syscall: 'connect',
    });
  }
}

function toWire({ method, path, query, headers, body }: SdkRequest): WireRequest {
  return { method, path, query: queryOf(query), headers: lowerCase(headers), body: bodyOf(body) };
}

function queryOf(query: SdkRequest['query']): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    for (const item of Array.isArray(value) ? value : [value ?? '']) parameters.append(key, item);
  }
  return parameters;
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function bodyOf(body: unknown): Uint8Array | string {
  if (body === undefined || body === null) return '';
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  throw new TypeError('the twin takes no streamed request bodies: none of its operations has one');
}
