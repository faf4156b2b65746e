import { createHash } from 'node:crypto';
import { AwsError, EndpointUnreachable } from '../aws-error.ts';
import type { Dispatcher } from '../dispatch.ts';
import { decodeBody } from './body.ts';
import { Undecodable, type WireRequest, type WireResponse } from './message.ts';
import { serviceModel } from './model/load.ts';
import {
  checkCredentials,
  internalFailure,
  membersMissing,
  operationUnknown,
  serviceUnknown,
  undecodable,
} from './refusals.ts';
import { type Route, routeOf } from './route.ts';
import { type Scope, scopeOf } from './scope.ts';
import { missingMembers } from './validate.ts';

/** AWS's protocols in front of a dispatcher. */
export interface Wire {
  /**
   * Answers a request: 2xx, or an error in its protocol's own shape. Throws `EndpointUnreachable` where the answer is
   * none: the transport breaks the connection.
   */
  handle(request: WireRequest): WireResponse;
}

/**
 * The wire over a dispatcher. Cheap: models are read when a service is first called, and shared by all wires. Whoever
 * wants to refuse or record calls gives a dispatcher that does.
 */
export function createWire(dispatcher: Pick<Dispatcher, 'dispatch' | 'modelled'>): Wire {
  const nextRequestId = requestIds();
  return {
    handle(raw) {
      const scope = scopeOf(raw);
      let request = raw;
      let route: Route | undefined;
      let requestId = '';
      try {
        request = decodeBody(raw);
        route = routeOf(request, scope);
        requestId = nextRequestId(route, scope);
        return answer(dispatcher, route, scope, requestId);
      } catch (error) {
        if (error instanceof EndpointUnreachable) throw error;
        route ??= routeOf({ ...raw, body: '' }, scope);
        requestId ||= nextRequestId(route, scope);
        return refuse(error, route, request, requestId);
      }
    },
  };
}

function answer(
  dispatcher: Pick<Dispatcher, 'dispatch' | 'modelled'>,
  route: Route,
  scope: Scope | undefined,
  requestId: string,
): WireResponse {
  const { protocol, operation } = route;
  checkCredentials(protocol, scope);
  if (!route.service) throw serviceUnknown(route);
  const { service } = route.service;
  if (!operation) throw operationUnknown(service, route, dispatcher.modelled(service));
  const input = route.read(operation);
  const missing = missingMembers(operation.input, input);
  if (missing.length > 0) throw membersMissing(service, protocol, missing);
  const output = dispatcher.dispatch({
    service,
    operation: operation.name,
    region: scope?.region ?? '',
    accessKeyId: scope?.accessKeyId,
    input,
  });
  return protocol.writeOutput({ service: serviceModel(service), operation, output, requestId });
}

function refuse(thrown: unknown, route: Route, request: WireRequest, requestId: string): WireResponse {
  const service = route.service && serviceModel(route.service.service);
  const write = (error: AwsError) => route.protocol.writeError({ service, error, request, requestId });
  if (thrown instanceof AwsError) return write(thrown);
  if (thrown instanceof Undecodable) return write(undecodable(route.protocol, thrown.message));
  return { ...write(internalFailure()), bug: thrown };
}

/** Ids that follow from what is called and how often, never from a clock, chance or secrets in the body. */
function requestIds(): (route: Route, scope: Scope | undefined) => string {
  const counts = new Map<string, number>();
  return (route, scope) => {
    const key = `${scope?.region}/${route.serviceName}/${route.operation?.name}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    const hex = createHash('sha256').update(`${key}/${count}`).digest('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  };
}
