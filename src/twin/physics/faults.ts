import { HOUR_MS } from '../../lib/clock.ts';
import type { World } from '../world.ts';

/**
 * What is broken, as records of the world (table `fault`, key = the fault's id). Physics asks the questions below; nothing
 * else decides that something is broken.
 */
export type Fault =
  /** Everything of a region: its endpoints, instances, databases, feeders. */
  | { readonly kind: 'region-loss'; readonly region: string; readonly fromMs: number; readonly toMs: number }
  /** Aurora's replication from one region stops; everything else goes on. */
  | { readonly kind: 'replication-cut'; readonly region: string; readonly fromMs: number; readonly toMs: number }
  /** The networks of two regions do not reach each other; the rest of the world reaches both. */
  | {
      readonly kind: 'partition';
      readonly region: string;
      readonly fromMs: number;
      readonly toMs: number;
      readonly peer: string;
    }
  /** Instance launches in a region fail with this probability each. */
  | {
      readonly kind: 'capacity';
      readonly region: string;
      readonly fromMs: number;
      readonly toMs: number;
      readonly probability: number;
    }
  /** A version upgrade of a cluster in a region comes to nothing with this probability: the cluster returns to the version before. */
  | {
      readonly kind: 'upgrade-fails';
      readonly region: string;
      readonly fromMs: number;
      readonly toMs: number;
      readonly probability: number;
    }
  /** Aurora's replication to a region falls behind by this much more than usual, no faster than time passes. */
  | {
      readonly kind: 'replication-lag';
      readonly region: string;
      readonly fromMs: number;
      readonly toMs: number;
      readonly seconds: number;
    }
  /**
   * An image of which something is wrong, at every instance launched from it: `unhealthy` never passes a health check, `errors`
   * passes them and answers the requests of clients with errors.
   */
  | {
      readonly kind: 'bad-image';
      readonly region: string;
      readonly fromMs: number;
      readonly toMs: number;
      readonly image: string;
      readonly effect: 'unhealthy' | 'errors';
    }
  /** Every call of an operation (`rds.DeleteDBCluster`) in a region is refused for now, with this code. */
  | {
      readonly kind: 'call-refused';
      readonly region: string;
      readonly fromMs: number;
      readonly toMs: number;
      readonly operation: string;
      readonly code: string;
    }
  /** A call of an operation in a region is answered as if it had done what it says, and does nothing. */
  | {
      readonly kind: 'call-without-effect';
      readonly region: string;
      readonly fromMs: number;
      readonly toMs: number;
      readonly operation: string;
    }
  /** Write fencing of a failover away from a region times out (RDS-EVENT-0391) with this probability. */
  | {
      readonly kind: 'fencing-timeout';
      readonly region: string;
      readonly fromMs: number;
      readonly toMs: number;
      readonly probability: number;
    };

export function faultTable(world: World) {
  return world.table<Fault>('fault');
}

/** Starts a fault at an instant (default now) for a time. Must run inside a transaction. */
export function strike(
  world: World,
  fault: DistributiveOmit<Fault, 'fromMs' | 'toMs'>,
  forMs: number = 6 * HOUR_MS,
  fromMs: number = world.nowMs,
): void {
  const key = `${fault.region}/${fault.kind}/${fromMs}${ofOperation(fault)}`;
  faultTable(world).put(key, { ...fault, fromMs, toMs: fromMs + forMs });
}

/** The end of a fault's key: faults of calls are told apart by the operation. */
function ofOperation(fault: object): string {
  return 'operation' in fault ? `/${fault.operation}` : '';
}

/** Something of the world that a fault can wait for. */
export type Trigger = 'upgrade-ended';

interface Armed {
  readonly fault: DistributiveOmit<Fault, 'fromMs' | 'toMs'>;
  readonly afterMs: number;
  readonly forMs: number;
}

const armed = (world: World) => world.table<Armed>('fault.armed');

/** A fault that strikes some time after the first time that something happens from now on. Must run inside a transaction. */
export function arm(world: World, on: Trigger, fault: Armed['fault'], forMs: number, afterMs: number): void {
  armed(world).put(`${on}/${fault.region}/${fault.kind}${ofOperation(fault)}`, { fault, afterMs, forMs });
}

/** Something happened: the faults that waited for it strike. Must run inside a transaction. */
export function trigger(world: World, on: Trigger): void {
  for (const [key, { fault, afterMs, forMs }] of armed(world).entries(`${on}/`)) {
    armed(world).delete(key);
    strike(world, fault, forMs, world.nowMs + afterMs);
  }
}

export function activeFault<K extends Fault['kind']>(
  world: World,
  kind: K,
  region: string,
  atMs: number = world.nowMs,
): Extract<Fault, { kind: K }> | undefined {
  return faultTable(world)
    .values(`${region}/${kind}/`)
    .find((fault) => isActive(fault, atMs)) as Extract<Fault, { kind: K }> | undefined;
}

/** True while a region's endpoints, instances and databases answer. */
export function isRegionUp(world: World, region: string, atMs: number = world.nowMs): boolean {
  return activeFault(world, 'region-loss', region, atMs) === undefined;
}

/** True while both regions are up and no partition lies between them. */
export function areConnected(world: World, from: string, to: string, atMs: number = world.nowMs): boolean {
  if (!isRegionUp(world, from, atMs) || !isRegionUp(world, to, atMs)) return false;
  const cut = (a: string, b: string) => activeFault(world, 'partition', a, atMs)?.peer === b;
  return !cut(from, to) && !cut(to, from);
}

/** What becomes of a call now, whatever its handler would do; `undefined` where nothing is wrong with it. */
export function wrongWithCall(
  world: World,
  region: string,
  operation: string,
): Extract<Fault, { kind: 'call-refused' | 'call-without-effect' }> | undefined {
  for (const kind of ['call-refused', 'call-without-effect'] as const) {
    const found = faultTable(world)
      .values(`${region}/${kind}/`)
      .find((fault) => 'operation' in fault && fault.operation === operation && isActive(fault, world.nowMs));
    if (found?.kind === 'call-refused' || found?.kind === 'call-without-effect') return found;
  }
  return undefined;
}

function isActive({ fromMs, toMs }: Fault, atMs: number): boolean {
  return fromMs <= atMs && atMs < toMs;
}

/** What is wrong with an image of a region; `undefined` where nothing is. */
export function wrongWithImage(world: World, region: string, image: string): 'unhealthy' | 'errors' | undefined {
  const fault = activeFault(world, 'bad-image', region);
  return fault?.image === image ? fault.effect : undefined;
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
