import { SECOND_MS } from '../../lib/clock.ts';
import { strike } from '../physics/faults.ts';
import type { World } from '../world.ts';
import type { TrafficPorts } from './ports.ts';
import type { ServiceRecord } from './service.ts';

/** The faults of a scenario, in the shape of `runner/scenario.ts`; this room knows runbooks only as data. */
export interface PlayedFault {
  readonly kind: 'region-loss' | 'replication-cut' | 'capacity' | 'fencing-timeout';
  readonly where: 'writer' | 'others';
  readonly atSeconds: number;
  readonly forSeconds: number;
  readonly probability?: number;
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
    for (const { kind, where, atSeconds, forSeconds, probability } of faults) {
      for (const region of where === 'writer' ? [writer.region] : others) {
        const fault =
          kind === 'capacity' || kind === 'fencing-timeout'
            ? { kind, region, probability: probability ?? 1 }
            : { kind, region };
        strike(world, fault, forSeconds * SECOND_MS, zeroMs + atSeconds * SECOND_MS);
      }
    }
  });
  return { writer: writer.region, others };
}
