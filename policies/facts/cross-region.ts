import { anyOf, type Block, firstOf, type Resource, type Scope } from 'evenkeel/policy';
import { CLUSTER, INSTANCE } from './backed-up.ts';
import { coveringRules, isElsewhere } from './backup-plan.ts';
import { inGlobalOf } from './counterparts.ts';

export const BACKUP_REPLICATION = 'aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication';

/** Whether a database's data reaches another region: by its automated backups, its global database or the copies of a backup plan. */
export function reachesOtherRegion(store: Resource, estate: Scope): boolean {
  const isAway = (other: Resource) => other.region !== store.region;
  return anyOf(
    () =>
      store.type === INSTANCE && firstOf(store.from(BACKUP_REPLICATION, 'sourceDbInstanceArn'), isAway) !== undefined,
    () => store.type === CLUSTER && firstOf(inGlobalOf(store, estate), isAway) !== undefined,
    () => isCopiedAway(store, estate),
  );
}

function isCopiedAway(store: Resource, estate: Scope): boolean {
  const { certain, open } = coveringRules(store, estate);
  const isCopied = (rule: Block) =>
    firstOf(rule.list('copyActions'), (copy) => isElsewhere(copy, store, false)) !== undefined;
  const isSure = () => firstOf(certain, isCopied) !== undefined;
  return anyOf(isSure, () => {
    if (open !== undefined) throw open;
    return false;
  });
}
