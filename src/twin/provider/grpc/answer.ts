import {
  type handleUnaryCall,
  Metadata,
  type ServerUnaryCall,
  type ServiceError,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';
import { EvenkeelError } from '../../../lib/errors.ts';

/**
 * A unary method. An expected failure is answered as FAILED_PRECONDITION with its text of four parts: the engine then knows
 * that nothing was done. Anything else is a bug: INTERNAL, and `onBug` is told.
 */
export function unary<Request, Response>(
  answer: (request: Request, peer: string) => Promise<Response>,
  onBug: (error: unknown) => void,
): handleUnaryCall<Request, Response> {
  return (call: ServerUnaryCall<Request, Response>, reply: sendUnaryData<Response>) => {
    Promise.resolve()
      .then(() => answer(call.request, call.getPeer()))
      .then(
        (response) => reply(null, response),
        (error: unknown) => reply(failureOf(error, onBug)),
      );
  };
}

/** The provider was asked before it was configured, or after its connection was lost: the engine has to connect anew. */
export class Unconfigured extends Error {
  override readonly name = 'Unconfigured';
}

function failureOf(error: unknown, onBug: (error: unknown) => void): Partial<ServiceError> {
  const answer = (code: status, details: string) => ({ code, details, metadata: new Metadata() });
  if (error instanceof Unconfigured) return answer(status.UNAVAILABLE, error.message);
  if (error instanceof EvenkeelError) return answer(status.FAILED_PRECONDITION, error.message);
  onBug(error);
  return answer(status.INTERNAL, `a bug of the twin: ${error instanceof Error ? error.message : String(error)}`);
}
