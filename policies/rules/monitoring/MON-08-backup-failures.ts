import { every, fail, must, type Resource, rule, some } from 'evenkeel/policy';
import { TOPIC } from '../../facts/topics.ts';

const PLAN = 'aws:backup/plan:Plan';
const NOTIFICATIONS = 'aws:backup/vaultNotifications:VaultNotifications';
const VAULT = 'aws:backup/vault:Vault';

/**
 * By kind of job, the events of which one tells of a failure. Source: PutBackupVaultNotifications, AWS Backup API reference (read 2026-11):
 * the event of a completion tells of failures, too.
 */
const EVENTS = {
  backup: ['BACKUP_JOB_COMPLETED', 'BACKUP_JOB_FAILED'],
  copy: ['COPY_JOB_FAILED'],
  restore: ['RESTORE_JOB_COMPLETED', 'RESTORE_JOB_FAILED'],
};

export const mon08 = rule({
  id: 'MON-08',
  title: 'Backups, copies and restores that fail are told to a topic',
  why: 'A backup that has failed for weeks is found on the day when it is needed.',
  remedy:
    'Add `backup.VaultNotifications` to each vault that a plan fills, with `BACKUP_JOB_COMPLETED`, `COPY_JOB_FAILED` and `RESTORE_JOB_COMPLETED`.',
  severity: 'high',
  types: [PLAN, NOTIFICATIONS],
  reads: [VAULT, TOPIC],
  decidedAt: 'deployed',
  cannotSee: [
    'rules of EventBridge that tell of the same jobs: the plan fails all the same',
    'whether somebody is subscribed to the topic (MON-05 asks it of alarms), and filters out what went well',
    'a backup that never began, because a plan selects nothing (BKP controls)',
  ],
  parameters: {},
  check: {
    [PLAN](plan) {
      const rules = plan.list('rules');
      if (rules.length === 0) return fail('has no rule', 'rules');
      return every(rules, (one) => every(one.toAll('targetVaultName', VAULT), tellsOfItself));
    },
    [NOTIFICATIONS]: tells,
  },
});

function tellsOfItself(vault: Resource) {
  const notifications = vault.from(NOTIFICATIONS, 'backupVaultName');
  if (notifications.length === 0) return fail(`fills ${vault.name}, which tells nobody of its jobs`, 'rules');
  return some(notifications, tells);
}

function tells(notifications: Resource) {
  const told = notifications.texts('backupVaultEvents');
  const silent = Object.entries(EVENTS).filter(([, events]) => !events.some((event) => told.includes(event)));
  const kinds = silent.map(([kind]) => kind).join(', ');
  return must(silent.length === 0, `does not tell of jobs that fail: ${kinds}`, 'backupVaultEvents');
}
