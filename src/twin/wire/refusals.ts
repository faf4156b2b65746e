import { AwsError } from '../aws-error.ts';
import { SERVICES, type ServiceName } from '../call.ts';
import { isOperationOfAws } from './model/load.ts';
import type { Protocol, ProtocolName } from './protocol/protocol.ts';
import type { Route } from './route.ts';
import { type Scope, TWIN_KEY_PREFIX } from './scope.ts';

/*
 * What AWS's front door answers before an operation sees the request. Codes and statuses are AWS's own, by protocol
 * (the common errors of each service's API reference); where services of one protocol differ, the more frequent one.
 */

/** Refuses a request that is not signed, or signed with a key that is not the twin's. */
export function checkCredentials(protocol: Protocol, scope: Scope | undefined): void {
  if (!scope) {
    const [code, status] = UNSIGNED[protocol.name];
    throw new AwsError(code, 'the request carries no AWS Signature Version 4 authorization', { status });
  }
  if (scope.accessKeyId.startsWith(TWIN_KEY_PREFIX)) return;
  const [code, status] = UNKNOWN_KEY[protocol.name];
  throw new AwsError(
    code,
    `the twin accepts only its own credentials: an access key id that starts with ${TWIN_KEY_PREFIX}, with any secret`,
    { status },
  );
}

export function serviceUnknown({ serviceName }: Route): AwsError {
  return new AwsError(
    'NotImplemented',
    `the twin does not model the service ${JSON.stringify(serviceName)}; it models ${SERVICES.join(', ')}`,
    { status: 501 },
  );
}

/**
 * What AWS has and the twin does not model is answered with 501 and named. What AWS does not have either gets AWS's own answer; in
 * a REST protocol, where a path names no operation, the two are not told apart.
 */
export function operationUnknown(
  service: ServiceName,
  { operationName, protocol }: Route,
  modelled: readonly string[],
): AwsError {
  const isRest = protocol.name === 'restXml' || protocol.name === 'restJson1';
  if (!isRest && !isOperationOfAws(service, operationName)) return noSuchOperation(protocol, operationName);
  return new AwsError(
    'NotImplemented',
    `the twin does not model ${service} ${JSON.stringify(operationName)}; of this service it models ${modelled.join(', ') || 'nothing'}`,
    { status: 501 },
  );
}

/** Query and EC2: `InvalidAction` in the reference's common errors, seen with these words; the others: Coral's own answer. */
function noSuchOperation({ name }: Protocol, operation: string): AwsError {
  const isQuery = name === 'awsQuery' || name === 'ec2Query';
  if (isQuery && operation === '') return new AwsError('MissingAction', 'the request names no Action', { status: 400 });
  if (isQuery) {
    return new AwsError('InvalidAction', `The action ${operation} is not valid for this web service.`, { status: 400 });
  }
  return new AwsError('UnknownOperationException', `there is no operation ${JSON.stringify(operation)}`, {
    status: 400,
  });
}

/** A body, or a value in it, that is not what the operation's shapes say. */
export function undecodable({ name }: Protocol, message: string): AwsError {
  return new AwsError(MALFORMED[name], message, { status: 400 });
}

export function membersMissing(service: ServiceName, protocol: Protocol, paths: readonly string[]): AwsError {
  const code = MISSING_OF_SERVICE[service] ?? MISSING[protocol.name];
  return new AwsError(code, `the request must contain ${paths.join(', ')}`, { status: 400 });
}

export function internalFailure(): AwsError {
  return new AwsError('InternalFailure', 'a bug in the twin: the handler threw', { status: 500 });
}

type Answers = Readonly<Record<ProtocolName, readonly [code: string, status: number]>>;

const UNSIGNED: Answers = {
  awsQuery: ['MissingAuthenticationToken', 403],
  ec2Query: ['MissingAuthenticationToken', 403],
  restXml: ['MissingAuthenticationToken', 403],
  restJson1: ['MissingAuthenticationTokenException', 403],
  awsJson1_0: ['MissingAuthenticationTokenException', 400],
  awsJson1_1: ['MissingAuthenticationTokenException', 400],
  rpcv2Cbor: ['MissingAuthenticationTokenException', 400],
};

const UNKNOWN_KEY: Answers = {
  awsQuery: ['InvalidClientTokenId', 403],
  ec2Query: ['AuthFailure', 401],
  restXml: ['InvalidClientTokenId', 403],
  restJson1: ['UnrecognizedClientException', 403],
  awsJson1_0: ['UnrecognizedClientException', 400],
  awsJson1_1: ['UnrecognizedClientException', 400],
  rpcv2Cbor: ['UnrecognizedClientException', 400],
};

/**
 * Query: Coral's `MalformedInput` (seen from CloudWatch and CloudFront). Route 53 says `InvalidInput` with “Invalid XML”. EC2 has no
 * code for it but that of a wrong value.
 */
const MALFORMED: Readonly<Record<ProtocolName, string>> = {
  awsQuery: 'MalformedInput',
  ec2Query: 'InvalidParameterValue',
  restXml: 'InvalidInput',
  restJson1: 'SerializationException',
  awsJson1_0: 'SerializationException',
  awsJson1_1: 'SerializationException',
  rpcv2Cbor: 'SerializationException',
};

const MISSING: Readonly<Record<ProtocolName, string>> = {
  awsQuery: 'ValidationError',
  ec2Query: 'MissingParameter',
  restXml: 'InvalidInput',
  restJson1: 'ValidationException',
  awsJson1_0: 'ValidationException',
  awsJson1_1: 'ValidationException',
  rpcv2Cbor: 'ValidationException',
};

const MISSING_OF_SERVICE: Readonly<Partial<Record<ServiceName, string>>> = {
  backup: 'MissingParameterValueException',
  cloudwatch: 'MissingParameter',
  rds: 'MissingParameter',
};
