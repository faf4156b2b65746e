import { anyOf, firstOf, has, type Resource } from 'evenkeel/policy';
import { FILES } from './backed-up.ts';

export const FILES_BACKUP = 'aws:efs/backupPolicy:BackupPolicy';
export const FILES_REPLICATION = 'aws:efs/replicationConfiguration:ReplicationConfiguration';

/** Whether a file system is in the plan that AWS keeps for automatic backups. Source: "Backing up EFS file systems", EFS User Guide (read 2026-11). */
export function hasAutomaticBackup(store: Resource): boolean {
  if (store.type !== FILES) return false;
  const isOn = (policy: Resource) => policy.text('backupPolicy.status') === 'ENABLED';
  return firstOf(store.from(FILES_BACKUP, 'fileSystemId'), isOn) !== undefined;
}

/** Whether a file system replicates, or is what another replicates to: that one cannot replicate further. */
export function isReplicated(files: Resource): boolean {
  return anyOf(
    () => has(files, FILES_REPLICATION, 'sourceFileSystemId'),
    () => has(files, FILES_REPLICATION, 'destination.fileSystemId'),
  );
}
