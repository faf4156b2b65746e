import { writeCbor } from '../codec/cbor-write.ts';
import { writeTreeStructure } from '../codec/tree-write.ts';
import type { WireResponse } from '../message.ts';
import { resolveError } from './error-answer.ts';
import { errorTree, qualified, queryErrorHeader } from './json.ts';
import type { ErrorAnswer, OutputAnswer, Protocol } from './protocol.ts';

/** Smithy's RPC v2 with CBOR: what CloudWatch offers besides JSON and the query protocol. */
export const rpcv2Cbor: Protocol = {
  name: 'rpcv2Cbor',
  writeOutput({ operation, output, requestId }: OutputAnswer): WireResponse {
    const body = writeCbor(writeTreeStructure(operation.output, output, 'cbor'));
    return { status: 200, headers: headers(requestId), body };
  },
  writeError(answer: ErrorAnswer): WireResponse {
    const error = resolveError(answer);
    const body = writeCbor({ __type: qualified(answer.service, error), ...errorTree(error, 'cbor') });
    return {
      status: error.status,
      headers: { ...headers(answer.requestId), ...queryErrorHeader(answer, error) },
      body,
    };
  },
};

function headers(requestId: string): Record<string, string> {
  return {
    'content-type': 'application/cbor',
    'smithy-protocol': 'rpc-v2-cbor',
    'x-amzn-requestid': requestId,
  };
}
