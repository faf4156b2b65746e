import { SECOND_MS } from '../../lib/clock.ts';
import { arm, strike, type Trigger } from '../physics/faults.ts';
import type { World } from '../world.ts';
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
    | 'replication-lag';
  readonly where: 'writer' | 'others';
  readonly atSeconds: number;
  readonly forSeconds: number;
  readonly probability?: number;
  readonly lagSeconds?: number;
  /** Seconds then count from the first time that this happens. */
  readonly on?: Trigger;
}

/**
 * Enters a scenario's faults into the world, counted from `zeroMs`, aimed at the site that writes now. Answers the
 * regions that it aimed at, for the report.
 */
export function playFaults(
  world: World,
  service: ServiceRecord,
  faults: readonly PlayedFault[],
  zeroMs: number,
  ports: TrafficPorts,
): { writer: string; others: string[] } {
  const writerArn = ports.writerOf(world, service.globalClusterId);
  const writer = service.sites.find((site) => site.clusterArn === writerArn);
  if (!writer) throw new Error(`broken invariant: ${service.host} has a site that writes`);
  const others = service.sites.filter((site) => site !== writer).map((site) => site.region);
  world.transact(() => {
    for (const played of faults) {
      const { on, where } = played;
      const [forMs, atMs] = [played.forSeconds * SECOND_MS, played.atSeconds * SECOND_MS];
      for (const region of where === 'writer' ? [writer.region] : others) {
        if (on) arm(world, on, faultAt(region, played), forMs, atMs);
        else strike(world, faultAt(region, played), forMs, zeroMs + atMs);
      }
    }
  });
  return { writer: writer.region, others };
}

function faultAt(region: string, { kind, probability = 1, lagSeconds = 0 }: PlayedFault) {
  switch (kind) {
    case 'capacity':
    case 'fencing-timeout':
    case 'upgrade-fails':
      return { kind, region, probability };
    case 'replication-lag':
      return { kind, region, seconds: lagSeconds };
    default:
      return { kind, region };
  }
}
