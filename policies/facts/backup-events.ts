import { anyOf, type Block, firstOf, type Resource, type Scope, Undecided } from 'evenkeel/policy';
import { isSamePlace } from './place.ts';
import { TOPIC } from './topics.ts';

export const NOTIFICATIONS = 'aws:backup/vaultNotifications:VaultNotifications';
export const EVENT_RULE = 'aws:cloudwatch/eventRule:EventRule';
export const EVENT_TARGET = 'aws:cloudwatch/eventTarget:EventTarget';

/** A kind of job of AWS Backup, and how its failures are told. */
interface Job {
  readonly name: string;
  /** Events of a vault of which one is enough: that of a completion tells of failures, too. */
  readonly events: readonly string[];
  readonly detailType: string;
}

/**
 * Source: PutBackupVaultNotifications, AWS Backup API reference; "Monitoring AWS Backup events using Amazon EventBridge", AWS Backup
 * Developer Guide (both read 2026-11).
 */
export const JOBS: readonly Job[] = [
  {
    name: 'backup',
    events: ['BACKUP_JOB_COMPLETED', 'BACKUP_JOB_FAILED'],
    detailType: 'Backup Job State Change',
  },
  { name: 'copy', events: ['COPY_JOB_FAILED'], detailType: 'Copy Job State Change' },
  {
    name: 'restore',
    events: ['RESTORE_JOB_COMPLETED', 'RESTORE_JOB_FAILED'],
    detailType: 'Restore Job State Change',
  },
];

/** Whether failures of a kind are told to a topic, by the notifications of a vault or by a rule of EventBridge in the region. */
export function isTold(job: Job, notifications: readonly Resource[], place: Resource, estate: Scope): boolean {
  const isOfVault = (one: Resource) => one.texts('backupVaultEvents').some((event) => job.events.includes(event));
  const isOfRegion = (rule: Resource) => isSamePlace(rule, place) && isOnRule(rule, job);
  return anyOf(
    () => firstOf(notifications, isOfVault) !== undefined,
    () => firstOf(estate.all(EVENT_RULE), isOfRegion) !== undefined,
  );
}

function isOnRule(rule: Resource, { detailType }: Job): boolean {
  if (rule.readOr('state', 'ENABLED') === 'DISABLED' || rule.readOr('eventBusName', 'default') !== 'default')
    return false;
  const pattern = patternOf(rule);
  const isMeant = has(pattern, 'source', 'aws.backup') && has(pattern, 'detail-type', detailType);
  if (!isMeant || !has((pattern['detail'] ?? {}) as Pattern, 'state', 'FAILED')) return false;
  return (
    firstOf(rule.from(EVENT_TARGET, 'rule'), (target) => target.toAll('arn', TOPIC).some((one) => one.isSeen)) !==
    undefined
  );
}

type Pattern = Readonly<Record<string, unknown>>;

/** Whether a pattern lets a value of a field through: it names it, or does not speak of the field. */
function has(pattern: Pattern, field: string, value: string): boolean {
  const wanted = pattern[field];
  return wanted === undefined || (Array.isArray(wanted) && wanted.includes(value));
}

function patternOf(rule: Block): Pattern {
  const text = rule.text('eventPattern');
  try {
    const pattern: unknown = JSON.parse(text ?? 'null');
    // a rule of a schedule has no pattern
    return typeof pattern === 'object' && pattern !== null ? (pattern as Pattern) : { source: [] };
  } catch {
    throw new Undecided('eventPattern', 'is no pattern: it is no JSON');
  }
}
