import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

/** A group whose size others change, and its ignoreChanges by configuration. */
const ignoreChanges = new pulumi.Config('engine').getObject<string[]>('ignore') ?? [];

const group = new aws.autoscaling.Group(
  'group',
  { minSize: 1, maxSize: 6, desiredCapacity: 2, tags: [{ key: 'owner', value: 'team', propagateAtLaunch: true }] },
  { ignoreChanges },
);
export const arn = group.arn;
