import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

/** A VPC with subnets, by configuration. */
const config = new pulumi.Config('engine');

class Network extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;

  constructor(name: string, args: { cidr: string; subnets: number }, options?: pulumi.ComponentResourceOptions) {
    super('engine:index:Network', name, {}, options);
    const vpc = new aws.ec2.Vpc(
      name,
      { cidrBlock: args.cidr, tags: { owner: config.get('owner') ?? 'team' } },
      { parent: this },
    );
    for (let index = 0; index < args.subnets; index++) {
      new aws.ec2.Subnet(`${name}-${index}`, { vpcId: vpc.id, cidrBlock: `10.0.${index}.0/24` }, { parent: vpc });
    }
    this.vpcId = vpc.id;
    this.registerOutputs({ vpcId: vpc.id });
  }
}

const network = new Network('net', {
  cidr: config.get('cidr') ?? '10.0.0.0/16',
  subnets: config.getNumber('subnets') ?? 2,
});
export const vpcId = network.vpcId;
