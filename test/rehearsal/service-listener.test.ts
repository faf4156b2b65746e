import { expect, test } from 'vitest';
import { openServiceListener } from '../../src/rehearsal/service-listener.ts';
import type { TrafficPorts } from '../../src/twin/traffic/ports.ts';
import type { ServiceRecord } from '../../src/twin/traffic/service.ts';
import { World } from '../../src/twin/world.ts';

test('the listener answers its key only, and only as the service would', async () => {
  let targets = 2;
  const world = new World({ seed: '1', account: '111122223333', nowMs: 0 });
  const service: ServiceRecord = {
    host: 'orders.example.com',
    globalClusterId: 'g',
    sites: [
      {
        site: 'use1',
        region: 'us-east-1',
        balancerArn: 'alb',
        balancerDnsName: 'alb.example',
        targetGroupArn: 'tg',
        clusterArn: 'c',
        servingInstances: 2,
      },
    ],
  };
  world.transact(() => world.table('traffic.service').put(service.host, service));
  const ports = {
    resolve: () => ({ target: 'alb.example.', ttlSeconds: 60 }),
    reachableTargets: () => targets,
    failingTargets: () => 0,
    countRequests: () => undefined,
    isBalancerActive: () => true,
    acceptsWrites: () => true,
  } as unknown as TrafficPorts;
  const listener = await openServiceListener({ world, host: service.host, healthPath: '/healthz', key: 'k1', ports });
  try {
    const healthy = await fetch(`${listener.url}/healthz`);
    expect([healthy.status, healthy.headers.get('x-site')]).toEqual([200, 'use1']);
    expect((await fetch(`${listener.url}/orders`)).status).toBe(404);
    expect((await fetch(listener.url.replace('/k1', '/k2/healthz'))).status).toBe(403);
    targets = 0;
    const down = await fetch(`${listener.url}/healthz`);
    expect([down.status, await down.text()]).toEqual([503, 'no-target\n']);
    expect(listener.counts).toEqual({ requests: 4, refused: 1 });
  } finally {
    await listener.close();
  }
});
