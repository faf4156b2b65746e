import { AwsError } from '../aws-error.ts';
import { SERVICES, type ServiceName } from '../call.ts';
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

export function operationUnknown(
  service: ServiceName,
  { operationName }: Route,
  modelled: readonly string[],
): AwsError {
  return new AwsError(
    'NotImplemented',
    `the twin does not model ${service} ${JSON.stringify(operationName)}; of this service it models ${modelled.join(', ') || 'nothing'}`,
    { status: 501 },
  );
}

export function undecodable(message: string): AwsError {
  return new AwsError('SerializationException', message, { status: 400 });
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
