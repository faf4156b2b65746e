import type { CheckpointResource } from '../../../../src/graph/checkpoint.ts';
import type { CaseVerdict } from '../../cases/build.ts';
import type { Judge } from '../build.ts';
import { at, isFirst, isReplica, ofType, passIf, type Resources, tagOf, textAt } from './read.ts';
import { hoursOf, worstGapHours } from './schedules.ts';
import { rulesOf, selectionsOf } from './selections.ts';

const PLAN = 'aws:backup/plan:Plan';
const STATEFUL = [
  'aws:rds/instance:Instance',
  'aws:rds/cluster:Cluster',
  'aws:dynamodb/table:Table',
  'aws:efs/fileSystem:FileSystem',
  'aws:ebs/volume:Volume',
  'aws:s3/bucket:Bucket',
];
/** What AWS Backup calls them in a restore testing selection. */
const NAMES: Readonly<Record<string, string>> = {
  'aws:rds/instance:Instance': 'RDS',
  'aws:rds/cluster:Cluster': 'Aurora',
  'aws:dynamodb/table:Table': 'DynamoDB',
  'aws:efs/fileSystem:FileSystem': 'EFS',
  'aws:ebs/volume:Volume': 'EBS',
  'aws:s3/bucket:Bucket': 'S3',
};

/** BKP-01 to BKP-08 and BKP-10, which are of plans, what they select and where they keep it. */
export const PLAN_JUDGES: Readonly<Record<string, Judge>> = {
  'BKP-01': { resource: selected },
  'BKP-02': { resource: (one) => (one.type === PLAN ? dailyAndLong(one) : undefined) },
  'BKP-03': { resource: withinObjective },
  'BKP-04': { resource: (one) => (one.type === PLAN ? copiedAway(one) : undefined) },
  'BKP-05': { resource: locked },
  'BKP-06': { resource: guarded },
  'BKP-07': {
    resource(one, all) {
      if (one.type !== 'aws:backup/vault:Vault') return undefined;
      return passIf(ofType(all, 'aws:kms/key:Key').some((key) => textAt(key, 'arn') === textAt(one, 'kmsKeyArn')));
    },
  },
  'BKP-08': { whole: restored },
  'BKP-10': { resource: elsewhere },
};

/** A replica's data are its source's, and automatic backups of a file system are a plan of AWS's: the sentence leaves both open. */
function selected(one: CheckpointResource, all: Resources): CaseVerdict | undefined {
  if (!STATEFUL.includes(one.type)) return undefined;
  if (selectionsOf(one, all).length > 0) return isReplica(one) ? undefined : 'pass';
  const automatic = ofType(all, 'aws:efs/backupPolicy:BackupPolicy').map((policy) => textAt(policy, 'fileSystemId'));
  return isReplica(one) || automatic.includes(String(one.id)) ? undefined : 'fail';
}

/** What is kept of other tiers than the first is set by the estate: only what holds of any setting is told. */
function dailyAndLong(plan: CheckpointResource): CaseVerdict | undefined {
  const daily = rulesOf(plan).filter(({ schedule }) => worstGapHours([schedule]) <= 24);
  if (daily.some(({ days }) => days >= 35)) return 'pass';
  return isFirst(plan) || daily.length === 0 ? 'fail' : undefined;
}

function withinObjective(one: CheckpointResource, all: Resources): CaseVerdict | undefined {
  if (!STATEFUL.slice(0, 4).includes(one.type) || one.type === 'aws:rds/cluster:Cluster') return undefined;
  const objective = tagOf(one, 'backup-objective') ?? tagOf(one, 'rpo');
  const plans = new Set(selectionsOf(one, all).map((selection) => textAt(selection, 'planId')));
  if (objective === undefined || plans.size === 0 || isReplica(one)) return undefined;
  const rules = ofType(all, PLAN)
    .filter((plan) => plans.has(String(plan.id)))
    .flatMap(rulesOf);
  if (one.type === 'aws:rds/instance:Instance' && rules.some(({ isContinuous }) => isContinuous)) return 'pass';
  const isEnough = worstGapHours(rules.map(({ schedule }) => schedule)) <= hoursOf(objective);
  // whether the point-in-time recovery that a table or a database has of its own counts beside its plans the sentence does not say
  const hasOwn = at(one, 'pointInTimeRecovery.enabled') === true || Number(at(one, 'backupRetentionPeriod') ?? 0) > 0;
  return isEnough || !hasOwn ? passIf(isEnough) : undefined;
}

