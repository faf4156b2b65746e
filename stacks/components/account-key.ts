import { Key } from '@pulumi/aws/kms/key.js';
import { ComponentResource, type ComponentResourceOptions, type Output } from '@pulumi/pulumi';
import { type Account, accountTags } from '../layout/account.ts';

/**
 * The key of what an account tells and keeps in a region: trail, logs, notifications. The services that write there may use it, each for
 * this account alone. Source: the services' developer guides, key policies for CloudTrail, CloudWatch Logs, SNS and AWS Config
 * (read 2026-11).
 */
export class AccountKey extends ComponentResource {
  readonly arn: Output<string>;

  constructor(name: string, args: AccountKeyArgs, options: ComponentResourceOptions) {
    super('evenkeel:component:AccountKey', name, {}, options);
    const { account, region } = args;
    const key = new Key(
      `${name}-key`,
      {
        description: `what ${account.name} tells and keeps in ${region}`,
        enableKeyRotation: true,
        deletionWindowInDays: LONGEST_WINDOW_DAYS,
        policy: JSON.stringify(policyOf(args)),
        tags: accountTags(account, 'account-key', `${account.name}-${region}`),
      },
      { parent: this, protect: true },
    );
    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

export interface AccountKeyArgs {
  readonly account: Account;
  readonly region: string;
}

const LONGEST_WINDOW_DAYS = 30;

/** Services that publish to an encrypted topic, or write encrypted objects. */
const WRITERS = [
  'backup.amazonaws.com',
  'budgets.amazonaws.com',
  'cloudtrail.amazonaws.com',
  'cloudwatch.amazonaws.com',
  'config.amazonaws.com',
  'costalerts.amazonaws.com',
  'events.amazonaws.com',
];

function policyOf({ account, region }: AccountKeyArgs) {
  const ours = { StringEquals: { 'aws:SourceAccount': account.id } };
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'account',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account.id}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Sid: 'writers',
        Effect: 'Allow',
        Principal: { Service: WRITERS },
        Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey*'],
        Resource: '*',
        Condition: ours,
      },
      {
        Sid: 'logs',
        Effect: 'Allow',
        Principal: { Service: `logs.${region}.amazonaws.com` },
        Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
        Resource: '*',
        Condition: {
          ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${account.id}:log-group:*` },
        },
      },
    ],
  };
}
