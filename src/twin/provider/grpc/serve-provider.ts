import { createServer, type Server as NetServer, type Socket } from 'node:net';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { Provider } from '../../../lib/provider.ts';
import { Configurations } from './configurations.ts';
import { protocol } from './protocol.ts';
import { providerService } from './service.ts';

export interface ProviderListener {
  readonly port: number;
  /** For the environment of a Pulumi CLI that is to use this provider. */
  readonly env: { readonly PULUMI_DEBUG_PROVIDERS: string };
  close(): Promise<void>;
}

/**
 * Serves a provider of the package `aws` on 127.0.0.1, to any number of CLIs: each of their provider instances is a
 * connection with a configuration of its own. `onBug` is told what is no expected failure.
 */
export async function serveProvider(
  provider: Provider,
  options: { readonly onBug: (error: unknown) => void },
): Promise<ProviderListener> {
  const configurations = new Configurations();
  const server = new Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
  server.addService(protocol.ResourceProviderService, providerService(provider, configurations, options.onBug));
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  // the sockets are accepted here, and not by gRPC, since only so is it told when one of them closes
  const sockets = new Set<Socket>();
  const listener = createServer((socket) => {
    const peer = `${socket.remoteAddress}:${socket.remotePort}`;
    sockets.add(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      configurations.forget(peer);
    });
    socket.on('error', () => socket.destroy());
    injector.injectConnection(socket);
  });
  const port = await bind(listener);
  return {
    port,
    env: { PULUMI_DEBUG_PROVIDERS: `aws:${port}` },
    async close() {
      server.forceShutdown();
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((done) => listener.close(() => done()));
    },
  };
}

function bind(listener: NetServer): Promise<number> {
  return new Promise((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(0, '127.0.0.1', () => {
      const address = listener.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
    });
  });
}
