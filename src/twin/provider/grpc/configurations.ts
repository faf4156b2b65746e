import type { PropertyMap } from '../../../lib/property.ts';
import { Unconfigured } from './answer.ts';

/** Members of a provider's inputs that are the engine's own. */
const ENGINE_MEMBERS = new Set(['version', 'pluginDownloadURL', '__internal']);

/**
 * The configuration of every provider instance that is connected. Each instance is one connection, and no request but
 * Configure says which instance it is for: so the connection's peer is the key.
 */
export class Configurations {
  readonly #byPeer = new Map<string, PropertyMap>();

  configure(peer: string, inputs: PropertyMap): void {
    const own = Object.entries(inputs).filter(([key]) => !ENGINE_MEMBERS.has(key));
    this.#byPeer.set(peer, Object.fromEntries(own));
  }

  /** Throws `Unconfigured` for a peer that has not configured its connection: there is no default region. */
  of(peer: string): PropertyMap {
    const config = this.#byPeer.get(peer);
    if (config !== undefined) return config;
    throw new Unconfigured(
      'the provider of the twin has no configuration for this connection: it was not configured, or was idle for so long that the ' +
        'engine connected anew. Nothing was done; run the command again',
    );
  }

  /** The connection is closed: its peer may be another instance's next. */
  forget(peer: string): void {
    this.#byPeer.delete(peer);
  }
}
