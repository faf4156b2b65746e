import type { Table, World } from '../../world.ts';
import { type Group, groupKey, type Launching } from './records.ts';

/** An instance refresh (table `autoscaling.instance-refresh`, keys `region/name/number`, the number counts the group's refreshes). */
export interface Refresh {
  readonly id: string;
  readonly number: number;
  readonly region: string;
  readonly groupName: string;
  readonly groupArn: string;
  readonly status: RefreshStatus;
  readonly statusReason?: string | undefined;
  readonly startMs: number;
  readonly endMs?: number | undefined;
  readonly preferences: Preferences;
  /** `DesiredConfiguration` as it was sent; without one it replaces by what the group says. */
  readonly desired?: Launching | undefined;
  /** What the group launched by before. */
  readonly before: Launching;
  /** Ids of the instances that are still to be replaced, those on their way out excepted. */
  readonly left: readonly string[];
  /** How many instances the group was to have when the refresh, or its rollback, began: what percentages are of. */
  readonly total: number;
  /** Checkpoints passed so far. */
  readonly checkpoints: number;
  readonly pausedUntilMs?: number | undefined;
  /** Since when nothing has become better: after an hour of it AWS gives up. */
  readonly stillSinceMs: number;
  readonly updated: number;
  readonly rollback?: Rollback | undefined;
  /** CancelInstanceRefresh said not to wait for launches and terminations under way. */
  readonly waitsForTransitions: boolean;
}

export type RefreshStatus =
  | 'Pending'
  | 'InProgress'
  | 'Baking'
  | 'Successful'
  | 'Failed'
  | 'Cancelling'
  | 'Cancelled'
  | 'RollbackInProgress'
  | 'RollbackFailed'
  | 'RollbackSuccessful';

/** `RefreshPreferences` with AWS's defaults in the place of what was not sent (user guide, "Understand the default values"). */
export interface Preferences {
  readonly minHealthyPercentage: number;
  readonly maxHealthyPercentage: number;
  readonly warmupSeconds: number;
  readonly checkpointPercentages: readonly number[];
  readonly checkpointDelaySeconds: number;
  readonly skipMatching: boolean;
  readonly autoRollback: boolean;
  readonly protectedInstances: 'Refresh' | 'Ignore' | 'Wait';
  readonly alarms: readonly string[];
  readonly bakeSeconds: number;
  /** As they were sent: what DescribeInstanceRefreshes tells. */
  readonly sent: object;
}

export interface Rollback {
  readonly reason: string;
  readonly startMs: number;
  readonly percentageComplete: number;
  readonly instancesToUpdate: number;
  /** How many instances are to be replaced back. */
  readonly replaced: number;
}

const refreshes = (world: World): Table<Refresh> => world.table('autoscaling.instance-refresh');

/** The newest first, as AWS answers them. */
export function refreshesOf(world: World, group: Pick<Group, 'region' | 'name'>): Refresh[] {
  return refreshes(world)
    .values(`${groupKey(group)}/`)
    .reverse();
}

export function putRefresh(world: World, refresh: Refresh): Refresh {
  const key = groupKey({ region: refresh.region, name: refresh.groupName });
  refreshes(world).put(`${key}/${String(refresh.number).padStart(6, '0')}`, refresh);
  return refresh;
}

export function forgetRefreshes(world: World, group: Group): void {
  for (const [key] of refreshes(world).entries(`${groupKey(group)}/`)) refreshes(world).delete(key);
}

/** The refresh, or rollback, that is under way. */
export function activeRefresh(world: World, group: Pick<Group, 'region' | 'name'>): Refresh | undefined {
  return refreshesOf(world, group).find(isActive);
}

export function isActive({ status }: Refresh): boolean {
  return ACTIVE.has(status);
}

const ACTIVE: ReadonlySet<RefreshStatus> = new Set([
  'Pending',
  'InProgress',
  'Baking',
  'Cancelling',
  'RollbackInProgress',
]);
