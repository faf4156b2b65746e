import { Subnet } from '@pulumi/aws/ec2/subnet.js';
import { Vpc } from '@pulumi/aws/ec2/vpc.js';
import { Config } from '@pulumi/pulumi';

// A network whose subnets stand in the zones that the configuration says.
const zones = new Config().get('zones') ?? 'aa';
const vpc = new Vpc('vpc', { cidrBlock: '10.0.0.0/16' });
[...zones].forEach((letter, index) => {
  new Subnet(`subnet-${index}`, {
    vpcId: vpc.id,
    cidrBlock: `10.0.${index}.0/24`,
    availabilityZone: `us-east-1${letter}`,
  });
});
