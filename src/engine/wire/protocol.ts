import engineService from '@pulumi/pulumi/proto/engine_grpc_pb.js';
import engine from '@pulumi/pulumi/proto/engine_pb.js';
import provider from '@pulumi/pulumi/proto/provider_pb.js';
import resourceService from '@pulumi/pulumi/proto/resource_grpc_pb.js';
import resource from '@pulumi/pulumi/proto/resource_pb.js';
import struct from 'google-protobuf/google/protobuf/struct_pb.js';

/** Pulumi's public wire protocol, as generated for Node (CommonJS modules, so default imports). */
export const protocol = {
  engine,
  provider,
  resource,
  EngineService: engineService.EngineService,
  ResourceMonitorService: resourceService.ResourceMonitorService,
  Struct: struct.Struct,
};

/** Answers nothing. The class must be the one that the services were generated with. */
export function emptyMessage(): unknown {
  const { responseType } = protocol.ResourceMonitorService.registerResourceOutputs as unknown as {
    responseType: new () => unknown;
  };
  return new responseType();
}

/** The invoke response has no class of its own name among the exports. */
export function invokeResponse(): InstanceType<typeof resource.ResourceInvokeResponse> {
  const { responseType } = protocol.ResourceMonitorService.invoke as unknown as {
    responseType: new () => InstanceType<typeof resource.ResourceInvokeResponse>;
  };
  return new responseType();
}
