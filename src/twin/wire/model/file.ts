import type { ServiceName } from '../../call.ts';

/**
 * The committed model of one service, `models/<service>.json`: what the AWS SDK's own schemas say of the operations
 * that the twin serves, in plain JSON. Made by `scripts/models.ts`; the runtime knows these files and no SDK.
 */
export interface ModelFile extends ServiceFacts {
  /** Provenance and licence, for people. */
  readonly about: string;
  readonly operations: Readonly<Record<string, OperationModel>>;
  /** Names of the error shapes, sorted. The schemas do not say which operation answers which. */
  readonly errors: readonly string[];
  readonly shapes: Readonly<Record<string, ShapeModel>>;
}

/** What tells one service from another on the wire; `models/services.json` holds these of all services. */
export interface ServiceFacts {
  readonly service: ServiceName;
  readonly package: string;
  readonly sdkVersion: string;
  /** The name in a SigV4 scope. */
  readonly signingName: string;
  /** Before the dot of `x-amz-target`, and in the path of RPC v2 requests. */
  readonly target: string;
  /** `Version` of a query request. */
  readonly version: string;
  /** Smithy namespace, such as `com.amazonaws.rds`. */
  readonly namespace: string;
  readonly xmlNamespace?: string;
  /** The protocol that the SDK speaks; clients of other ages may speak others (see `route.ts`). */
  readonly protocol: string;
  /** The service has left the query protocol, and still tells old error codes to clients that ask for them. */
  readonly queryCompatible?: true;
}

export interface OperationModel {
  readonly input: string;
  readonly output: string;
  /** Method, URI pattern, status of success; REST protocols only. */
  readonly http?: readonly [method: string, uri: string, status: number];
}

export const SCALARS = ['string', 'number', 'boolean', 'blob', 'timestamp'] as const;
export type ScalarKind = (typeof SCALARS)[number];

/** `members` make a structure (or union), `list` its item, `map` its value; keys of maps are strings. */
export interface ShapeModel {
  readonly members?: Readonly<Record<string, MemberModel>>;
  readonly union?: true;
  readonly list?: MemberModel;
  readonly map?: MemberModel;
  /** Name of a map's key in XML and queries, where it is not `key`. */
  readonly keyName?: string;
  readonly error?: ErrorModel;
}

export interface ErrorModel {
  readonly fault: 'client' | 'server';
  readonly status?: number;
  /** The code on the wire of query protocols, where it is not the shape's name. */
  readonly queryCode?: string;
}

/** A scalar kind or the name of a shape; an object where the member has traits. */
export type MemberModel = string | MemberTraits;
export interface MemberTraits {
  readonly type: string;
  readonly required?: true;
  readonly xmlName?: string;
  readonly ec2QueryName?: string;
  readonly label?: true;
  readonly query?: string;
  /** Lower case. */
  readonly header?: string;
  readonly payload?: true;
  readonly statusCode?: true;
  /** Clients that are given no value make one up. */
  readonly idempotencyToken?: true;
}
