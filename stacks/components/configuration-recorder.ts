import { DeliveryChannel } from '@pulumi/aws/cfg/deliveryChannel.js';
import { Recorder } from '@pulumi/aws/cfg/recorder.js';
import { RecorderStatus } from '@pulumi/aws/cfg/recorderStatus.js';
import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi';
import type { Account } from '../layout/account.ts';
import type { LogGrant } from './log-bucket.ts';

/** What AWS Config keeps of a region: every type of resource, those without a region at home alone. Costs: each recorded change. */
export class ConfigurationRecorder extends ComponentResource {
  constructor(name: string, args: ConfigurationRecorderArgs, options: ComponentResourceOptions) {
    super('evenkeel:component:ConfigurationRecorder', name, {}, options);
    const { account, region } = args;
    const recorder = new Recorder(
      `${name}-recorder`,
      {
        name: RECORDER,
        roleArn: args.roleArn,
        recordingGroup: { allSupported: true, includeGlobalResourceTypes: region === account.home },
      },
      { parent: this },
    );
    const channel = new DeliveryChannel(
      `${name}-channel`,
      { name: RECORDER, s3BucketName: args.bucketName, snsTopicArn: args.topicArn },
      { parent: this, dependsOn: [recorder] },
    );
    new RecorderStatus(`${name}-on`, { name: recorder.name, isEnabled: true }, { parent: this, dependsOn: [channel] });
    this.registerOutputs({});
  }
}

export interface ConfigurationRecorderArgs {
  readonly account: Account;
  readonly region: string;
  readonly roleArn: Input<string>;
  readonly bucketName: Input<string>;
  readonly topicArn: Input<string>;
}

/** What recorders need of their bucket. Source: "Permissions for the Amazon S3 Bucket", AWS Config Developer Guide (read 2026-11). */
export function recorderGrants({ id }: Account): LogGrant[] {
  const service = 'config.amazonaws.com';
  const ours = { 'aws:SourceAccount': id };
  return [
    { service, actions: ['s3:GetBucketAcl', 's3:ListBucket'], condition: { StringEquals: ours } },
    {
      service,
      actions: ['s3:PutObject'],
      path: `AWSLogs/${id}/Config/*`,
      condition: { StringEquals: { ...ours, 's3:x-amz-acl': 'bucket-owner-full-control' } },
    },
  ];
}

/** AWS Config has one recorder and one channel in a region. */
const RECORDER = 'default';
