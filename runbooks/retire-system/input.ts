import {
  type Inventory,
  isFlagOn,
  type Problem,
  readGlobalDatabase,
  readsUse,
  readUse,
  refuse,
  type SiteTopology,
  type StepIo,
  type Subject,
  type System,
  type Topology,
  type Uses,
  uses,
} from 'evenkeel/runbook';

/** What the plan is computed from. */
export interface RetirementInput {
  readonly system: string;
  readonly owner: string;
  /** As it was before anything was deleted; by it and by the inventory a run is gone on with. */
  readonly topology: Topology;
  /** The site that writes: the last of the sites to go. */
  readonly writer: string;
  /** The sites whose gate claims: what an undo gives back. */
  readonly claims: readonly string[];
  readonly inventory: Inventory;
  readonly retirement: System['retirement'];
  readonly decisionSeconds: number;
  /** Of the instance that opens what is restored. */
  readonly instanceClass: string;
}

export const DAY_SECONDS = 86_400;

/** How far back is looked for clients before anybody is told. */
export const LOOKS_BACK_SECONDS = DAY_SECONDS;

const READS_HOLDS = ['backup.ListLegalHolds', 'backup.ListRecoveryPointsByLegalHold'] as const;

export function observes({ topology }: Subject): Uses[] {
  const { sites } = topology;
  return [
    ...readsUse(sites),
    ...sites.flatMap(({ region, vault }) => [
      ...uses(region, 'dynamodb.GetItem', 'rds.DescribeGlobalClusters'),
      ...(vault ? uses(region, 'backup.DescribeBackupVault', ...READS_HOLDS) : []),
    ]),
  ];
}

/** Refuses, with every reason at once, where somebody still uses the system or where AWS would not delete it for now. */
export async function observe(io: StepIo, subject: Subject): Promise<RetirementInput> {
  const { system, topology, inventory } = subject;
  if (inventory === undefined) throw new Error('broken invariant: a retirement is given the stacks of its system');
  const { sites, globalClusterId } = topology;
  const region = sites[0]?.region ?? '';
  const { writerArn, moving } = await readGlobalDatabase(io, region, globalClusterId);
  const writer = sites.find(({ cluster }) => cluster.arn === writerArn);
  const problems = [...(await usersOf(io, subject)), ...(await locksOf(io, sites)), ...(await holdsOf(io, sites))];
  if (moving !== undefined || writer === undefined) {
    problems.push({
      code: 'retire.moving',
      message: `no site of ${system.system} writes for certain`,
      found: moving?.status ?? writerArn ?? 'no writer',
      allowed: 'one site that writes, and no promotion under way',
      next: 'wait until the promotion has ended',
    });
  }
  if (writer !== undefined && (writer.vault === undefined || inventory.backupRoles[writer.region] === undefined)) {
    problems.push({
      code: 'retire.no-backup',
      message: `no backup plan selects the database of ${writer.site}: there is neither a vault nor a role for a final backup`,
      found: 'no selection of the cluster',
      allowed: 'a plan whose selection names the cluster',
      next: 'add the plan, bring the stacks up',
    });
  }
  if (problems.length > 0 || writer === undefined) return refuse(problems);
  const claims: string[] = [];
  for (const site of sites) if (await isFlagOn(io, site, 'claim')) claims.push(site.site);
  return {
    system: system.system,
    topology,
    owner: system.owner.email,
    writer: writer.site,
    claims,
    inventory,
    retirement: system.retirement,
    decisionSeconds: system.recovery.decisionSeconds,
    instanceClass: system.database.instanceClass,
  };
}

async function usersOf(io: StepIo, { system, topology, inventory }: Subject) {
  const problems: Problem[] = [];
  const { requests = 0, queries = 0 } = await readUse(io, topology, io.nowMs() - LOOKS_BACK_SECONDS * 1000);
  if (requests + queries > 0) {
    problems.push({
      code: 'retire.still-used',
      message: `${topology.host} still has clients`,
      found: `${requests} requests and ${queries} DNS queries in the last day`,
      allowed: 'none',
      next: `ask ${system.owner.team} who they are; begin when they have gone`,
    });
  }
  for (const { by, names } of inventory?.references ?? []) {
    problems.push({
      code: 'retire.still-referred-to',
      message: `another stack names what belongs to ${system.system}`,
      found: `${by} names ${names}`,
      allowed: 'no reference from a stack of another system',
      next: 'take the reference away, and bring that stack up',
    });
  }
  return problems;
}

async function locksOf(io: StepIo, sites: readonly SiteTopology[]) {
  const problems: Problem[] = [];
  for (const { region, vault } of sites) {
    if (vault === undefined) continue;
    const { Locked, LockDate } = await io.call('backup.DescribeBackupVault', region, { BackupVaultName: vault.name });
    if (!Locked) continue;
    problems.push({
      code: 'retire.locked-vault',
      message: `vault ${vault.name} is locked: AWS deletes none of its recovery points before their time`,
      found: LockDate ? `locked for ever from ${LockDate.toISOString()}` : 'a lock that can be taken away',
      allowed: 'vaults without a lock',
      next: LockDate ? 'begin when its last recovery point has expired' : 'take the lock away',
    });
  }
  return problems;
}

/** AWS deletes no point under a legal hold of its own, nor the vault that it is in. */
async function holdsOf(io: StepIo, sites: readonly SiteTopology[]) {
  const problems: Problem[] = [];
  for (const { region, vault } of sites) {
    if (vault === undefined) continue;
    const { LegalHolds = [] } = await io.call('backup.ListLegalHolds', region, {});
    for (const { LegalHoldId, Title, Status } of LegalHolds) {
      if (Status !== 'ACTIVE' && Status !== 'CREATING') continue;
      const { RecoveryPoints = [] } = await io.call('backup.ListRecoveryPointsByLegalHold', region, { LegalHoldId });
      const held = RecoveryPoints.filter(({ BackupVaultName }) => BackupVaultName === vault.name).length;
      if (held === 0) continue;
      problems.push({
        code: 'retire.held',
        message: `a legal hold of AWS Backup lies on vault ${vault.name}: AWS deletes none of what it selects`,
        found: `${Title} (${LegalHoldId}) selects ${held} of its recovery points`,
        allowed: 'no active legal hold on the vaults of the system',
        next: 'begin when the hold has been cancelled; what must be kept longer is named in the system file',
      });
    }
  }
  return problems;
}
