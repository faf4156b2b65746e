import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TrafficPorts } from '../twin/traffic/ports.ts';
import { probe } from '../twin/traffic/service.ts';
import type { World } from '../twin/world.ts';

/**
 * The service's public name, for one child process of one step: a listener on 127.0.0.1 that exists while the child
 * runs and answers only below its key. `GET …/healthPath` answers 200 with the site's name where the request could be
 * served with a write, else 503 with the reason; anything else 404. It reads the world and changes nothing.
 */
export interface ServiceListener {
  /** What stands for `https://host`, key included, without a slash at the end. */
  readonly url: string;
  /** How many requests came, and how many did not carry the key. */
  readonly counts: { requests: number; refused: number };
  close(): Promise<void>;
}

export async function openServiceListener(options: {
  readonly world: World;
  readonly host: string;
  readonly healthPath: string;
  readonly key: string;
  readonly ports: TrafficPorts;
}): Promise<ServiceListener> {
  const { world, host, healthPath, key, ports } = options;
  const counts = { requests: 0, refused: 0 };
  const server = createServer({ requestTimeout: 10_000 }, (request, response) => {
    counts.requests++;
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (!path.startsWith(`/${key}/`)) {
      counts.refused++;
      response.writeHead(403).end();
      return;
    }
    if (request.method !== 'GET' || path !== `/${key}${healthPath}`) {
      response.writeHead(404).end(`the twin's stand-in for ${host} answers GET ${healthPath} only\n`);
      return;
    }
    const seen = probe(world, host, `listener/${counts.requests}`, ports);
    response
      .writeHead(seen.ok ? 200 : 503, { 'content-type': 'text/plain', 'x-site': seen.site ?? 'none' })
      .end(seen.ok ? 'ok\n' : `${seen.refusal}\n`);
  });
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(0, '127.0.0.1', done);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/${key}`,
    counts,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
