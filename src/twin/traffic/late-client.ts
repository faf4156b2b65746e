import { SECOND_MS } from '../../lib/clock.ts';
import type { World } from '../world.ts';
import type { TrafficPorts } from './ports.ts';
import { capacityOf, serviceOf, siteBehind } from './service.ts';

/** Somebody whom nobody thought of: a job that asks for the service once in a while. Table `traffic.late-client`, key = host. */
export interface LateClient {
  /** Asks DNS only, or sends a request to what is answered. */
  readonly asks: 'dns' | 'request';
  readonly everySeconds: number;
  readonly untilMs: number;
  /** What it has done so far. */
  readonly asked?: number;
  readonly served?: number;
}

const LATE = 'traffic.late-client';

/** Lets it begin at an instant. Must run inside a transaction. */
export function expectLateClient(world: World, host: string, client: LateClient, fromMs: number): void {
  lateClients(world).put(host, { ...client, asked: 0, served: 0 });
  world.schedule({ atMs: fromMs, kind: LATE, subject: host, tick: true, data: { host } });
}

export const lateClients = (world: World) => world.table<LateClient>('traffic.late-client');

/** Registers what it does each time. Once, when the twin is assembled. */
export function lateClientReactions(world: World, ports: TrafficPorts): void {
  world.react(LATE, (event) => {
    const { host } = event.data as { host: string };
    const client = lateClients(world).get(host);
    if (!client || world.nowMs >= client.untilMs) return;
    const { asked = 0, served = 0 } = client;
    const isServed = ask(world, host, `late-client/${asked}`, client.asks, ports);
    lateClients(world).put(host, { ...client, asked: asked + 1, served: served + (isServed ? 1 : 0) });
    const atMs = event.atMs + client.everySeconds * SECOND_MS;
    world.schedule({ atMs, kind: LATE, subject: host, tick: true, data: { host } });
  });
}

function ask(world: World, host: string, subject: string, asks: LateClient['asks'], ports: TrafficPorts): boolean {
  ports.countQuery(world, host);
  const answer = ports.resolve(world, host, subject);
  const service = serviceOf(world, host);
  const site = service && answer && siteBehind(service, answer.target);
  if (asks === 'dns' || !site) return false;
  const { share, refusal } = capacityOf(world, site, ports);
  if (refusal === 'region-lost' || refusal === 'no-balancer') return false;
  const targetErrors = refusal === 'database-read-only' ? 1 : 0;
  const balancerErrors = share > 0 ? 0 : 1 - targetErrors;
  ports.countRequests(world, site.balancerArn, { requests: 1, targetErrors, balancerErrors });
  return share > 0;
}
