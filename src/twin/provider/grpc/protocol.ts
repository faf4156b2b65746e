import plugin from '@pulumi/pulumi/proto/plugin_pb.js';
import providerService from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import provider from '@pulumi/pulumi/proto/provider_pb.js';

/** The provider's half of Pulumi's public wire protocol, as generated for Node (CommonJS modules, so default imports). */
export const protocol = {
  ...provider,
  PluginInfo: plugin.PluginInfo,
  ResourceProviderService: providerService.ResourceProviderService,
};

/** Answers nothing. The class must be the one that the service was generated with. */
export function emptyMessage(): unknown {
  const { responseType } = protocol.ResourceProviderService.cancel as unknown as { responseType: new () => unknown };
  return new responseType();
}
