import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import type {
  CheckRequest,
  CheckResponse,
  ConfigureRequest,
  CreateRequest,
  DeleteRequest,
  DiffRequest,
  InvokeRequest,
  ReadRequest,
  UpdateRequest,
} from '@pulumi/pulumi/proto/provider_pb.js';
import { withoutIgnored } from '../../../lib/ignored-changes.ts';
import type { PropertyMap } from '../../../lib/property.ts';
import { parsePath } from '../../../lib/property-path.ts';
import type { CheckFailure, Provider } from '../../../lib/provider.ts';
import { propertiesOf, structOf } from '../../../lib/struct.ts';
import { unary } from './answer.ts';
import type { Configurations } from './configurations.ts';
import { diffResponse } from './diff-response.ts';
import { packageSchema, packageVersion } from './package-schema.ts';
import { emptyMessage, protocol } from './protocol.ts';
import { diffConfiguration } from './provider-config.ts';

/**
 * The methods of `pulumirpc.ResourceProvider` on a provider. Those of packaged components, parameterized packages and
 * listings are left out: gRPC answers them UNIMPLEMENTED.
 */
export function providerService(
  provider: Provider,
  configurations: Configurations,
  onBug: (error: unknown) => void,
): UntypedServiceImplementation {
  const method = <Request, Response>(answer: (request: Request, peer: string) => Promise<Response>) =>
    unary(answer, onBug);
  /** What every request about a resource says, under the names of `Provider`. */
  const subject = (request: Subject, peer: string) => ({ ...named(request), config: configurations.of(peer) });
  return {
    handshake: method(async () =>
      new protocol.ProviderHandshakeResponse()
        .setAcceptSecrets(true)
        .setAcceptResources(false)
        .setAcceptOutputs(false)
        .setSupportsAutonamingConfiguration(false),
    ),
    attach: method(async () => emptyMessage()),
    cancel: method(async () => emptyMessage()),
    getPluginInfo: method(async () => new protocol.PluginInfo().setVersion(packageVersion())),
    getSchema: method(async () => new protocol.GetSchemaResponse().setSchema(JSON.stringify(packageSchema()))),
    getMapping: method(async () => new protocol.GetMappingResponse()),
    getMappings: method(async () => new protocol.GetMappingsResponse()),
    checkConfig: method(async (request: CheckRequest) => checkResponse(propertiesOf(request.getNews()), [])),
    diffConfig: method(async (request: DiffRequest) =>
      diffResponse(diffConfiguration(propertiesOf(request.getOldInputs()), propertiesOf(request.getNews()))),
    ),
    configure: method(async (request: ConfigureRequest, peer) => {
      configurations.configure(peer, propertiesOf(request.getArgs()));
      return new protocol.ConfigureResponse()
        .setAcceptsecrets(true)
        .setSupportspreview(true)
        .setAcceptresources(false)
        .setAcceptoutputs(false);
    }),
    check: method(async (request: CheckRequest, peer) => {
      const olds = propertiesOf(request.getOlds());
      const { inputs, failures } = await provider.check({
        ...subject(request, peer),
        news: propertiesOf(request.getNews()),
        // the engine sends an empty bag where there is no earlier deployment
        olds: Object.keys(olds).length === 0 ? undefined : olds,
      });
      return checkResponse(inputs, failures);
    }),
    diff: method(async (request: DiffRequest, peer) => {
      const diff = await provider.diff({
        ...subject(request, peer),
        id: request.getId(),
        oldInputs: propertiesOf(request.getOldInputs()),
        oldOutputs: propertiesOf(request.getOlds()),
        newInputs: propertiesOf(request.getNews()),
      });
      return diffResponse(withoutIgnored(diff, request.getIgnorechangesList().map(parsePath)));
    }),
    create: method(async (request: CreateRequest, peer) => {
      const inputs = propertiesOf(request.getProperties());
      const { id, outputs } = await provider.create({
        ...subject(request, peer),
        inputs,
        preview: request.getPreview(),
        answerMayBeLost: true,
      });
      if (!request.getPreview()) afterFlush(() => provider.heard?.(request.getUrn()).catch(onBug));
      return new protocol.CreateResponse().setId(id).setProperties(structOf(outputs));
    }),
    read: method(async (request: ReadRequest, peer) => {
      const found = await provider.read({
        ...subject(request, peer),
        id: request.getId(),
        inputs: request.hasInputs() ? propertiesOf(request.getInputs()) : undefined,
        outputs: request.hasProperties() ? propertiesOf(request.getProperties()) : undefined,
      });
      // an empty id says that it is gone
      if (found === undefined) return new protocol.ReadResponse();
      const { id, inputs, outputs } = found;
      return new protocol.ReadResponse().setId(id).setInputs(structOf(inputs)).setProperties(structOf(outputs));
    }),
    update: method(async (request: UpdateRequest, peer) => {
      const { outputs } = await provider.update({
        ...subject(request, peer),
        id: request.getId(),
        oldInputs: propertiesOf(request.getOldInputs()),
        oldOutputs: propertiesOf(request.getOlds()),
        newInputs: propertiesOf(request.getNews()),
        preview: request.getPreview(),
      });
      return new protocol.UpdateResponse().setProperties(structOf(outputs));
    }),
    delete: method(async (request: DeleteRequest, peer) => {
      await provider.delete({
        ...subject(request, peer),
        id: request.getId(),
        inputs: propertiesOf(request.getOldInputs()),
        outputs: propertiesOf(request.getProperties()),
      });
      return emptyMessage();
    }),
    invoke: method(async (request: InvokeRequest, peer) => {
      const { result, failures } = await provider.invoke({
        token: request.getTok(),
        args: propertiesOf(request.getArgs()),
        config: configurations.of(peer),
      });
      return new protocol.InvokeResponse().setReturn(structOf(result)).setFailuresList(failures.map(wireFailure));
    }),
  };
}

/** Turns of the event loop after which an answer that was given to gRPC is with the system: it passes two queues on the way. */
const FLUSH_TURNS = 10;

/** Killed before, the same create answers the same; killed after, the answer is delivered. */
function afterFlush(act: () => void, turns = FLUSH_TURNS): void {
  if (turns === 0) act();
  else setImmediate(() => afterFlush(act, turns - 1));
}

interface Subject {
  getUrn(): string;
  getType(): string;
  getName(): string;
}

/** Type and name are in the URN too; engines before 3.260 sent them nowhere else. */
function named(request: Subject): { urn: string; type: string; name: string } {
  const urn = request.getUrn();
  const [, , types = '', ...name] = urn.split('::');
  return {
    urn,
    type: request.getType() || types.slice(types.lastIndexOf('$') + 1),
    name: request.getName() || name.join('::'),
  };
}

function checkResponse(inputs: PropertyMap, failures: readonly CheckFailure[]): CheckResponse {
  return new protocol.CheckResponse().setInputs(structOf(inputs)).setFailuresList(failures.map(wireFailure));
}

function wireFailure({ property, reason }: CheckFailure) {
  return new protocol.CheckFailure().setProperty(property).setReason(reason);
}
