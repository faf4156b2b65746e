import { type TaggedTable, taggedByArn, taggedTable } from '../tagged.ts';
import type { RecoveryPointRecord } from './records.ts';

/** An Aurora point is listed as the snapshot that it is. */
export const tagged: readonly TaggedTable[] = [
  taggedByArn('backup.legal-hold'),
  taggedByArn('backup.plan'),
  taggedTable<RecoveryPointRecord>('backup.recovery-point', ({ arn, region, tags }) =>
    arn.includes(':cluster-snapshot:') ? [] : [{ arn, region, tags }],
  ),
  taggedByArn('backup.vault'),
];
