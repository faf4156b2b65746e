import { Key } from '@pulumi/aws/kms/key.js';
import { ComponentResource, type ComponentResourceOptions, type Output } from '@pulumi/pulumi';
import type { SitePlace } from '../layout/place.ts';
import { tagsOf } from '../layout/tags.ts';

/** The key of what a site stores: database, recovery points, flags of the gate, logs. Its loss is the loss of that site's copies, no other's. */
export class SiteKey extends ComponentResource {
  readonly arn: Output<string>;

  constructor(name: string, place: SitePlace, options: ComponentResourceOptions) {
    super('evenkeel:component:SiteKey', name, {}, options);
    const key = new Key(
      `${name}-key`,
      {
        description: `data of ${place.prefix}`,
        enableKeyRotation: true,
        deletionWindowInDays: LONGEST_WINDOW_DAYS,
        policy: JSON.stringify(policyOf(place)),
        tags: tagsOf(place, 'site-key', place.prefix),
      },
      { parent: this, protect: !place.unprotected.has(`${name}-key`) },
    );
    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

const LONGEST_WINDOW_DAYS = 30;

/** The account decides who uses it; CloudWatch Logs of the site may, for its log groups (CloudWatch Logs User Guide, encrypt log data). */
function policyOf({ environment: { account }, site: { region } }: SitePlace) {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'account',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Sid: 'logs',
        Effect: 'Allow',
        Principal: { Service: `logs.${region}.amazonaws.com` },
        Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
        Resource: '*',
        Condition: {
          ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${account}:log-group:*` },
        },
      },
    ],
  };
}
