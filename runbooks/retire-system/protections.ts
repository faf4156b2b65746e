import { type Inventory, type Problem, type SiteTopology, type StepIo, type Uses, uses } from 'evenkeel/runbook';
import { allPages } from './found.ts';
import { vaultOf } from './vaults.ts';

export function readsProtections(sites: readonly SiteTopology[]): Uses[] {
  const names = ['backup.ListBackupVaults', 'backup.ListLegalHolds', 'backup.ListRecoveryPointsByLegalHold'] as const;
  return sites.flatMap(({ region, vault }) => (vault ? uses(region, ...names) : []));
}

/** What would keep AWS from deleting a vault of the sites. A lock that the stacks themselves put on it, and can take away, does not. */
export async function protectionsOf(
  io: StepIo,
  sites: readonly SiteTopology[],
  { vaults }: Pick<Inventory, 'vaults'>,
): Promise<Problem[]> {
  return [...(await locksOf(io, sites, vaults)), ...(await holdsOf(io, sites))];
}

async function locksOf(io: StepIo, sites: readonly SiteTopology[], vaults: Inventory['vaults']) {
  const problems: Problem[] = [];
  for (const { region, vault } of sites) {
    if (vault === undefined) continue;
    const { Locked, LockDate } = (await vaultOf(io, region, vault.name)) ?? {};
    const isOwn = vaults.some(
      ({ name, region: at, lock }) => name === vault.name && at === region && lock !== undefined,
    );
    if (!Locked || (isOwn && LockDate === undefined)) continue;
    problems.push({
      code: 'retire.locked-vault',
      message: `vault ${vault.name} is locked: AWS deletes none of its recovery points before their time`,
      found: LockDate ? `locked for ever from ${LockDate.toISOString()}` : 'a lock that can be taken away',
      allowed: 'vaults without a lock, or with one that the stacks of the system can take away',
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
    const holds = await allPages((from) => io.call('backup.ListLegalHolds', region, from));
    for (const { LegalHoldId, Title, Status } of holds.flatMap(({ LegalHolds = [] }) => LegalHolds)) {
      if (Status !== 'ACTIVE' && Status !== 'CREATING') continue;
      const pages = await allPages((from) =>
        io.call('backup.ListRecoveryPointsByLegalHold', region, { LegalHoldId, ...from }),
      );
      const points = pages.flatMap(({ RecoveryPoints = [] }) => RecoveryPoints);
      const held = points.filter(({ BackupVaultName }) => BackupVaultName === vault.name).length;
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
