import { parseForm } from './codec/form.ts';
import { matchUri } from './codec/uri.ts';
import { textOf, type WireRequest } from './message.ts';
import type { ServiceFacts } from './model/file.ts';
import { serviceFacts, serviceModel } from './model/load.ts';
import type { Operation } from './model/shape.ts';
import { rpcv2Cbor } from './protocol/cbor.ts';
import { awsJson1_0, awsJson1_1 } from './protocol/json.ts';
import type { Protocol } from './protocol/protocol.ts';
import { awsQuery, ec2Query } from './protocol/query.ts';
import { readCborRequest, readForm, readJson } from './protocol/read.ts';
import { readRest, restJson1, restXml } from './protocol/rest.ts';
import type { Scope } from './scope.ts';

/** Where a request goes: its protocol, and the service and operation that it names as far as the models know them. */
export interface Route {
  readonly protocol: Protocol;
  readonly service: ServiceFacts | undefined;
  readonly operation: Operation | undefined;
  /** As the request itself names them, for the answer to what is not known. */
  readonly serviceName: string;
  readonly operationName: string;
  /** Throws `Undecodable`. */
  read(operation: Operation): Record<string, unknown>;
}

/** Chosen by the request, not by the service: clients of different ages speak different protocols to the same one. */
export function routeOf(request: WireRequest, scope: Scope | undefined): Route {
  const { headers, query } = request;
  if (headers['smithy-protocol'] === 'rpc-v2-cbor') return routeRpc(request, scope);
  const target = headers['x-amz-target'];
  if (target !== undefined) return routeTarget(request, target);
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  if (isForm || query.has('Action')) return routeForm(request, scope);
  return routeRest(request, scope);
}

function routeRpc(request: WireRequest, scope: Scope | undefined): Route {
  const [, target = '', operationName = ''] = /^\/service\/([^/]+)\/operation\/([^/]+)\/?$/.exec(request.path) ?? [];
  const service = serviceFacts().find((facts) => facts.target === target) ?? signedService(scope);
  return {
    protocol: rpcv2Cbor,
    service,
    operation: operationOf(service, operationName),
    serviceName: target,
    operationName,
    read: (operation) => readCborRequest(operation, request),
  };
}

function routeTarget(request: WireRequest, target: string): Route {
  const dot = target.lastIndexOf('.');
  const operationName = target.slice(dot + 1);
  const serviceName = target.slice(0, Math.max(dot, 0));
  const service = serviceFacts().find((facts) => facts.target === serviceName);
  return {
    protocol: request.headers['content-type']?.includes('json-1.0') ? awsJson1_0 : awsJson1_1,
    service,
    operation: operationOf(service, operationName),
    serviceName,
    operationName,
    read: (operation) => readJson(operation, request),
  };
}

function routeForm(request: WireRequest, scope: Scope | undefined): Route {
  const form = parseForm(request.body.length > 0 ? new URLSearchParams(textOf(request.body)) : request.query);
  const version = form.children.get('Version')?.text;
  const service =
    signedService(scope) ?? (scope ? undefined : serviceFacts().find((facts) => facts.version === version));
  const dialect = service?.protocol === 'ec2Query' ? 'ec2Query' : 'awsQuery';
  const operationName = form.children.get('Action')?.text ?? '';
  return {
    protocol: dialect === 'ec2Query' ? ec2Query : awsQuery,
    service,
    operation: operationOf(service, operationName),
    serviceName: scope?.signingName ?? version ?? '',
    operationName,
    read: (operation) => readForm(operation, form, dialect),
  };
}

function routeRest(request: WireRequest, scope: Scope | undefined): Route {
  const service = signedService(scope);
  const protocol = service?.protocol === 'restXml' ? restXml : restJson1;
  const match = service && matchUri(serviceModel(service.service), request);
  return {
    protocol,
    service,
    operation: match?.operation,
    serviceName: scope?.signingName ?? '',
    operationName: `${request.method} ${request.path}`,
    read: (operation) => readRest(protocol, operation, request, match?.labels ?? {}),
  };
}

function signedService(scope: Scope | undefined): ServiceFacts | undefined {
  return scope && serviceFacts().find((facts) => facts.signingName === scope.signingName);
}

function operationOf(service: ServiceFacts | undefined, name: string): Operation | undefined {
  return service && serviceModel(service.service).operations.get(name);
}
