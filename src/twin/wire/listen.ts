import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EndpointUnreachable } from '../aws-error.ts';
import { MAX_BODY_BYTES } from './body.ts';
import type { WireRequest } from './message.ts';
import type { Wire } from './wire.ts';

export interface Listener {
  readonly port: number;
  /** For `AWS_ENDPOINT_URL` and `--endpoint-url`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Some clients announce more bytes than they send; without a limit they would hang here for ever. */
const REQUEST_TIMEOUT_MS = 10_000;
const CHECK_INTERVAL_MS = 500;

/**
 * An HTTP server for clients of other processes, on 127.0.0.1 only. Port 0 takes any free one. `onBug` is told what a
 * handler threw that is no answer of AWS; the client sees `InternalFailure`.
 */
export async function listen(
  wire: Wire,
  options: { port: number; requestTimeoutMs?: number; onBug?: (error: unknown) => void },
): Promise<Listener> {
  const requestTimeout = options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;
  const server = createServer(
    { requestTimeout, headersTimeout: requestTimeout, connectionsCheckingInterval: CHECK_INTERVAL_MS },
    (request, response) => void serve(wire, request, response, options.onBug),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { port, url: `http://127.0.0.1:${port}`, close: () => close(server) };
}

async function serve(
  wire: Wire,
  request: IncomingMessage,
  response: ServerResponse,
  onBug: ((error: unknown) => void) | undefined,
): Promise<void> {
  try {
    const { status, headers, body, bug } = wire.handle(await toWire(request));
    if (bug !== undefined) onBug?.(bug);
    response.writeHead(status, status === 204 ? headers : { ...headers, 'content-length': Buffer.byteLength(body) });
    response.end(body);
  } catch (error) {
    const isTheirs = error instanceof EndpointUnreachable || request.errored !== null;
    request.socket.destroy();
    if (!isTheirs) onBug?.(error);
  }
}

async function toWire(request: IncomingMessage): Promise<WireRequest> {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    // one chunk beyond the limit is kept, so that the wire sees that it is too large and says so
    if (length - chunk.length <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return {
    method: request.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : (value ?? ''),
      ]),
    ),
    body: Buffer.concat(chunks),
  };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
