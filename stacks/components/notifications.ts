import { Topic } from '@pulumi/aws/sns/topic.js';
import { TopicPolicy } from '@pulumi/aws/sns/topicPolicy.js';
import { TopicSubscription } from '@pulumi/aws/sns/topicSubscription.js';
import { ComponentResource, type ComponentResourceOptions, jsonStringify, type Output } from '@pulumi/pulumi';
import { type Account, accountTags } from '../layout/account.ts';
import { nameOf } from '../layout/names.ts';

/**
 * Where a region's alarms and failures go: a topic that every team of the account reads by mail. A mail address is subscribed once
 * its owner has confirmed it.
 */
export class Notifications extends ComponentResource {
  /** Known only once its policy lets services publish to it. */
  readonly topicArn: Output<string>;

  constructor(name: string, args: NotificationsArgs, options: ComponentResourceOptions) {
    super('evenkeel:component:Notifications', name, {}, options);
    const { account, keyArn } = args;
    const topic = new Topic(
      `${name}-topic`,
      {
        name: nameOf('topic', account.name, 'alerts'),
        kmsMasterKeyId: keyArn,
        tags: accountTags(account, 'notifications'),
      },
      { parent: this },
    );
    const policy = new TopicPolicy(
      `${name}-policy`,
      { arn: topic.arn, policy: policyOf(topic.arn, account) },
      { parent: this },
    );
    account.contacts.forEach((endpoint, index) => {
      new TopicSubscription(
        `${name}-mail-${index + 1}`,
        { topic: topic.arn, protocol: 'email', endpoint },
        { parent: this },
      );
    });
    this.topicArn = policy.arn;
    this.registerOutputs({ topicArn: this.topicArn });
  }
}

export interface NotificationsArgs {
  readonly account: Account;
  readonly keyArn: Output<string>;
}

const PUBLISHERS = [
  'backup.amazonaws.com',
  'budgets.amazonaws.com',
  'cloudwatch.amazonaws.com',
  'costalerts.amazonaws.com',
  'events.amazonaws.com',
];

function policyOf(topicArn: Output<string>, { id }: Account): Output<string> {
  return jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'services',
        Effect: 'Allow',
        Principal: { Service: PUBLISHERS },
        Action: 'sns:Publish',
        Resource: topicArn,
        Condition: { StringEquals: { 'aws:SourceAccount': id } },
      },
      {
        Sid: 'encrypted',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Resource: topicArn,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  });
}
