import type { ServiceName } from '../../src/twin/call.ts';
import type { Request } from '../../src/twin/dispatch.ts';
import { writeCbor } from '../../src/twin/wire/codec/cbor-write.ts';
import { twinClientConfig, type WireRequest } from '../../src/twin/wire/index.ts';
import { PACKAGES } from '../models/extract.ts';

type Client = { send(command: object): Promise<unknown> };
type Class = new (input: object) => object;

const clients = new Map<string, Client>();
const modules = new Map<ServiceName, Record<string, unknown>>();
let seen: WireRequest | undefined;

/** The HTTP request that the SDK makes of an input; `undefined` where it refuses the input itself. */
export async function serialise({ service, operation, region, input }: Request): Promise<WireRequest | undefined> {
  const sdk = modules.get(service) ?? ((await import(PACKAGES[service])) as Record<string, unknown>);
  modules.set(service, sdk);
  const key = `${service}/${region}`;
  let client = clients.get(key);
  if (!client) {
    const Client = sdk[Object.keys(sdk).find((name) => /^[A-Z]\w*Client$/.test(name)) ?? ''] as new (
      config: object,
    ) => Client;
    const wire = {
      handle(request: WireRequest): never {
        seen = request;
        throw new Error('only the request is wanted');
      },
    };
    client = new Client(twinClientConfig(wire, { service, region, accessKeyId: 'TWINFUZZ' }));
    clients.set(key, client);
  }
  seen = undefined;
  await client.send(new (sdk[`${operation}Command`] as Class)(input)).catch(() => undefined);
  return seen;
}

/** The same request as a client of another age sends it: CloudWatch speaks CBOR too. */
export function asCbor(request: WireRequest): WireRequest | undefined {
  const [target, operation] = request.headers['x-amz-target']?.split('.') ?? [];
  if (!target?.startsWith('Granite') || request.headers['content-encoding'] !== undefined) return undefined;
  const { 'x-amz-target': _target, ...headers } = request.headers;
  return {
    ...request,
    path: `/service/${target}/operation/${operation}`,
    headers: { ...headers, 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' },
    body: writeCbor(JSON.parse(Buffer.from(request.body).toString())),
  };
}
