import { fail, missing, notApplicable, pass, rule, writeDuration } from 'evenkeel/policy';
import { DATA_STORES, ofItself } from '../../facts/backed-up.ts';
import { lossOf, objectiveOf } from '../../facts/backup-loss.ts';
import { PLAN } from '../../facts/backup-plan.ts';
import { SELECTION } from '../../facts/backup-selection.ts';

export const bkp03 = rule({
  id: 'BKP-03',
  title: 'What the backups may lose at most is within their objective',
  why: 'What was promised is broken by the worst gap of the schedule, over a weekend or the end of a month, not by the usual one.',
  remedy: 'Back up more often, or continuously, or say by the tag `backup-objective` what backups may lose.',
  severity: 'critical',
  types: DATA_STORES,
  reads: [PLAN, SELECTION],
  decidedAt: 'estate',
  cannotSee: [
    'jobs that fail, and jobs that begin late in their start window',
    'the automatic backups of EFS, whose plan is AWS’s own',
    'that something without the tags `rpo` and `backup-objective` needs backups (TAG-01 finds the missing tag)',
  ],
  parameters: {},
  appliesTo: ofItself,
  check(store, _, { estate, nowMs }) {
    const objective = objectiveOf(store);
    if (objective === undefined) return notApplicable('tells no objective by the tags backup-objective or rpo');
    const { atMost, atLeast, open } = lossOf(store, estate, nowMs);
    if (atMost <= objective) return pass();
    if (open !== undefined && atLeast <= objective) throw open;
    if (atLeast === Number.POSITIVE_INFINITY) return missing(estate, 'is never backed up');
    return fail(`may lose up to ${writeDuration(atLeast)}; ${writeDuration(objective)} is its objective`);
  },
});
