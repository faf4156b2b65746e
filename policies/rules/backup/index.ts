import type { Rule } from 'evenkeel/policy';
import { bkp01 } from './BKP-01-selected.ts';
import { bkp02 } from './BKP-02-daily.ts';
import { bkp03 } from './BKP-03-worst-gap.ts';
import { bkp04 } from './BKP-04-copies.ts';
import { bkp05 } from './BKP-05-vault-lock.ts';
import { bkp06 } from './BKP-06-vault-policy.ts';
import { bkp07 } from './BKP-07-vault-key.ts';
import { bkp08 } from './BKP-08-restore-tests.ts';
import { bkp09 } from './BKP-09-automated-backups.ts';
import { bkp10 } from './BKP-10-other-region.ts';
import { bkp11 } from './BKP-11-point-in-time.ts';
import { bkp12 } from './BKP-12-deletion-protection.ts';
import { bkp13 } from './BKP-13-final-snapshot.ts';
import { bkp14 } from './BKP-14-protect.ts';
import { bkp15 } from './BKP-15-versioning.ts';
import { bkp16 } from './BKP-16-bucket-replication.ts';
import { bkp17 } from './BKP-17-object-lock.ts';
import { bkp18 } from './BKP-18-old-versions.ts';
import { bkp19 } from './BKP-19-file-systems.ts';
import { bkp20 } from './BKP-20-counterpart.ts';

export const BACKUP: readonly Rule[] = [
  bkp01,
  bkp02,
  bkp03,
  bkp04,
  bkp05,
  bkp06,
  bkp07,
  bkp08,
  bkp09,
  bkp10,
  bkp11,
  bkp12,
  bkp13,
  bkp14,
  bkp15,
  bkp16,
  bkp17,
  bkp18,
  bkp19,
  bkp20,
];
