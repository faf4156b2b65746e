import type { AwsError } from '../../aws-error.ts';
import type { WireRequest, WireResponse } from '../message.ts';
import type { Operation, ServiceModel } from '../model/shape.ts';

export type ProtocolName =
  | 'awsQuery'
  | 'ec2Query'
  | 'restXml'
  | 'restJson1'
  | 'awsJson1_0'
  | 'awsJson1_1'
  | 'rpcv2Cbor';

/** How one protocol writes answers. (Requests are read in `route.ts`'s readers: there the protocols have less in common.) */
export interface Protocol {
  readonly name: ProtocolName;
  writeOutput(answer: OutputAnswer): WireResponse;
  writeError(answer: ErrorAnswer): WireResponse;
}

export interface OutputAnswer {
  readonly service: ServiceModel;
  readonly operation: Operation;
  /** What the handler gave. */
  readonly output: object;
  readonly requestId: string;
}

export interface ErrorAnswer {
  /** Absent where the request named a service that the twin does not serve. */
  readonly service: ServiceModel | undefined;
  readonly error: AwsError;
  readonly request: WireRequest;
  readonly requestId: string;
}
