import { every, must, rule, some } from 'evenkeel/policy';
import { byTier } from '../../facts/audience.ts';
import { keepsDays, PLAN, scheduleOf } from '../../facts/backup-plan.ts';
import { gapSeconds } from '../../facts/schedule.ts';

export const bkp02 = rule({
  id: 'BKP-02',
  title: 'A plan backs up every day, and keeps that for 35 days',
  why: 'A mistake is often found weeks later: by then a shorter series of backups holds the mistake alone.',
  remedy: 'Give one rule a daily `schedule` and a `lifecycle.deleteAfter` of 35 or more.',
  severity: 'high',
  types: [PLAN],
  decidedAt: 'preview',
  cannotSee: ['whether the jobs succeed', 'whether anything is selected (BKP-01)'],
  parameters: {
    hours: { default: 24, means: 'the most hours between two runs' },
    days: { default: { other: 35 }, means: 'the fewest days kept, by tier' },
  },
  check(plan, { hours, days }, { nowMs }) {
    return some(plan.list('rules'), (one) =>
      every(
        [
          () => must(gapSeconds(scheduleOf(one), nowMs) <= hours * 3600, `runs less than every ${hours} h`, 'rules'),
          () => must(keepsDays(one) >= byTier(plan, days), `keeps fewer than ${byTier(plan, days)} days`, 'rules'),
        ],
        (ask) => ask(),
      ),
    );
  },
});
