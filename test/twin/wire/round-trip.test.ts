import { AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SERVICES, type ServiceName } from '../../../src/twin/call.ts';
import { twinClientConfig } from '../../../src/twin/wire/index.ts';
import { serviceModel } from '../../../src/twin/wire/model/load.ts';
import type { Operation } from '../../../src/twin/wire/model/shape.ts';
import { arbitraryStructure } from './arbitrary.ts';
import { SDK, stubWire } from './support.ts';

const SEED = 20260101;
const RUNS_PER_OPERATION = 12;

interface SdkClient {
  send(command: object): Promise<Record<string, unknown>>;
}
type Newable<T> = new (input: object) => T;

/** Each service in the protocol of its own SDK, and CloudWatch in those that its other clients speak. */
const DIALECTS: readonly (readonly [ServiceName, string, ProtocolClass | undefined])[] = [
  ...SERVICES.map((service) => [service, 'its own protocol', undefined] as const),
  ['cloudwatch', 'awsQuery', AwsQueryProtocol],
  ['cloudwatch', 'rpcv2Cbor', AwsSmithyRpcV2CborProtocol],
];

describe.each(DIALECTS)('every operation of %s that the twin serves, in %s', (service, _, protocol) => {
  const operations = [...serviceModel(service).operations.values()];
  test.each(operations.map((operation) => [operation.name, operation] as const))(
    '%s carries random inputs and outputs unchanged between the SDK and a handler',
    async (_, operation) => {
      const sdk = await SDK[service]();
      let answer: object = {};
      const { wire, requests } = stubWire(() => answer);
      const client = clientOf(service, sdk, wire, protocol);
      const Command = sdk[`${operation.name}Command`] as Newable<object>;
      await fc.assert(
        fc.asyncProperty(
          arbitraryStructure(operation.input),
          arbitraryStructure(operation.output),
          async (input, output) => {
            answer = output;
            requests.length = 0;
            const { $metadata: _metadata, ...received } = await client.send(new Command(structuredClone(input)));
            const [request] = requests;
            expect(request).toMatchObject({ service, operation: operation.name, region: 'eu-west-3' });
            expect(withoutMadeUpTokens(operation, request?.input ?? {}, input)).toEqual(input);
            expect(withoutFilledIn(operation, received, output)).toEqual(output);
          },
        ),
        { seed: SEED, numRuns: RUNS_PER_OPERATION },
      );
    },
  );
});

type ProtocolClass = typeof AwsQueryProtocol | typeof AwsSmithyRpcV2CborProtocol;

function clientOf(
  service: ServiceName,
  sdk: Record<string, unknown>,
  wire: Parameters<typeof twinClientConfig>[0],
  protocol: ProtocolClass | undefined,
) {
  const name = Object.keys(sdk).find((key) => /^[A-Z]\w*Client$/.test(key)) ?? '';
  return new (sdk[name] as Newable<SdkClient>)({
    ...twinClientConfig(wire, { service, region: 'eu-west-3', accessKeyId: 'TWINTEST' }),
    ...(protocol ? { protocol } : {}),
  });
}

/** Clients fill in idempotency tokens that the caller did not give. */
function withoutMadeUpTokens(operation: Operation, received: object, sent: object): object {
  const tokens = operation.input.members.filter(({ name, traits }) => traits.idempotencyToken && !(name in sent));
  return Object.fromEntries(Object.entries(received).filter(([name]) => !tokens.some((token) => token.name === name)));
}

/** The SDK answers the status and an absent payload even where the handler left them out, and payloads as a class of its own. */
function withoutFilledIn(operation: Operation, received: object, answered: object): object {
  const filled = operation.output.members.filter(({ name, traits }) => {
    return (traits.statusCode || traits.payload) && !(name in answered);
  });
  return Object.fromEntries(
    Object.entries(received)
      .filter(([name]) => !filled.some((member) => member.name === name))
      .map(([name, value]) => [name, value instanceof Uint8Array ? new Uint8Array(value) : value]),
  );
}
