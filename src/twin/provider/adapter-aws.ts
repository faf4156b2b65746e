import type { ServiceName } from '../call.ts';
import type { Dispatcher } from '../dispatch.ts';
import type { AdapterAws } from './adapter.ts';

/** What an adapter calls AWS with, and the operation that it called last, for the message when that one fails. */
export interface TracedAws extends AdapterAws {
  readonly lastOperation: string | undefined;
}

export function adapterAws(dispatcher: Dispatcher, region: string, urn: string): TracedAws {
  let last: string | undefined;
  function callIn<Output>(where: string, service: ServiceName, operation: string, input: object): Output {
    last = `${service}.${operation}`;
    return dispatcher.dispatch({ service, operation, region: where, input }) as Output;
  }
  return {
    region,
    account: dispatcher.world.account,
    urn,
    call: (service, operation, input) => callIn(region, service, operation, input),
    callIn,
    settle: (subjectPrefix) => dispatcher.world.complete(subjectPrefix),
    get lastOperation() {
      return last;
    },
  };
}
