import { every, fail, must, pass, type Resource, rule } from 'evenkeel/policy';
import { daily, isWithin, overlap, type Span, weekly } from '../../facts/windows.ts';

/** The properties of the windows of maintenance and of backups, and how long backups are kept: none are made where they are kept for no day. */
const WINDOWS: Readonly<Record<string, readonly [maintenance: string, backup?: string, days?: string]>> = {
  'aws:rds/instance:Instance': ['maintenanceWindow', 'backupWindow', 'backupRetentionPeriod'],
  'aws:rds/cluster:Cluster': ['preferredMaintenanceWindow', 'preferredBackupWindow'],
  'aws:elasticache/replicationGroup:ReplicationGroup': [
    'maintenanceWindow',
    'snapshotWindow',
    'snapshotRetentionLimit',
  ],
  'aws:redshift/cluster:Cluster': ['preferredMaintenanceWindow'],
};

export const mnt01 = rule({
  id: 'MNT-01',
  title: 'The window of maintenance is set, lies in the approved calendar, and is not that of the backup',
  why: 'Where nobody sets a window AWS draws one by lot, and the restart comes in the middle of the working day.',
  remedy: 'Set the window of maintenance within the approved hours, and the window of backups beside it.',
  severity: 'medium',
  types: Object.keys(WINDOWS),
  decidedAt: 'deployed',
  cannotSee: ['windows of the members of a cluster, which they may have of their own', 'freezes of single days'],
  parameters: {
    approved: {
      default: 'mon tue wed thu fri'
        .split(' ')
        .map((day) => `${day}:00:00-${day}:06:00`)
        .concat('sat:00:00-mon:06:00'),
      means: 'spans of the week in UTC in which maintenance may be, `ddd:hh24:mi-ddd:hh24:mi`',
    },
  },
  check(resource, { approved }) {
    const [property = ''] = WINDOWS[resource.type] ?? [];
    if (!resource.isGiven(property)) return fail(`has no ${property} of its own`, property);
    const window = String(resource.read(property));
    const span = weekly(window);
    if (span === undefined) return fail(`has a ${property} that is none: ${window}`, property);
    const spans = approved.flatMap((text) => weekly(text) ?? []);
    const inCalendar = () =>
      must(isWithin(span, spans), `is maintained in ${window}, not within ${approved.join(', ')}`);
    return every([inCalendar, () => besideBackup(resource, span, window)], (part) => part());
  },
});

function besideBackup(resource: Resource, span: Span, window: string) {
  const [, property, days] = WINDOWS[resource.type] ?? [];
  if (property === undefined || (days !== undefined && Number(resource.readOr(days, 0)) === 0)) return pass();
  const backup = String(resource.need(property));
  const spans = daily(backup);
  if (spans === undefined) return fail(`has a ${property} that is none: ${backup}`, property);
  return must(
    !spans.some((one) => overlap(one, span)),
    `is maintained in ${window}, in the backup window ${backup}`,
    property,
  );
}
