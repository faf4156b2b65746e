import { SecurityGroup } from '@pulumi/aws/ec2/securityGroup.js';
import { Subnet } from '@pulumi/aws/ec2/subnet.js';
import { Vpc } from '@pulumi/aws/ec2/vpc.js';
import { LoadBalancer } from '@pulumi/aws/lb/loadBalancer.js';
import { SecurityGroupIngressRule } from '@pulumi/aws/vpc/securityGroupIngressRule.js';
import { Config, output } from '@pulumi/pulumi';

/** A balancer over two subnets, whose zones the configuration says, and a group with a rule attached to it. */
const config = new Config();
const zones = [...(config.get('zones') ?? 'aa')];
const vpc = new Vpc('vpc', { cidrBlock: '10.0.0.0/16' });
const subnets = zones.map(
  (letter, index) =>
    new Subnet(`subnet-${index}`, {
      vpcId: vpc.id,
      cidrBlock: `10.0.${index}.0/24`,
      availabilityZone: `us-east-1${letter}`,
    }),
);
const ids = subnets.map((subnet) => subnet.id);
const group = new SecurityGroup('group', { vpcId: vpc.id });
new SecurityGroupIngressRule('rule', {
  securityGroupId: group.id,
  ipProtocol: 'tcp',
  fromPort: 22,
  toPort: 22,
  cidrIpv4: config.get('from') ?? '0.0.0.0/0',
});
new LoadBalancer('one-by-one', { subnets: ids, securityGroups: [group.id] });
new LoadBalancer('as-a-whole', { subnets: output(ids), securityGroups: [group.id] });
