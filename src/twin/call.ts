import type { Command, MetadataBearer } from '@smithy/types';
import type { World } from './world.ts';

/** One request to the twin, as a handler sees it. Handlers are synchronous: a call is one transaction of the world. */
export interface Call {
  readonly world: World;
  /** Name as in the operation table: `rds`, `elbv2`, `autoscaling`, … */
  readonly service: ServiceName;
  readonly operation: string;
  /** The region that the request was signed for. */
  readonly region: string;
  readonly account: string;
  /** The key that signed the request; absent for the twin's own calls. */
  readonly accessKeyId?: string | undefined;
  readonly requestId: string;
  /**
   * An id that follows from the request alone: `prefix` and `length` hex digits of a hash of seed, account, region,
   * operation, canonical request and the number of equal requests before it. `label` tells several ids of one call apart.
   */
  newId(prefix: string, length: number, label?: string): string;
}

/** The services that the twin serves, by the names of the operation table. */
export const SERVICES = [
  'acm',
  'autoscaling',
  'backup',
  'cloudwatch',
  'dynamodb',
  'ec2',
  'elbv2',
  'events',
  'iam',
  'kms',
  'lambda',
  'rds',
  'resourcegroupstaggingapi',
  'route53',
  'secretsmanager',
  'sts',
] as const;
export type ServiceName = (typeof SERVICES)[number];

/** Handlers of one service, typed from the SDK's own command classes, so that a wrong member does not compile. */
export type Handlers<Client> = {
  [K in keyof Client as K extends '$Command' ? never : K extends `${infer O}Command` ? O : never]?: (
    input: InputOf<Client[K]>,
    call: Call,
  ) => OutputOf<Client[K]>;
};

/** Handlers with the types forgotten: what the dispatcher holds. */
export type AnyHandlers = Readonly<Record<string, (input: never, call: Call) => unknown>>;

type InstanceOf<T> = T extends { new (...args: never[]): infer C } ? C : never;
// biome-ignore lint/suspicious/noExplicitAny: the SDK's Command type has no narrower bound that all commands meet
type InputOf<T> = InstanceOf<T> extends Command<any, infer I, any, any, any> ? I : never;
// biome-ignore lint/suspicious/noExplicitAny: as above
type OutputOf<T> = InstanceOf<T> extends Command<any, any, any, infer O, any> ? Omit<O, keyof MetadataBearer> : never;
