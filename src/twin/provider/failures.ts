import { EvenkeelError } from '../../lib/errors.ts';
import { AwsError, EndpointUnreachable } from '../aws-error.ts';
import { isUnconfirmed } from '../refusal-rows.ts';
import type { TracedAws } from './adapter-aws.ts';

/**
 * What stopped an operation on a resource, for a person: `twin.refused` with AWS's code, `twin.not-modelled` or
 * `twin.unreachable`. Anything else is a bug and is answered as it is.
 */
export function failure(urn: string, operation: string | undefined, error: unknown): unknown {
  const call = operation === undefined ? '' : ` (${operation})`;
  if (error instanceof EndpointUnreachable) {
    return new EvenkeelError(
      {
        code: 'twin.unreachable',
        message: `${urn}: ${error.message}`,
        found: `no answer from ${error.region}`,
        next: `wait until the region is back (evenkeel twin advance), or leave out what needs ${error.region}`,
      },
      { cause: error },
    );
  }
  if (!(error instanceof AwsError)) return error;
  if (error.code === 'NotImplemented') {
    return new EvenkeelError(
      {
        code: 'twin.not-modelled',
        message: `${urn}: ${error.message}${call}`,
        next: 'leave the property or the resource out of what is rehearsed, or bring this up with the Pulumi CLI on AWS',
      },
      { cause: error },
    );
  }
  const unconfirmed = isUnconfirmed(error.row, error.code) ? ' (code unconfirmed)' : '';
  const row = error.row === undefined ? '' : `, row ${error.row} of the refusals table`;
  return new EvenkeelError(
    {
      code: 'twin.refused',
      message: `${urn}: AWS refuses this${call}: ${error.message}`,
      found: `${error.code}${unconfirmed}${row}`,
      next: 'change what the message names in the program or the system file, then run the command again',
    },
    { cause: error },
  );
}

/** Runs what calls AWS; what stops it is told with the resource and the operation. */
export function guarded<R>(aws: TracedAws, work: () => R): R {
  try {
    return work();
  } catch (error) {
    throw failure(aws.urn, aws.lastOperation, error);
  }
}
