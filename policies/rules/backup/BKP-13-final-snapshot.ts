import { must, requires, rule, together } from 'evenkeel/policy';
import { CLUSTER, INSTANCE, isDatabaseReplica } from '../../facts/backed-up.ts';
import { isTier1 } from '../../facts/tier.ts';

export const bkp13 = rule({
  id: 'BKP-13',
  title: 'A database that is deleted leaves a snapshot, of tier 1 its automated backups as well',
  why: 'Without them a deletion by mistake is final: automated backups end with their database unless they are kept.',
  remedy: 'Set `skipFinalSnapshot: false` and `finalSnapshotIdentifier`, of tier 1 `deleteAutomatedBackups: false`.',
  severity: 'high',
  types: [INSTANCE, CLUSTER],
  decidedAt: 'preview',
  cannotSee: ['whether the name of the snapshot is taken already: the deletion would fail'],
  parameters: {},
  appliesTo: (store) => !isDatabaseReplica(store) || 'is a replica, of which AWS takes no final snapshot',
  check: together(
    requires('skipFinalSnapshot', false, { default: false, message: 'is deleted without a snapshot' }),
    requires('finalSnapshotIdentifier', 'given'),
    (store) =>
      must(
        () => !isTier1(store) || store.readOr('deleteAutomatedBackups', true) === false,
        'takes its automated backups along when it is deleted',
        'deleteAutomatedBackups',
      ),
  ),
});
