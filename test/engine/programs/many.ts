import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

/** As many resources as configured, in groups of ten: a VPC and nine subnets. */
const count = new pulumi.Config('engine').requireNumber('count');

for (let group = 0; group * 10 < count; group++) {
  const vpc = new aws.ec2.Vpc(`vpc-${group}`, { cidrBlock: '10.0.0.0/16', tags: { group: String(group) } });
  for (let index = 0; index < 9; index++) {
    const tags = { group: String(group), index: String(index), owner: 'platform', purpose: 'measuring' };
    new aws.ec2.Subnet(`subnet-${group}-${index}`, { vpcId: vpc.id, cidrBlock: `10.0.${index}.0/24`, tags });
  }
}
