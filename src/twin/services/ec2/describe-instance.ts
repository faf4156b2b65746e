import type { World } from '../../world.ts';
import { isServing } from './instances.ts';
import type { Instance } from './records.ts';
import { tagList } from './tags.ts';

/** An instance as DescribeInstances and RunInstances answer it. */
export function describeInstance(instance: Instance) {
  const gone = instance.state === 'terminated';
  return {
    InstanceId: instance.id,
    ImageId: instance.imageId,
    InstanceType: instance.instanceType as 't3.micro',
    State: { Code: STATE_CODES[instance.state], Name: instance.state },
    SubnetId: gone ? undefined : instance.subnetId,
    VpcId: gone ? undefined : instance.vpcId,
    PrivateIpAddress: gone ? undefined : instance.privateIp,
    LaunchTime: new Date(instance.launchedMs),
    Placement: { AvailabilityZone: instance.zone, Tenancy: 'default' as const },
    SecurityGroups: instance.groupIds.map((id) => ({ GroupId: id })),
    NetworkInterfaces: gone
      ? []
      : [
          {
            NetworkInterfaceId: instance.interfaceId,
            PrivateIpAddress: instance.privateIp,
            SubnetId: instance.subnetId,
          },
        ],
    IamInstanceProfile: instance.profileArn ? { Arn: instance.profileArn } : undefined,
    KeyName: instance.keyName,
    ClientToken: instance.clientToken,
    Tags: tagList(instance.tags),
  };
}

/** Both status checks pass from when the application answers, which is later than on AWS: the twin has no other sign of life. */
export function describeStatus(world: World, instance: Instance) {
  const up = isServing(world, instance);
  const status = instance.state !== 'running' ? 'not-applicable' : up ? 'ok' : 'initializing';
  return {
    InstanceId: instance.id,
    AvailabilityZone: instance.zone,
    InstanceState: { Code: STATE_CODES[instance.state], Name: instance.state },
    InstanceStatus: { Status: status as 'ok' },
    SystemStatus: { Status: status as 'ok' },
    Events: [],
  };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html */
const STATE_CODES = { pending: 0, running: 16, 'shutting-down': 32, terminated: 48, stopped: 80 } as const;
