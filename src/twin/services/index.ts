import type { AnyHandlers, ServiceName } from '../call.ts';
import type { World } from '../world.ts';
import { acm } from './acm/index.ts';
import { reactions as acmReactions } from './acm/reactions.ts';
import { autoscaling } from './autoscaling/index.ts';
import { reactions as autoscalingReactions } from './autoscaling/reactions.ts';
import { backup } from './backup/index.ts';
import { reactions as backupReactions } from './backup/reactions.ts';
import { cloudwatch } from './cloudwatch/index.ts';
import { dynamodb } from './dynamodb/index.ts';
import { reactions as dynamodbReactions } from './dynamodb/reactions.ts';
import { ec2 } from './ec2/index.ts';
import { reactions as ec2Reactions } from './ec2/reactions.ts';
import { elbv2 } from './elbv2/index.ts';
import { reactions as elbv2Reactions } from './elbv2/reactions.ts';
import { events } from './events/index.ts';
import { reactions as eventsReactions } from './events/reactions.ts';
import { iam } from './iam/index.ts';
import { kms } from './kms/index.ts';
import { reactions as kmsReactions } from './kms/reactions.ts';
import { lambda } from './lambda/index.ts';
import { reactions as lambdaReactions } from './lambda/reactions.ts';
import { rds } from './rds/index.ts';
import { reactions as rdsReactions } from './rds/reactions.ts';
import { resourcegroupstaggingapi } from './resourcegroupstaggingapi/index.ts';
import { reactions as taggingReactions } from './resourcegroupstaggingapi/reactions.ts';
import { route53 } from './route53/index.ts';
import { reactions as route53Reactions } from './route53/reactions.ts';
import { secretsmanager } from './secretsmanager/index.ts';
import { reactions as secretsmanagerReactions } from './secretsmanager/reactions.ts';
import { sts } from './sts/index.ts';

/** The handlers of every service; one that is forgotten does not compile. */
export const SERVICE_HANDLERS = {
  acm,
  autoscaling,
  backup,
  cloudwatch,
  dynamodb,
  ec2,
  elbv2,
  events,
  iam,
  kms,
  lambda,
  rds,
  resourcegroupstaggingapi,
  route53,
  secretsmanager,
  sts,
} satisfies Record<ServiceName, object> as unknown as Readonly<Record<ServiceName, AnyHandlers>>;

/** What the events of every service do. Once a world. */
export function registerReactions(world: World): void {
  for (const register of REACTIONS) register(world);
}

const REACTIONS = [
  acmReactions,
  autoscalingReactions,
  backupReactions,
  dynamodbReactions,
  ec2Reactions,
  elbv2Reactions,
  eventsReactions,
  kmsReactions,
  lambdaReactions,
  rdsReactions,
  route53Reactions,
  secretsmanagerReactions,
  taggingReactions,
];
