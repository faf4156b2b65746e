import type { Adapter } from './adapter.ts';
import { adapters as acm } from './types/acm.ts';
import { adapters as autoscaling } from './types/autoscaling.ts';
import { adapters as backup } from './types/backup.ts';
import { adapters as cloudwatch } from './types/cloudwatch.ts';
import { adapters as dynamodb } from './types/dynamodb.ts';
import { adapters as ec2 } from './types/ec2.ts';
import { adapters as elbv2 } from './types/elbv2.ts';
import { adapters as iam } from './types/iam.ts';
import { adapters as kms } from './types/kms.ts';
import { adapters as lambda } from './types/lambda.ts';
import { adapters as rds } from './types/rds.ts';
import { adapters as route53 } from './types/route53.ts';
import { adapters as secretsmanager } from './types/secretsmanager.ts';

/** Every resource type that the twin has handlers for. Any other is inert. */
export const ADAPTERS: readonly Adapter[] = [
  ...acm,
  ...autoscaling,
  ...backup,
  ...cloudwatch,
  ...dynamodb,
  ...ec2,
  ...elbv2,
  ...iam,
  ...kms,
  ...lambda,
  ...rds,
  ...route53,
  ...secretsmanager,
];
