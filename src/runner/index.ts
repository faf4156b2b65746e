/** What authors of runbooks and scenarios import: `evenkeel/runbook`. Loads no SDK package, no SQLite and no zx. */
export { CallError } from '../aws/call-error.ts';
export type { InputOf, OperationName, OutputOf } from '../aws/operation-types.ts';
export type { Inventory, StackInventory } from '../graph/inventory.ts';
export type { SiteTopology, Topology } from '../graph/topology.ts';
export { EvenkeelError, ExitCode, type Problem } from '../lib/errors.ts';
export { type RdsEventId, rdsEventOf } from '../operations/rds-events.ts';
export type { TimingName } from '../operations/timings.ts';
export type { System } from '../system/system.ts';
export { declared, type Expected, type ExpectedPart, takes } from './expected.ts';
export type { Fate } from './fate.ts';
export { inSequence, lastOf } from './in-sequence.ts';
export { type OwnTest, runsOwnTest } from './own-test.ts';
export { readAlarm } from './readings/alarm.ts';
export { answered } from './readings/answered.ts';
export {
  type ClusterReading,
  readCluster,
  readLastUpgradeEvent,
  readMinorTargets,
  readPendingMaintenance,
  readUnavailableMembers,
} from './readings/cluster.ts';
export { type FleetReading, readFleet, readHealthyTargets } from './readings/fleet.ts';
export { FLAG_SEEN_IN_DNS, type GateFlag, isFlagOn, setFlag, sitesAnswered } from './readings/gate.ts';
export {
  type GlobalDatabase,
  readGlobalDatabase,
  readRdsEvents,
} from './readings/global-database.ts';
export {
  type FleetVersions,
  type RefreshPreferences,
  type RefreshReading,
  readFleetVersions,
  readRefresh,
  refreshTo,
} from './readings/instance-refresh.ts';
export { readTemplateVersion, type TemplateVersion } from './readings/launch-template.ts';
export { type MetricQuestion, type MetricReading, newestMetric } from './readings/metric.ts';
export { type RequestReading, readRequests } from './readings/requests.ts';
export { readsUse, readUse, type Use } from './readings/use.ts';
export { refuse } from './run-refused.ts';
export { defineRunbook, type Runbook, type RunFacts, type Subject } from './runbook.ts';
export type { Scenario, ScenarioFault } from './scenario.ts';
export {
  type Act,
  type Approval,
  act,
  type CallName,
  type Confirm,
  type EngineAct,
  type Hold,
  MARK,
  type Seen,
  type Shell,
  type Step,
  type Sweep,
  type Undo,
  type UndoStep,
  type Uses,
  uses,
} from './step.ts';
export type { StepIo } from './step-io.ts';
