import type { ServiceName } from '../call.ts';
import { inProcessHandler } from './in-process.ts';
import { serviceFacts } from './model/load.ts';
import type { Wire } from './wire.ts';

/** Any signed request, as an SDK client's signer sees it. */
interface Signable {
  readonly headers: Record<string, string>;
}

/**
 * The configuration of an in-process SDK client: `new RDSClient(twinClientConfig(wire, { service: 'rds', … }))`. One
 * attempt, since retries are the runner's. The signer writes the scope and no signature: the wire checks none, and
 * computing one would take as long as the rest of the call.
 */
export function twinClientConfig(
  wire: Wire,
  { service, region, accessKeyId }: { service: ServiceName; region: string; accessKeyId: string },
) {
  const signingName = serviceFacts().find((facts) => facts.service === service)?.signingName ?? service;
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/19700101/${region}/${signingName}/aws4_request`;
  return {
    region,
    credentials: { accessKeyId, secretAccessKey: 'TWIN' },
    maxAttempts: 1,
    requestHandler: inProcessHandler(wire),
    signer: {
      sign<Request extends Signable>(request: Request): Promise<Request> {
        request.headers['authorization'] = authorization;
        return Promise.resolve(request);
      },
    },
  };
}
