import { Role } from '@pulumi/aws/iam/role.js';
import { RolePolicy } from '@pulumi/aws/iam/rolePolicy.js';
import { BucketReplicationConfig } from '@pulumi/aws/s3/bucketReplicationConfig.js';
import {
  ComponentResource,
  type ComponentResourceOptions,
  interpolate,
  jsonStringify,
  type Output,
} from '@pulumi/pulumi';
import { type Account, accountTags } from '../layout/account.ts';
import { nameOf } from '../layout/names.ts';
import type { LogBucket } from './log-bucket.ts';

/** Copies what a bucket holds into one of another region, under that region's key. Costs: the storage once more, and the transfer. */
export class BucketReplication extends ComponentResource {
  constructor(name: string, args: BucketReplicationArgs, options: ComponentResourceOptions) {
    super('evenkeel:component:BucketReplication', name, {}, options);
    const { account, from, to } = args;
    const role = new Role(
      `${name}-role`,
      {
        name: nameOf('role', account.name, 'replication'),
        assumeRolePolicy: JSON.stringify(trustOf(account)),
        tags: accountTags(account, 'bucket-replication'),
      },
      { parent: this },
    );
    const rights = new RolePolicy(
      `${name}-rights`,
      { name: nameOf('rolePolicy', account.name, 'replication'), role: role.name, policy: rightsOf(args) },
      { parent: this },
    );
    new BucketReplicationConfig(
      `${name}-rule`,
      {
        bucket: from.bucket.versionedName,
        role: role.arn,
        rules: [
          {
            id: 'all',
            status: 'Enabled',
            priority: 1,
            filter: {},
            deleteMarkerReplication: { status: 'Disabled' },
            sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: 'Enabled' } },
            destination: { bucket: to.bucket.arn, encryptionConfiguration: { replicaKmsKeyId: to.keyArn } },
          },
        ],
      },
      // S3 refuses a destination that keeps no versions
      { parent: this, dependsOn: [rights, to.bucket] },
    );
    this.registerOutputs({});
  }
}

export interface BucketReplicationArgs {
  readonly account: Account;
  readonly from: KeyedBucket;
  readonly to: KeyedBucket;
}

export interface KeyedBucket {
  readonly bucket: LogBucket;
  readonly keyArn: Output<string>;
}

function trustOf({ id }: Account) {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 's3.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:SourceAccount': id } },
      },
    ],
  };
}

/** Source: "Setting up permissions for live replication" and "Replicating encrypted objects", Amazon S3 User Guide (read 2026-11). */
function rightsOf({ from, to }: BucketReplicationArgs): Output<string> {
  const allow = (Action: readonly string[], Resource: Output<string>) => ({ Effect: 'Allow', Action, Resource });
  return jsonStringify({
    Version: '2012-10-17',
    Statement: [
      allow(['s3:GetReplicationConfiguration', 's3:ListBucket'], from.bucket.arn),
      allow(
        [
          's3:GetObjectLegalHold',
          's3:GetObjectRetention',
          's3:GetObjectVersionAcl',
          's3:GetObjectVersionForReplication',
          's3:GetObjectVersionTagging',
        ],
        interpolate`${from.bucket.arn}/*`,
      ),
      allow(['s3:ReplicateDelete', 's3:ReplicateObject', 's3:ReplicateTags'], interpolate`${to.bucket.arn}/*`),
      allow(['kms:Decrypt'], from.keyArn),
      allow(['kms:Encrypt'], to.keyArn),
    ],
  });
}
