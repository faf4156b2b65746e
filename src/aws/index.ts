export { CallError, type CallErrorFields, type CallFailure, toCallError } from './call-error.ts';
export { type AwsCaller, type SdkConfig, sdkCaller } from './caller.ts';
export { machineTime } from './machine-time.ts';
export type { InputOf, OperationName, OutputOf, SdkModules, SdkService } from './operation-types.ts';
