import {
  type handleUnaryCall,
  Metadata,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type sendUnaryData,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { ReadResourceRequest, RegisterResourceRequest } from '@pulumi/pulumi/proto/resource_pb.js';
import type { PropertyMap } from '../../lib/property.ts';
import { propertiesOf, structOf } from '../../lib/struct.ts';
import type { Goal, ReadGoal, Registered } from '../deployment/goal.ts';
import type { InvokeGoal } from '../deployment/invoke.ts';
import { unsupportedCall } from '../deployment/refusals.ts';
import { goalOf, readGoalOf } from './goal-of.ts';
import { emptyMessage, invokeResponse, protocol } from './protocol.ts';

/** What the services of the wire ask of the engine, free of the transport. */
export interface Host {
  register(goal: Goal): Promise<Registered>;
  read(goal: ReadGoal): Promise<Registered>;
  registerOutputs(urn: string, outputs: PropertyMap): Promise<void>;
  invoke(goal: InvokeGoal): Promise<{
    readonly result: PropertyMap;
    readonly failures: readonly { readonly property: string; readonly reason: string }[];
  }>;
  /** The program has asked for everything: resolves when nothing is left to do. */
  complete(): Promise<void>;
  log(severity: 'debug' | 'info' | 'warning' | 'error', message: string): void;
  /** Called with every failure, before the program hears of it. */
  failed(error: unknown): void;
}

/** The services on a free port of 127.0.0.1. */
export async function serve(host: Host, root: string): Promise<{ readonly address: string; close(): void }> {
  const server = new Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
  server.addService(protocol.ResourceMonitorService, monitorService(host, root));
  server.addService(protocol.EngineService, engineService(host));
  const port = await new Promise<number>((resolve, reject) => {
    const answer = (error: Error | null, bound: number) => (error === null ? resolve(bound) : reject(error));
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), answer);
  });
  return { address: `127.0.0.1:${port}`, close: () => server.forceShutdown() };
}

function monitorService(host: Host, root: string): UntypedServiceImplementation {
  const { resource } = protocol;
  const serveCall = <Request>(answer: (request: Request) => Promise<unknown>) => unary(host, answer);
  const refuseCall = (what: string) => serveCall(() => Promise.reject(unsupportedCall(what)));
  const features = resource.ResourceMonitorFeature;
  return {
    getDeploymentInfo: serveCall(async () =>
      new resource.DeploymentInfo().setSupportedfeaturesList([
        features.RESOURCE_MONITOR_FEATURE_SECRETS,
        features.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
        features.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
        // what follows is refused by name when a program uses it; unannounced, the SDK would blame an old CLI
        features.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
        features.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
        features.RESOURCE_MONITOR_FEATURE_TRANSFORMS,
        features.RESOURCE_MONITOR_FEATURE_INVOKE_TRANSFORMS,
        features.RESOURCE_MONITOR_FEATURE_PARAMETERIZATION,
        features.RESOURCE_MONITOR_FEATURE_RESOURCE_HOOKS,
        features.RESOURCE_MONITOR_FEATURE_ERROR_HOOKS,
        features.RESOURCE_MONITOR_FEATURE_STATE_MIGRATIONS,
      ]),
    ),
    supportsFeature: serveCall(async () => new resource.SupportsFeatureResponse().setHassupport(false)),
    registerResource: serveCall(async (request: RegisterResourceRequest) => {
      const made = await host.register(goalOf(request, root));
      const response = new resource.RegisterResourceResponse();
      return response
        .setUrn(made.urn)
        .setId(made.id)
        .setObject(structOf(made.outputs))
        .setUnknown(made.unknown === true);
    }),
    readResource: serveCall(async (request: ReadResourceRequest) => {
      const made = await host.read(readGoalOf(request, root));
      return new resource.ReadResourceResponse().setUrn(made.urn).setProperties(structOf(made.outputs));
    }),
    registerResourceOutputs: serveCall(
      async (request: InstanceType<typeof resource.RegisterResourceOutputsRequest>) => {
        await host.registerOutputs(request.getUrn(), propertiesOf(request.getOutputs()));
        return emptyMessage();
      },
    ),
    invoke: serveCall(async (request: InstanceType<typeof resource.ResourceInvokeRequest>) => {
      const args = propertiesOf(request.getArgs());
      const provider = request.getProvider() || undefined;
      const goal = { token: request.getTok(), args, provider, version: request.getVersion() };
      const { result, failures } = await host.invoke(goal);
      const { CheckFailure } = protocol.provider;
      return invokeResponse()
        .setReturn(structOf(result))
        .setFailuresList(failures.map((one) => new CheckFailure().setProperty(one.property).setReason(one.reason)));
    }),
    signalAndWaitForShutdown: serveCall(async () => {
      await host.complete();
      return emptyMessage();
    }),
    call: refuseCall('a method of a packaged component'),
    existsResource: refuseCall('a look-up whether a resource exists'),
    registerStackTransform: refuseCall('a transform of all resources'),
    registerStackInvokeTransform: refuseCall('a transform of all functions'),
    registerResourceHook: refuseCall('a resource hook'),
    registerErrorHook: refuseCall('an error hook'),
    registerPackage: refuseCall('a parameterized package'),
  };
}

function engineService(host: Host): UntypedServiceImplementation {
  const { engine } = protocol;
  const severities = ['debug', 'info', 'warning', 'error'] as const;
  const serveCall = <Request>(answer: (request: Request) => Promise<unknown>) => unary(host, answer);
  let root = '';
  return {
    log: serveCall(async (request: InstanceType<typeof engine.LogRequest>) => {
      host.log(severities[request.getSeverity()] ?? 'error', request.getMessage());
      return emptyMessage();
    }),
    getRootResource: serveCall(async () => new engine.GetRootResourceResponse().setUrn(root)),
    setRootResource: serveCall(async (request: InstanceType<typeof engine.SetRootResourceRequest>) => {
      root = request.getUrn();
      return new engine.SetRootResourceResponse();
    }),
    startDebugging: serveCall(async () => emptyMessage()),
    requirePulumiVersion: serveCall(() => Promise.reject(unsupportedCall('a check of the CLI’s version'))),
  };
}

/** Lets the program end quietly on a failure: the engine tells it, and UNAVAILABLE is what the SDK does not report. */
function unary<Request>(host: Host, answer: (request: Request) => Promise<unknown>): handleUnaryCall<Request, unknown> {
  return (call: ServerUnaryCall<Request, unknown>, reply: sendUnaryData<unknown>) => {
    Promise.resolve()
      .then(() => answer(call.request))
      .then(
        (response) => reply(null, response),
        (error: unknown) => {
          host.failed(error);
          reply({ code: status.UNAVAILABLE, details: 'the deployment has stopped', metadata: new Metadata() });
        },
      );
  };
}
