/** The embedded engine: what the rest of Evenkeel uses of it. */

export type { PolicyPackOptions } from './analyzer/packs.ts';
export { problemOf, type Violation } from './analyzer/violation.ts';
export type { PendingOperation, StackExport } from './backend/checkpoint.ts';
export type { EncodedResource } from './backend/encoded.ts';
export { type Backend, openBackend, type StackName, type StackSnapshot } from './backend/open-backend.ts';
export type {
  Changes,
  EngineEvent,
  Mode,
  Operation,
  Resolution,
  ResourceResult,
  StackOptions,
  StackOutcome,
  StackResult,
} from './options.ts';
export type { CliMode, CliOptions } from './pulumi-cli/options.ts';
export { assertPulumi, type PulumiCall, pulumi } from './pulumi-cli/pulumi.ts';
export { runStackByCli } from './pulumi-cli/run-stack-by-cli.ts';
export { recoverStack } from './recover-stack.ts';
export { runStack } from './run-stack.ts';
export type { ResourceState } from './state/resource-state.ts';
