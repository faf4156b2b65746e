import {
  attempt,
  type Block,
  longestGapSeconds,
  parseDuration,
  type Resource,
  type Schedule,
  type Scope,
  Undecided,
} from 'evenkeel/policy';
import { CLUSTER, INSTANCE, TABLE } from './backed-up.ts';
import { coveringRules, scheduleOf } from './backup-plan.ts';
import { BUCKET } from './bucket.ts';
import { scheduleFrom } from './schedule.ts';

/** What a restore from backups loses at most, in seconds: between two bounds, which are one where all is known. */
export interface Loss {
  /** By what is certain alone. */
  readonly atMost: number;
  /** With all that there is perhaps. */
  readonly atLeast: number;
  /** What makes them two. */
  readonly open: Undecided | undefined;
}

/**
 * How far behind the present a restore to a point in time is. Source: "Restoring a DB instance to a specified time", RDS User Guide;
 * `LatestRestorableDateTime`, DynamoDB API reference (read 2026-11): typically within five minutes.
 */
const POINT_IN_TIME_SECONDS = 300;

/** The seconds that the backups of a data store may lose: the tag `backup-objective`, else `rpo`; `undefined` where it has neither. */
export function objectiveOf(store: Resource): number | undefined {
  const name = store.hasTag('backup-objective') ? 'backup-objective' : 'rpo';
  const text = store.tag(name);
  if (text === undefined) return undefined;
  const seconds = parseDuration(text.trim());
  if (seconds === undefined) throw new Undecided(`tags.${name}`, `${text} is no duration such as 15min, 24h or 7d`);
  return seconds;
}

/** By its own restore to a point in time, by continuous backups, and by the schedules of all the rules that take it together. */
export function lossOf(store: Resource, estate: Scope, nowMs: number): Loss {
  const { certain, perhaps, open } = coveringRules(store, estate);
  const own = attempt(() => hasOwnHistory(store));
  const sure = certain.map((rule) => readRule(rule, store.type));
  const all = [...sure, ...perhaps.map((rule) => readRule(rule, store.type))];
  const unknown = open ?? all.flatMap((rule) => rule.open ?? []).at(0);
  const gapOf = gapsOf(estate, nowMs);
  const least = boundOf(all, gapOf);
  const most = boundOf(sure, gapOf);
  const isOwn = 'value' in own && own.value;
  const isOwnOpen = 'undecided' in own;
  return {
    atMost: isOwn ? Math.min(POINT_IN_TIME_SECONDS, most) : most,
    atLeast: unknown !== undefined ? 0 : isOwn || isOwnOpen ? Math.min(POINT_IN_TIME_SECONDS, least) : least,
    open: unknown ?? ('undecided' in own ? own.undecided : undefined),
  };
}

interface ReadRule {
  readonly isContinuous: boolean;
  readonly schedule: ReadSchedule | undefined;
  readonly open: Undecided | undefined;
}

interface ReadSchedule {
  readonly text: string;
  readonly schedule: Schedule;
}

/** What AWS Backup keeps continuously. Source: "Feature availability by resource", AWS Backup Developer Guide (read 2026-11). */
const CONTINUOUS: readonly string[] = [INSTANCE, CLUSTER, BUCKET];

function readRule(rule: Block, type: string): ReadRule {
  const continuous = attempt(() => CONTINUOUS.includes(type) && rule.read('enableContinuousBackup') === true);
  const schedule = attempt(() => readScheduleOf(rule));
  const isContinuous = 'value' in continuous && continuous.value;
  const ofBucket =
    isContinuous && type === BUCKET
      ? new Undecided('enableContinuousBackup', 'AWS does not say how far behind the present it is for a bucket')
      : undefined;
  const opens = [continuous, schedule].flatMap((one) => ('undecided' in one ? [one.undecided] : []));
  return {
    isContinuous: isContinuous && type !== BUCKET,
    schedule: 'value' in schedule ? schedule.value : undefined,
    open: opens[0] ?? ofBucket,
  };
}

function readScheduleOf(rule: Block): ReadSchedule {
  const [text, place] = [scheduleOf(rule), rule.text('scheduleExpressionTimezone') ?? 'UTC'];
  return { text: `${text} ${place}`, schedule: scheduleFrom(text, place) };
}

function boundOf(rules: readonly ReadRule[], gapOf: (schedules: readonly ReadSchedule[]) => number): number {
  const gap = gapOf(rules.flatMap(({ schedule }) => schedule ?? []));
  return rules.some(({ isContinuous }) => isContinuous) ? Math.min(POINT_IN_TIME_SECONDS, gap) : gap;
}

const told = new WeakMap<Scope, Map<string, number>>();

/** Each set of schedules is looked at once for an estate: many data stores are taken by the same rules. */
function gapsOf(estate: Scope, nowMs: number): (schedules: readonly ReadSchedule[]) => number {
  const known = told.get(estate) ?? new Map<string, number>();
  told.set(estate, known);
  return (schedules) => {
    const key = [nowMs, ...schedules.map(({ text }) => text).sort()].join('\n');
    const gap =
      known.get(key) ??
      longestGapSeconds(
        schedules.map(({ schedule }) => schedule),
        nowMs,
      );
    known.set(key, gap);
    return gap;
  };
}

/** Whether the service itself can set it back to a point in time. Aurora always can. Defaults: @pulumi/aws 7.48.0. */
function hasOwnHistory(store: Resource): boolean {
  if (store.type === TABLE) return store.readOr('pointInTimeRecovery.enabled', false) === true;
  if (store.type === CLUSTER) return Number(store.readOr('backupRetentionPeriod', 1)) > 0;
  return store.type === INSTANCE && Number(store.readOr('backupRetentionPeriod', 0)) > 0;
}
