import type { Rule } from 'evenkeel/policy';
import { enc01 } from './ENC-01-databases.ts';
import { enc02 } from './ENC-02-volumes.ts';
import { enc03 } from './ENC-03-bucket-keys.ts';
import { enc04 } from './ENC-04-tls-only.ts';
import { enc05 } from './ENC-05-keys.ts';
import { enc06 } from './ENC-06-messages.ts';
import { enc07 } from './ENC-07-caches.ts';
import { enc08 } from './ENC-08-secrets.ts';
import { enc09 } from './ENC-09-restricted-data.ts';

export const ENCRYPTION: readonly Rule[] = [enc01, enc02, enc03, enc04, enc05, enc06, enc07, enc08, enc09];
