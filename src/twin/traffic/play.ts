import { SECOND_MS } from '../../lib/clock.ts';
import { arm, strike, type Trigger } from '../physics/faults.ts';
import type { World } from '../world.ts';
import { expectLateClient } from './late-client.ts';
import type { TrafficPorts } from './ports.ts';
import type { ServiceRecord } from './service.ts';

/** The faults of a scenario, in the shape of `runner/scenario.ts`; this room knows runbooks only as data. */
export interface PlayedFault {
  readonly kind:
    | 'region-loss'
    | 'replication-cut'
    | 'capacity'
    | 'fencing-timeout'
    | 'upgrade-fails'
    | 'replication-lag'
    | 'bad-image'
    | 'call-refused'
    | 'call-without-effect'
    | 'late-client';
  readonly where: 'writer' | 'others' | 'all';
  readonly atSeconds: number;
  readonly forSeconds: number;
  readonly probability?: number;
  readonly lagSeconds?: number;
  readonly effect?: 'unhealthy' | 'errors';
  readonly operation?: string;
  readonly code?: string;
  readonly asks?: 'dns' | 'request';
  readonly everySeconds?: number;
  /** Seconds then count from the first time that this happens. */
  readonly on?: Trigger;
}

/**
 * Enters a scenario's faults into the world, counted from `zeroMs`, aimed at the site that writes now. `images` are those that the
 * system file names, by region: what a bad image is bad in. Answers the regions that it aimed at, for the report.
 */
export function playFaults(
  world: World,
  service: ServiceRecord,
  faults: readonly PlayedFault[],
  zeroMs: number,
  ports: TrafficPorts,
  images: Readonly<Record<string, string>>,
): { writer: string; others: string[] } {
  const writerArn = ports.writerOf(world, service.globalClusterId);
  const writer = service.sites.find((site) => site.clusterArn === writerArn);
  if (!writer) throw new Error(`broken invariant: ${service.host} has a site that writes`);
  const others = service.sites.filter((site) => site !== writer).map((site) => site.region);
  world.transact(() => {
    for (const played of faults) {
      const { on, where } = played;
      const [forMs, atMs] = [played.forSeconds * SECOND_MS, played.atSeconds * SECOND_MS];
      if (played.kind === 'late-client') {
        const { asks = 'dns', everySeconds = 3600 } = played;
        expectLateClient(world, service.host, { asks, everySeconds, untilMs: zeroMs + atMs + forMs }, zeroMs + atMs);
        continue;
      }
      for (const region of { writer: [writer.region], others, all: [writer.region, ...others] }[where]) {
        const fault = faultAt(region, played, images);
        if (on) arm(world, on, fault, forMs, atMs);
        else strike(world, fault, forMs, zeroMs + atMs);
      }
    }
  });
  return { writer: writer.region, others };
}

function faultAt(region: string, played: PlayedFault, images: Readonly<Record<string, string>>) {
  const { kind, probability = 1, lagSeconds = 0, effect = 'unhealthy', operation = '', code = '' } = played;
  switch (kind) {
    case 'capacity':
    case 'fencing-timeout':
    case 'upgrade-fails':
      return { kind, region, probability };
    case 'replication-lag':
      return { kind, region, seconds: lagSeconds };
    case 'bad-image':
      return { kind, region, image: images[region] ?? '', effect };
    case 'call-refused':
      return { kind, region, operation, code };
    case 'call-without-effect':
      return { kind, region, operation };
    case 'late-client':
      throw new Error('broken invariant: a late client is no fault of a region');
    default:
      return { kind, region };
  }
}
