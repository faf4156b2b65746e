import type { Provider } from '../lib/provider.ts';
import { connectServices } from './between-services.ts';
import { Dispatcher } from './dispatch.ts';
import { ADAPTERS } from './provider/adapters.ts';
import { createProvider } from './provider/provider.ts';
import { TwinResources } from './provider/resources.ts';
import { feederSenses } from './senses.ts';
import { connectFeeders } from './services/events/feeder.ts';
import { registerReactions, SERVICE_HANDLERS } from './services/index.ts';
import { trafficReactions } from './traffic/clients.ts';
import { lateClientReactions } from './traffic/late-client.ts';
import type { TrafficPorts } from './traffic/ports.ts';
import { realPorts } from './traffic/real-ports.ts';
import { type Snapshot, World } from './world.ts';

/** A simulated AWS, ready to be asked. */
export interface Twin {
  readonly world: World;
  /** The one way into the world for SDK requests. */
  readonly dispatcher: Dispatcher;
  /** The AWS provider of Pulumi programs on this twin. */
  readonly provider: Provider;
  /** The provider's creates, reads, updates and deletes without its protocol, for `materialise`. */
  readonly resources: TwinResources;
  /** What simulated clients ask of it. */
  readonly ports: TrafficPorts;
}

export interface NewTwin {
  /** Fixes all chance. */
  readonly seed: string;
  /** Twelve digits. */
  readonly account: string;
  readonly nowMs: number;
}

/** A twin of its own in memory on a world as it was dumped. `seed` fixes chance from here on; default: as it was. */
export function twinOf(snapshot: Snapshot, seed: string = snapshot.seed): Twin {
  const world = new World({ seed, account: snapshot.account, nowMs: snapshot.nowMs });
  world.load(snapshot);
  return assembleTwin(world);
}

/**
 * Puts a twin together: a world (a new one in memory, or the one that a store has opened), the handlers and events of every
 * service, and the provider. Once a world.
 */
export function assembleTwin(from: NewTwin | World): Twin {
  const world = from instanceof World ? from : new World(from);
  registerReactions(world);
  trafficReactions(world, realPorts);
  lateClientReactions(world, realPorts);
  connectServices();
  connectFeeders(world, feederSenses(realPorts));
  const dispatcher = new Dispatcher(world, SERVICE_HANDLERS);
  return {
    world,
    dispatcher,
    provider: createProvider(dispatcher, ADAPTERS),
    resources: new TwinResources(dispatcher, ADAPTERS),
    ports: realPorts,
  };
}
