import { bodyMembers, payloadMember, readBindings, writeBindings } from '../codec/bindings.ts';
import { isAbsent, recordOf } from '../codec/record.ts';
import { readTreeMembers, readTreeStructure } from '../codec/tree-read.ts';
import { writeTreeMembers, writeTreeStructure } from '../codec/tree-write.ts';
import { parseXml } from '../codec/xml-parse.ts';
import { readXmlMembers } from '../codec/xml-read.ts';
import { writeXmlMembers } from '../codec/xml-write.ts';
import { bytesOf, textOf, type WireRequest, type WireResponse } from '../message.ts';
import type { Member, Operation, Structure } from '../model/shape.ts';
import { resolveError } from './error-answer.ts';
import { errorTree } from './json.ts';
import type { ErrorAnswer, OutputAnswer, Protocol } from './protocol.ts';
import { element, writeXmlError, xml } from './query.ts';
import { parseJson } from './read.ts';

/** HTTP bindings with XML bodies: Route 53. */
export const restXml: Protocol = {
  name: 'restXml',
  writeOutput({ service, operation, output, requestId }: OutputAnswer): WireResponse {
    const value = recordOf(output);
    const bound = writeBindings(operation.output, value);
    const hasBody = bodyMembers(operation.output).length > 0;
    const body = hasBody ? element(operation.output.name, service, writeXmlMembers(operation.output, value)) : '';
    const response = xml(bound.status ?? successStatus(operation), requestId, body);
    return { ...response, headers: { ...response.headers, ...bound.headers } };
  },
  writeError: writeXmlError,
};

/** HTTP bindings with JSON bodies: Backup and Lambda. */
export const restJson1: Protocol = {
  name: 'restJson1',
  writeOutput({ operation, output, requestId }: OutputAnswer): WireResponse {
    const value = recordOf(output);
    const bound = writeBindings(operation.output, value);
    const status = bound.status ?? successStatus(operation);
    const headers = { 'content-type': 'application/json', 'x-amzn-requestid': requestId, ...bound.headers };
    return { status, headers, body: status === 204 ? '' : jsonBody(operation.output, value) };
  },
  writeError(answer: ErrorAnswer): WireResponse {
    const error = resolveError(answer);
    const headers = {
      'content-type': 'application/json',
      'x-amzn-errortype': error.name,
      'x-amzn-requestid': answer.requestId,
    };
    return { status: error.status, headers, body: JSON.stringify(errorTree(error, 'json')) };
  },
};

/** A REST request's input: what its URI and headers carry, and its body. */
export function readRest(
  protocol: Protocol,
  operation: Operation,
  request: WireRequest,
  labels: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const shape = operation.input;
  const bound = readBindings(shape, request, labels);
  if (request.body.length === 0) return bound;
  const payload = payloadMember(shape);
  if (payload) return { ...bound, [payload.name]: readPayload(payload, request) };
  const members = bodyMembers(shape);
  if (members.length === 0) return bound;
  const text = textOf(request.body);
  const body =
    protocol.name === 'restXml' ? readXmlMembers(members, parseXml(text)) : readTreeMembers(members, parseJson(text));
  return { ...bound, ...body };
}

function readPayload({ shape }: Member, request: WireRequest): unknown {
  if (shape.kind === 'structure') return readTreeStructure(shape, parseJson(textOf(request.body)));
  return shape.kind === 'blob' ? new Uint8Array(bytesOf(request.body)) : textOf(request.body);
}

function jsonBody(shape: Structure, value: Readonly<Record<string, unknown>>): string | Uint8Array {
  const payload = payloadMember(shape);
  if (!payload) return JSON.stringify(writeTreeMembers(bodyMembers(shape), value, 'json'));
  const item = value[payload.name];
  if (isAbsent(item)) return '';
  if (payload.shape.kind === 'structure') return JSON.stringify(writeTreeStructure(payload.shape, item, 'json'));
  return item instanceof Uint8Array ? item : String(item);
}

function successStatus(operation: Operation): number {
  return operation.http?.[2] ?? 200;
}
