import type { Command, MetadataBearer } from '@smithy/types';

/** The SDK packages that runbooks may call, by the service names of the operation table. Types only: nothing is loaded. */
export interface SdkModules {
  readonly autoscaling: typeof import('@aws-sdk/client-auto-scaling');
  readonly backup: typeof import('@aws-sdk/client-backup');
  readonly cloudwatch: typeof import('@aws-sdk/client-cloudwatch');
  readonly dynamodb: typeof import('@aws-sdk/client-dynamodb');
  readonly ec2: typeof import('@aws-sdk/client-ec2');
  readonly elbv2: typeof import('@aws-sdk/client-elastic-load-balancing-v2');
  readonly iam: typeof import('@aws-sdk/client-iam');
  readonly kms: typeof import('@aws-sdk/client-kms');
  readonly rds: typeof import('@aws-sdk/client-rds');
  readonly resourcegroupstaggingapi: typeof import('@aws-sdk/client-resource-groups-tagging-api');
  readonly route53: typeof import('@aws-sdk/client-route-53');
  readonly secretsmanager: typeof import('@aws-sdk/client-secrets-manager');
  readonly sts: typeof import('@aws-sdk/client-sts');
}
export type SdkService = keyof SdkModules;

/** `rds.FailoverGlobalCluster` and its like: every command of every service above. */
export type OperationName = { [S in SdkService]: `${S}.${OperationOf<S>}` }[SdkService];

/** What a call is given and answers, typed from the SDK's own command classes. */
export type InputOf<N extends OperationName> = CommandInput<CommandOf<N>>;
export type OutputOf<N extends OperationName> = CommandOutput<CommandOf<N>>;

type OperationOf<S extends SdkService> =
  Exclude<keyof SdkModules[S], '$Command'> extends infer K ? (K extends `${infer O}Command` ? O : never) : never;
type CommandOf<N extends OperationName> = N extends `${infer S extends SdkService}.${infer O}`
  ? `${O}Command` extends keyof SdkModules[S]
    ? InstanceOf<SdkModules[S][`${O}Command`]>
    : never
  : never;
type InstanceOf<T> = T extends { new (...args: never[]): infer C } ? C : never;
// biome-ignore lint/suspicious/noExplicitAny: the SDK's Command type has no narrower bound that all commands meet
type CommandInput<C> = C extends Command<any, infer I, any, any, any> ? I : never;
// biome-ignore lint/suspicious/noExplicitAny: as above
type CommandOutput<C> = C extends Command<any, any, any, infer O, any> ? Omit<O, keyof MetadataBearer> : never;
