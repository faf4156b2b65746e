import { missing, must, rule } from 'evenkeel/policy';
import { onlyTier1 } from '../../facts/audience.ts';
import { CLUSTER, INSTANCE, ofItself } from '../../facts/backed-up.ts';
import { PLAN } from '../../facts/backup-plan.ts';
import { SELECTION } from '../../facts/backup-selection.ts';
import { GLOBAL } from '../../facts/counterparts.ts';
import { BACKUP_REPLICATION, reachesOtherRegion } from '../../facts/cross-region.ts';
import { GAPPED_VAULT, VAULT } from '../../facts/vault.ts';

export const bkp10 = rule({
  id: 'BKP-10',
  title: 'Relational data of tier 1 reaches another region',
  why: 'With its region a database loses its backups, too, unless they are kept elsewhere.',
  remedy:
    'Replicate the automated backups, make the cluster a member of a global database, or copy by the backup plan.',
  severity: 'high',
  types: [INSTANCE, CLUSTER],
  reads: [BACKUP_REPLICATION, GLOBAL, PLAN, SELECTION, VAULT, GAPPED_VAULT],
  decidedAt: 'estate',
  cannotSee: [
    'how far behind the other region is',
    'read replicas of other regions, which this control does not count',
  ],
  parameters: {},
  appliesTo(store) {
    const isOwn = ofItself(store);
    return isOwn === true ? onlyTier1(store) : isOwn;
  },
  check(store, _, { estate }) {
    const found = must(() => reachesOtherRegion(store, estate), STAYS);
    return found.verdict === 'fail' ? missing(estate, STAYS) : found;
  },
});

const STAYS = 'has no copy in another region';
