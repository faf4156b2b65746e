import { type handleUnaryCall, Server, ServerCredentials, type UntypedServiceImplementation } from '@grpc/grpc-js';
import plugin from '@pulumi/pulumi/proto/plugin_pb.js';
import service from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import proto, {
  type CheckRequest,
  type CreateRequest,
  type DeleteRequest,
  type DiffRequest,
  type ReadRequest,
  type UpdateRequest,
} from '@pulumi/pulumi/proto/provider_pb.js';
import type { Struct } from 'google-protobuf/google/protobuf/struct_pb.js';
import { keepSecrets } from '../../../../src/engine/properties/secrets.ts';
import { type PropertyMap, reveal } from '../../../../src/lib/property.ts';
import { covers, parsePath } from '../../../../src/lib/property-path.ts';
import type { CheckFailure, DiffResult, Provider } from '../../../../src/lib/provider.ts';
import { structOf } from '../../../../src/lib/struct.ts';

/** Serves the rig's provider to a real CLI on 127.0.0.1, under the package name `rig`. */
export async function serveRig(provider: Provider): Promise<{ readonly port: number; close(): void }> {
  const server = new Server({ 'grpc.max_receive_message_length': -1 });
  server.addService(service.ResourceProviderService, methodsOf(provider));
  const port = await new Promise<number>((resolve, reject) => {
    const bound = (error: Error | null, at: number) => (error === null ? resolve(at) : reject(error));
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), bound);
  });
  return { port, close: () => server.forceShutdown() };
}

function methodsOf(provider: Provider): UntypedServiceImplementation {
  const nothing = async () => emptyMessage();
  return {
    handshake: unary(async () => new proto.ProviderHandshakeResponse().setAcceptSecrets(true)),
    attach: unary(nothing),
    cancel: unary(nothing),
    getPluginInfo: unary(async () => new plugin.PluginInfo().setVersion('1.0.0')),
    getSchema: unary(async () => new proto.GetSchemaResponse().setSchema('{"name":"rig","version":"1.0.0"}')),
    getMapping: unary(async () => new proto.GetMappingResponse()),
    getMappings: unary(async () => new proto.GetMappingsResponse()),
    checkConfig: unary(async (request: CheckRequest) => checkResponse(bag(request.getNews()), [])),
    diffConfig: unary(async (request: DiffRequest) => configDiff(bag(request.getOldInputs()), bag(request.getNews()))),
    configure: unary(async () => new proto.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true)),
    check: unary(async (request: CheckRequest) => {
      const olds = request.hasOlds() ? bag(request.getOlds()) : {};
      const known = Object.keys(olds).length > 0 ? olds : undefined;
      const { inputs, failures } = await provider.check({
        ...subject(request),
        news: bag(request.getNews()),
        olds: known,
      });
      return checkResponse(inputs, failures);
    }),
    diff: unary(async (request: DiffRequest) => {
      const values = {
        oldInputs: bag(request.getOldInputs()),
        oldOutputs: bag(request.getOlds()),
        newInputs: bag(request.getNews()),
      };
      const diff = await provider.diff({ ...subject(request), id: request.getId(), ...values });
      return diffResponse(diff, request.getIgnorechangesList());
    }),
    create: unary(async (request: CreateRequest) => {
      const inputs = bag(request.getProperties());
      const { id, outputs } = await provider.create({ ...subject(request), inputs, preview: request.getPreview() });
      return new proto.CreateResponse().setId(id).setProperties(structOf(keepSecrets(outputs, inputs)));
    }),
    read: unary(async (request: ReadRequest) => {
      const found = await provider.read({ ...subject(request), id: request.getId() });
      if (found === undefined) return new proto.ReadResponse();
      return new proto.ReadResponse()
        .setId(found.id)
        .setInputs(structOf(found.inputs))
        .setProperties(structOf(found.outputs));
    }),
    update: unary(async (request: UpdateRequest) => {
      const values = {
        oldInputs: bag(request.getOldInputs()),
        oldOutputs: bag(request.getOlds()),
        newInputs: bag(request.getNews()),
      };
      const named = { ...subject(request), id: request.getId(), preview: request.getPreview() };
      const { outputs } = await provider.update({ ...named, ...values });
      return new proto.UpdateResponse().setProperties(structOf(keepSecrets(outputs, values.newInputs)));
    }),
    delete: unary(async (request: DeleteRequest) => {
      const values = { inputs: bag(request.getOldInputs()), outputs: bag(request.getProperties()) };
      await provider.delete({ ...subject(request), id: request.getId(), ...values });
      return emptyMessage();
    }),
  };
}

function subject(request: { getUrn(): string }) {
  const urn = request.getUrn();
  const [, , types = '', ...name] = urn.split('::');
  return { urn, type: types.slice(types.lastIndexOf('$') + 1), name: name.join('::'), config: {} };
}

function diffResponse(diff: DiffResult, ignored: readonly string[]) {
  const patterns = ignored.map(parsePath);
  const left = Object.entries(diff.detailed).filter(
    ([path]) => !patterns.some((pattern) => covers(pattern, parsePath(path))),
  );
  const { Kind } = proto.PropertyDiff;
  const response = new proto.DiffResponse()
    .setChanges(left.length > 0 ? proto.DiffResponse.DiffChanges.DIFF_SOME : proto.DiffResponse.DiffChanges.DIFF_NONE)
    .setDeletebeforereplace(diff.deleteBeforeReplace === true)
    .setHasdetaileddiff(true)
    .setDiffsList([...new Set(left.map(([path]) => String(parsePath(path)[0])))])
    .setReplacesList(diff.replaces.filter((key) => left.some(([path]) => parsePath(path)[0] === key)));
  for (const [path, { kind }] of left) {
    const name = kind.toUpperCase().replace('-', '_') as keyof typeof Kind;
    response.getDetaileddiffMap().set(path, new proto.PropertyDiff().setKind(Kind[name]).setInputdiff(true));
  }
  return response;
}

/** Another region replaces a provider and what it made. */
function configDiff(before: PropertyMap, after: PropertyMap) {
  const moved = reveal(before['region']) !== reveal(after['region']);
  const { DIFF_SOME, DIFF_NONE } = proto.DiffResponse.DiffChanges;
  const same = JSON.stringify(before) === JSON.stringify(after);
  return new proto.DiffResponse().setReplacesList(moved ? ['region'] : []).setChanges(same ? DIFF_NONE : DIFF_SOME);
}

function checkResponse(inputs: PropertyMap, failures: readonly CheckFailure[]) {
  const wire = failures.map((one) => new proto.CheckFailure().setProperty(one.property).setReason(one.reason));
  return new proto.CheckResponse().setInputs(structOf(inputs)).setFailuresList(wire);
}

function bag(struct: Struct | undefined): PropertyMap {
  return (struct?.toJavaScript() ?? {}) as PropertyMap;
}

/** Answers nothing. The class must be the one that the service was generated with. */
function emptyMessage(): unknown {
  return new (service.ResourceProviderService.cancel as unknown as { responseType: new () => unknown }).responseType();
}

function unary<Request, Response>(answer: (request: Request) => Promise<Response>): handleUnaryCall<Request, Response> {
  return (call, reply) => {
    answer(call.request).then(
      (response) => reply(null, response),
      (error: Error) => reply({ code: 2, details: error.message }),
    );
  };
}
