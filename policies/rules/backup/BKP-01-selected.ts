import { missing, must, pass, rule, some } from 'evenkeel/policy';
import { DATA_STORES, ofItself } from '../../facts/backed-up.ts';
import { PLAN, selectionsAt } from '../../facts/backup-plan.ts';
import { SELECTION, takes } from '../../facts/backup-selection.ts';
import { FILES_BACKUP, hasAutomaticBackup } from '../../facts/files.ts';

export const bkp01 = rule({
  id: 'BKP-01',
  title: 'What holds data is in a backup selection',
  why: 'A database that no plan takes is lost with its first mistake, and nobody notices before.',
  remedy: 'Name its ARN in a `backup.Selection`, or give it the tag by which one selects.',
  severity: 'critical',
  types: DATA_STORES,
  reads: [SELECTION, PLAN, FILES_BACKUP],
  decidedAt: 'estate',
  cannotSee: [
    'selections and policies of the organisation that no stack has',
    'whether AWS Backup is opted in for the type in that region',
    'whether its role may back the resource up',
  ],
  parameters: {},
  appliesTo: ofItself,
  check(store, _, { estate }) {
    const found = some(selectionsAt(store, estate), (one) =>
      must(() => takes(one, store), 'is in no backup selection'),
    );
    // by the plan that AWS keeps for file systems with automatic backups
    if (found.verdict === 'pass' || hasAutomaticBackup(store)) return pass();
    return found.verdict === 'fail' ? missing(estate, 'is in no backup selection') : found;
  },
});
