import type { StepIo } from 'evenkeel/runbook';
import { allPages } from './found.ts';

/** A vault as it is listed. Asked for one that is not there AWS Backup refuses access: only a listing tells that apart from missing rights. */
export async function vaultOf(io: StepIo, region: string, name: string) {
  const pages = await allPages((from) => io.call('backup.ListBackupVaults', region, from));
  return pages
    .flatMap(({ BackupVaultList = [] }) => BackupVaultList)
    .find(({ BackupVaultName }) => BackupVaultName === name);
}
