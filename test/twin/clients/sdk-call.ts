import type { ServiceName } from '../../../src/twin/call.ts';
import { SDK } from '../wire/support.ts';

export interface ClientCall {
  readonly service: ServiceName;
  readonly operation: string;
  readonly region: string;
  readonly input: object;
}

interface SdkClient {
  send(command: object): Promise<object>;
  destroy(): void;
}

/** The SDK's clients of one endpoint, one a service and region, as any program would make them. */
export class SdkClients {
  readonly #endpoint: string;
  readonly #clients = new Map<string, SdkClient>();

  readonly #credentials: object;

  constructor(endpoint: string, credentials: object = { accessKeyId: 'TWINTEST', secretAccessKey: 'any' }) {
    this.#endpoint = endpoint;
    this.#credentials = credentials;
  }

  async call({ service, operation, region, input }: ClientCall): Promise<object> {
    const sdk = await SDK[service]();
    const Command = sdk[`${operation}Command`] as (new (input: object) => object) | undefined;
    if (!Command) throw new Error(`the SDK has no ${service}.${operation}`);
    return (await this.client(service, region)).send(new Command(input));
  }

  /** For what takes a client: waiters and paginators. */
  async client(service: ServiceName, region: string): Promise<SdkClient> {
    const key = `${service}/${region}`;
    let client = this.#clients.get(key);
    if (!client) {
      const sdk = await SDK[service]();
      const name = Object.keys(sdk).find((export_) => /^[A-Z]\w*Client$/.test(export_));
      const Client = sdk[name ?? ''] as new (config: object) => SdkClient;
      client = new Client({
        endpoint: this.#endpoint,
        region,
        maxAttempts: 1,
        credentials: this.#credentials,
      });
      this.#clients.set(key, client);
    }
    return client;
  }

  destroy(): void {
    for (const client of this.#clients.values()) client.destroy();
  }
}
