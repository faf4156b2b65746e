import { writeTreeStructure } from '../codec/tree-write.ts';
import type { WireResponse } from '../message.ts';
import type { ServiceModel } from '../model/shape.ts';
import { type ResolvedError, resolveError } from './error-answer.ts';
import type { ErrorAnswer, OutputAnswer, Protocol } from './protocol.ts';

/** JSON both ways, the operation in a header: DynamoDB and CloudWatch speak 1.0, the others 1.1. */
export const awsJson1_0: Protocol = awsJson('awsJson1_0', 'application/x-amz-json-1.0');
export const awsJson1_1: Protocol = awsJson('awsJson1_1', 'application/x-amz-json-1.1');

function awsJson(name: 'awsJson1_0' | 'awsJson1_1', contentType: string): Protocol {
  return {
    name,
    writeOutput({ operation, output, requestId }: OutputAnswer): WireResponse {
      const headers = { 'content-type': contentType, 'x-amzn-requestid': requestId };
      const isEmpty = operation.output.name === 'Unit';
      const body = isEmpty ? '{}' : JSON.stringify(writeTreeStructure(operation.output, output, 'json'));
      return { status: 200, headers, body };
    },
    writeError(answer: ErrorAnswer): WireResponse {
      const error = resolveError(answer);
      const type = name === 'awsJson1_0' ? qualified(answer.service, error) : error.name;
      const headers = {
        'content-type': contentType,
        'x-amzn-requestid': answer.requestId,
        ...queryErrorHeader(answer, error),
      };
      return { status: error.status, headers, body: JSON.stringify({ __type: type, ...errorTree(error, 'json') }) };
    },
  };
}

export function errorTree({ shape, members }: ResolvedError, format: 'json' | 'cbor'): Record<string, unknown> {
  return shape ? writeTreeStructure(shape, members, format) : { ...members };
}

/** The error's name with its namespace, as JSON 1.0 and CBOR carry it. */
export function qualified(service: ServiceModel | undefined, { name }: ResolvedError): string {
  return `${service?.facts.namespace ?? 'com.amazonaws'}#${name}`;
}

/** A service that has left the query protocol tells clients that ask for it the code they know from there. */
export function queryErrorHeader(answer: ErrorAnswer, error: ResolvedError): Record<string, string> {
  const isAsked = answer.request.headers['x-amzn-query-mode'] === 'true';
  if (!answer.service?.facts.queryCompatible || !isAsked) return {};
  return { 'x-amzn-query-error': `${error.queryCode};${error.fault}` };
}
