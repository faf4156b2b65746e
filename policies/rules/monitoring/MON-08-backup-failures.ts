import { every, fail, must, type Resource, rule, type Scope, unknown } from 'evenkeel/policy';
import { EVENT_RULE, EVENT_TARGET, isTold, JOBS, NOTIFICATIONS } from '../../facts/backup-events.ts';
import { TOPIC } from '../../facts/topics.ts';
import { GAPPED_VAULT, VAULT } from '../../facts/vault.ts';

const PLAN = 'aws:backup/plan:Plan';

export const mon08 = rule({
  id: 'MON-08',
  title: 'Backups, copies and restores that fail are told to a topic',
  why: 'A backup that has failed for weeks is found on the day when it is needed.',
  remedy:
    'Add `backup.VaultNotifications` to each vault that a plan fills, with `BACKUP_JOB_COMPLETED`, `COPY_JOB_FAILED` and `RESTORE_JOB_COMPLETED`; or a rule of EventBridge on jobs that fail.',
  severity: 'high',
  types: [PLAN, NOTIFICATIONS],
  reads: [VAULT, GAPPED_VAULT, TOPIC, EVENT_RULE, EVENT_TARGET],
  decidedAt: 'deployed',
  cannotSee: [
    'rules of EventBridge that tell a function or another account, which tells a topic: the plan fails',
    'whether somebody is subscribed to the topic (MON-05 asks it of alarms), and filters out what went well',
    'a backup that never began, because a plan selects nothing (BKP controls)',
  ],
  parameters: {},
  check: {
    [PLAN](plan, _, { estate }) {
      const rules = plan.list('rules');
      if (rules.length === 0) return fail('has no rule', 'rules');
      return every(rules, (one) => {
        const named = [VAULT, GAPPED_VAULT].flatMap((type) => one.toAll('targetVaultName', type));
        if (named.length === 0) return unknown('which vault it fills is not told', 'rules');
        const seen = named.filter(({ isSeen }) => isSeen);
        return every(seen.length > 0 ? seen : named, (vault) =>
          tells(vault.from(NOTIFICATIONS, 'backupVaultName'), plan, estate),
        );
      });
    },
    [NOTIFICATIONS]: (notifications, _, { estate }) => tells([notifications], notifications, estate),
  },
});

function tells(notifications: readonly Resource[], place: Resource, estate: Scope) {
  return every(JOBS, (job) =>
    must(() => isTold(job, notifications, place, estate), `tells no topic of a ${job.name} that fails`),
  );
}
