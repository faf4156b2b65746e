import { EvenkeelError, ExitCode } from '../lib/errors.ts';

/**
 * Why a call brought no answer that can be used.
 * `refused`: AWS said no, nothing happened. `throttled`: AWS said later, nothing happened. `unreachable`: the request
 * never left, nothing happened. `unknown`: it left, or AWS failed inside; it may have taken effect.
 */
export type CallFailure = 'refused' | 'throttled' | 'unreachable' | 'unknown';

export interface CallErrorFields {
  readonly failure: CallFailure;
  /** `service.Operation`. */
  readonly operation: string;
  readonly region: string;
  /** AWS's own error code, or the transport's (`ECONNREFUSED`). */
  readonly awsCode: string;
  readonly awsMessage: string;
}

/** A call to AWS that failed; it survives the journal as itself (`runner/journal/error-record.ts`). */
export class CallError extends EvenkeelError {
  readonly fields: CallErrorFields;

  constructor(fields: CallErrorFields, options: { cause?: unknown } = {}) {
    super(
      {
        code: `call-${fields.failure}`,
        message: `${fields.operation} in ${fields.region}: ${SAYS[fields.failure]}`,
        found: fields.awsMessage === '' ? fields.awsCode : `${fields.awsCode}: ${fields.awsMessage}`,
        next: NEXT[fields.failure],
      },
      { exitCode: ExitCode.answerIsNo, ...options },
    );
    this.fields = fields;
  }
}

const SAYS: Readonly<Record<CallFailure, string>> = {
  refused: 'AWS refused',
  throttled: 'AWS throttled',
  unreachable: 'the endpoint could not be reached',
  unknown: 'no answer came, it may have taken effect',
};
const NEXT: Readonly<Record<CallFailure, string>> = {
  refused: 'remove the cause, then resume the run',
  throttled: 'resume the run later',
  unreachable: 'check the network to the region, then resume the run',
  unknown: 'resume the run: it looks before it repeats',
};

/** What an SDK client threw, as a `CallError`. Anything that is not about the call is returned as it is: a bug. */
export function toCallError(error: unknown, operation: string, region: string): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, code, Code, $metadata, $fault } = error as SdkError;
  const fields = { operation, region, awsMessage: message };
  const transport = TRANSPORT_CODE.test(code ?? '') ? code : TRANSPORT_NAME.test(name) ? name : undefined;
  if (transport !== undefined && $metadata?.httpStatusCode === undefined) {
    const failure = NEVER_SENT.has(transport) ? 'unreachable' : 'unknown';
    return new CallError({ ...fields, failure, awsCode: transport }, { cause: error });
  }
  const status = $metadata?.httpStatusCode;
  if (status === undefined || $fault === undefined) return error;
  const awsCode = Code ?? name;
  return new CallError({ ...fields, failure: failureOf(awsCode, status), awsCode }, { cause: error });
}

function failureOf(awsCode: string, status: number): CallFailure {
  if (status === 429 || THROTTLE.test(awsCode)) return 'throttled';
  // 501 is the twin's "not modelled": asking again does not help
  return status >= 500 && status !== 501 ? 'unknown' : 'refused';
}

/** The codes that AWS throttles with (smithy's list of throttling codes in `@smithy/service-error-classification`). */
const THROTTLE =
  /^(BandwidthLimitExceeded|EC2ThrottledException|LimitExceededException|PriorRequestNotComplete|ProvisionedThroughputExceededException|RequestLimitExceeded|RequestThrottled(Exception)?|SlowDown|ThrottledException|Throttling(Exception)?|TooManyRequestsException|TransactionInProgressException)$/;
const TRANSPORT_CODE = /^E[A-Z_]{4,}$/;
const TRANSPORT_NAME = /^(TimeoutError|AbortError|NetworkingError)$/;
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

interface SdkError extends Error {
  readonly code?: string;
  readonly Code?: string;
  readonly $fault?: 'client' | 'server';
  readonly $metadata?: { readonly httpStatusCode?: number };
}
