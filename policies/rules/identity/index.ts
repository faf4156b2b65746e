import type { Rule } from 'evenkeel/policy';
import { iam01 } from './IAM-01-wildcards.ts';
import { iam02 } from './IAM-02-users.ts';
import { iam03 } from './IAM-03-role-trust.ts';
import { iam04 } from './IAM-04-decryption.ts';

export const IDENTITY: readonly Rule[] = [iam01, iam02, iam03, iam04];
