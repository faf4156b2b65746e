import { inertTagged } from '../provider/inert.ts';
import { tagged as acm } from './acm/tagged.ts';
import { tagged as backup } from './backup/tagged.ts';
import { tagged as cloudwatch } from './cloudwatch/tagged.ts';
import { tagged as dynamodb } from './dynamodb/tagged.ts';
import { tagged as ec2 } from './ec2/tagged.ts';
import { tagged as elbv2 } from './elbv2/tagged.ts';
import { tagged as events } from './events/tagged.ts';
import { tagged as iam } from './iam/tagged.ts';
import { tagged as kms } from './kms/tagged.ts';
import { tagged as lambda } from './lambda/tagged.ts';
import { tagged as rds } from './rds/tagged.ts';
import { tagged as route53 } from './route53/tagged.ts';
import { tagged as secretsmanager } from './secretsmanager/tagged.ts';
import type { TaggedTable } from './tagged.ts';

/**
 * Every table whose resources GetResources lists. Auto Scaling groups are none of them: there the operation is not supported and
 * answers nothing (API reference of tagging, supported services).
 */
export const TAGGED_TABLES: readonly TaggedTable[] = [
  ...acm,
  ...backup,
  ...cloudwatch,
  ...dynamodb,
  ...ec2,
  ...elbv2,
  ...events,
  ...iam,
  inertTagged,
  ...kms,
  ...lambda,
  ...rds,
  ...route53,
  ...secretsmanager,
];