function copiedAway(plan: CheckpointResource): CaseVerdict | undefined {
  const tier = tagOf(plan, 'tier');
  if (tier !== '1' && tier !== '2') return 'not-applicable';
  const isAway = (arn: string) => {
    const [, , , region, account] = arn.split(':');
    return { region: region !== 'us-east-1', account: account !== '111122223333' };
  };
  const verdicts = rulesOf(plan).map(({ copies }) => {
    const places = copies.map(isAway);
    return places.some(({ region, account }) => region && (tier === '2' || account));
  });
  // of several rules of which some are copied, the sentence leaves it open
  if (verdicts.every((one) => one)) return 'pass';
  return verdicts.some((one) => one) ? undefined : 'fail';
}

function locked(vault: CheckpointResource, all: Resources): CaseVerdict | undefined {
  if (vault.type !== 'aws:backup/vault:Vault' || !isFirst(vault)) return undefined;
  const name = textAt(vault, 'name');
  const locks = ofType(all, 'aws:backup/vaultLockConfiguration:VaultLockConfiguration').filter(
    (lock) => textAt(lock, 'backupVaultName') === name,
  );
  const [lock] = locks;
  if (lock === undefined || locks.length > 1) return lock === undefined ? 'fail' : undefined;
  const kept = ofType(all, PLAN)
    .flatMap(rulesOf)
    .filter((rule) => rule.vault === name);
  // nothing fills the vault, or what does keeps for ever: there is nothing to compare with
  if (kept.length === 0 || kept.some(({ days }) => days === Number.POSITIVE_INFINITY)) return undefined;
  const longest = Math.max(...kept.map(({ days }) => days));
  return passIf(Number(at(lock, 'minRetentionDays') ?? 0) >= longest && at(lock, 'changeableForDays') !== undefined);
}

/** A policy of the generator denies what it should where it is the only good one. */
function guarded(vault: CheckpointResource, all: Resources): CaseVerdict | undefined {
  if (vault.type !== 'aws:backup/vault:Vault') return undefined;
  const policies = ofType(all, 'aws:backup/vaultPolicy:VaultPolicy').filter(
    (policy) => textAt(policy, 'backupVaultName') === textAt(vault, 'name'),
  );
  const denied = policies.flatMap((policy) => {
    const { Statement } = JSON.parse(textAt(policy, 'policy')) as { Statement: Record<string, unknown>[] };
    return Statement.filter(({ Effect, Principal }) => Effect === 'Deny' && Principal === '*').flatMap(
      ({ Action }) => Action as string[],
    );
  });
  return passIf(['DeleteRecoveryPoint', 'PutBackupVaultAccessPolicy'].every((one) => denied.includes(`backup:${one}`)));
}

function restored(all: Resources): CaseVerdict | undefined {
  const wanted = new Set(all.filter((one) => isFirst(one) && !isReplica(one)).flatMap(({ type }) => NAMES[type] ?? []));
  // a replica that is the only database of tier 1 has its source's data: the sentence leaves it open
  if (wanted.size === 0 || (all.some((one) => isFirst(one) && isReplica(one)) && !wanted.has('RDS'))) return undefined;
  const often = ofType(all, 'aws:backup/restoreTestingPlan:RestoreTestingPlan')
    .filter((plan) => worstGapHours([textAt(plan, 'scheduleExpression')]) <= 31 * 24)
    .map((plan) => textAt(plan, 'name'));
  const tested = ofType(all, 'aws:backup/restoreTestingSelection:RestoreTestingSelection')
    .filter((one) => often.includes(textAt(one, 'restoreTestingPlanName')))
    .filter((one) => at(one, 'validationWindowHours') !== undefined)
    .map((one) => textAt(one, 'protectedResourceType'));
  return passIf([...wanted].every((name) => tested.includes(name)));
}

function elsewhere(one: CheckpointResource, all: Resources): CaseVerdict | undefined {
  const isCluster = one.type === 'aws:rds/cluster:Cluster';
  if (!isCluster && one.type !== 'aws:rds/instance:Instance') return undefined;
  if (!isFirst(one)) return 'not-applicable';
  if (isReplica(one)) return undefined;
  const plans = new Set(selectionsOf(one, all).map((selection) => textAt(selection, 'planId')));
  const copies = ofType(all, PLAN)
    .filter((plan) => plans.has(String(plan.id)))
    .flatMap(rulesOf)
    .flatMap((rule) => rule.copies);
  if (copies.some((arn) => arn.split(':')[3] !== 'us-east-1')) return 'pass';
  if (isCluster) return 'fail';
  const replications = ofType(all, 'aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication');
  return passIf(replications.some((other) => textAt(other, 'sourceDbInstanceArn') === textAt(one, 'arn')));
}
