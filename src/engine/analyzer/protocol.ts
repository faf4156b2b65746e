import { credentials, type ServiceError } from '@grpc/grpc-js';
import analyzerService from '@pulumi/pulumi/proto/analyzer_grpc_pb.js';
import analyzer from '@pulumi/pulumi/proto/analyzer_pb.js';

/** Pulumi's analyzer protocol, as generated for Node (CommonJS modules, so default imports). */
export const protocol = analyzer;

export type AnalyzerClient = InstanceType<typeof analyzerService.AnalyzerClient>;

export function analyzerClient(address: string): AnalyzerClient {
  return new analyzerService.AnalyzerClient(address, credentials.createInsecure(), {
    'grpc.max_receive_message_length': -1,
    'grpc.max_send_message_length': -1,
  });
}

/** Asks nothing. The class must be the one that the service was generated with. */
export function emptyRequest(): never {
  const { requestType } = analyzerService.AnalyzerService.getAnalyzerInfo as unknown as {
    requestType: new () => never;
  };
  return new requestType();
}

/** A policy that has not answered by then hangs; a stack of thousands of resources takes seconds. */
const CALL_MS = 300_000;

/** One call; one that takes too long is cancelled, which is an error like another. */
export function call<Response>(
  send: (answer: (error: ServiceError | null, response: Response) => void) => { cancel(): void },
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const late = AbortSignal.timeout(CALL_MS);
    const cancel = () => sent.cancel();
    const sent = send((error, response) => {
      late.removeEventListener('abort', cancel);
      if (error) reject(error);
      else resolve(response);
    });
    late.addEventListener('abort', cancel, { once: true });
  });
}
