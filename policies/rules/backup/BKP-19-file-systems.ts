import { must, rule, together } from 'evenkeel/policy';
import { FILES } from '../../facts/backed-up.ts';
import { FILES_BACKUP, FILES_REPLICATION, hasAutomaticBackup, isReplicated } from '../../facts/files.ts';
import { isTier1 } from '../../facts/tier.ts';

export const bkp19 = rule({
  id: 'BKP-19',
  title: 'A file system is backed up by itself, of tier 1 it replicates',
  why: 'Files have no versions: what is overwritten is only in a backup, and after the loss of a region only in a replica.',
  remedy: 'Add an `efs.BackupPolicy` with the status `ENABLED`, of tier 1 an `efs.ReplicationConfiguration`.',
  severity: 'medium',
  types: [FILES],
  reads: [FILES_BACKUP, FILES_REPLICATION],
  decidedAt: 'preview',
  cannotSee: ['how far behind the replica is', 'whether it stands in another region'],
  parameters: {},
  check: together(
    (files) => must(() => hasAutomaticBackup(files), 'is not backed up automatically'),
    (files) => must(() => !isTier1(files) || isReplicated(files), 'is of tier 1 and does not replicate'),
  ),
});
