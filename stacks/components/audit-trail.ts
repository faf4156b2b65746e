import { Trail } from '@pulumi/aws/cloudtrail/trail.js';
import { LogGroup } from '@pulumi/aws/cloudwatch/logGroup.js';
import { Role } from '@pulumi/aws/iam/role.js';
import { RolePolicy } from '@pulumi/aws/iam/rolePolicy.js';
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  interpolate,
  jsonStringify,
  type Output,
} from '@pulumi/pulumi';
import { type Account, accountTags } from '../layout/account.ts';
import { nameOf } from '../layout/names.ts';
import type { LogGrant } from './log-bucket.ts';

/**
 * Every call of every region to AWS's management APIs, into the audit bucket and a log group, in files that can be validated. Costs: the
 * first copy of management events is free, its storage is not.
 */
export class AuditTrail extends ComponentResource {
  constructor(name: string, args: AuditTrailArgs, options: ComponentResourceOptions) {
    super('evenkeel:component:AuditTrail', name, {}, options);
    const { account, keyArn } = args;
    const group = new LogGroup(
      `${name}-log`,
      {
        name: nameOf('logGroup', `/evenkeel/${account.name}/trail`),
        retentionInDays: KEPT_DAYS,
        kmsKeyId: keyArn,
        tags: accountTags(account, 'audit-trail'),
      },
      { parent: this },
    );
    const role = new Role(
      `${name}-role`,
      {
        name: nameOf('role', account.name, 'trail'),
        assumeRolePolicy: JSON.stringify(trustOf(account)),
        tags: accountTags(account, 'audit-trail'),
      },
      { parent: this },
    );
    const rights = new RolePolicy(
      `${name}-rights`,
      { name: nameOf('rolePolicy', account.name, 'trail'), role: role.name, policy: rightsOf(group.arn) },
      { parent: this },
    );
    new Trail(
      `${name}-trail`,
      {
        name: trailName(account),
        s3BucketName: args.bucketName,
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        enableLogging: true,
        enableLogFileValidation: true,
        kmsKeyId: keyArn,
        cloudWatchLogsGroupArn: interpolate`${group.arn}:*`,
        cloudWatchLogsRoleArn: role.arn,
        eventSelectors: [{ includeManagementEvents: true, readWriteType: 'All' }],
        tags: accountTags(account, 'audit-trail'),
      },
      { parent: this, dependsOn: [rights] },
    );
    this.registerOutputs({});
  }
}

export interface AuditTrailArgs {
  readonly account: Account;
  readonly keyArn: Output<string>;
  readonly bucketName: Input<string>;
}

/** What the trail needs of its bucket. Source: "Amazon S3 bucket policy for CloudTrail", CloudTrail User Guide (read 2026-11). */
export function trailGrants(account: Account): LogGrant[] {
  const source = { 'aws:SourceArn': `arn:aws:cloudtrail:${account.home}:${account.id}:trail/${trailName(account)}` };
  const service = 'cloudtrail.amazonaws.com';
  return [
    { service, actions: ['s3:GetBucketAcl'], condition: { StringEquals: source } },
    {
      service,
      actions: ['s3:PutObject'],
      path: `AWSLogs/${account.id}/*`,
      condition: { StringEquals: { ...source, 's3:x-amz-acl': 'bucket-owner-full-control' } },
    },
  ];
}

const KEPT_DAYS = 365;

function trailName(account: Account): string {
  return nameOf('trail', account.name);
}

function trustOf(account: Account) {
  const source = `arn:aws:cloudtrail:${account.home}:${account.id}:trail/${trailName(account)}`;
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:SourceAccount': account.id, 'aws:SourceArn': source } },
      },
    ],
  };
}

function rightsOf(groupArn: Output<string>): Output<string> {
  return jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: interpolate`${groupArn}:log-stream:*`,
      },
    ],
  });
}
