import { Subnet } from '@pulumi/aws/ec2/subnet.js';
import { Vpc } from '@pulumi/aws/ec2/vpc.js';
import { LoadBalancer } from '@pulumi/aws/lb/loadBalancer.js';
import { ComponentResource, Config } from '@pulumi/pulumi';

// A balancer over subnets in the zones that the configuration says: in a first preview none of their ids is known.
const zones = new Config('test').get('zones') ?? 'aa';

class Edge extends ComponentResource {
  constructor(name: string) {
    super('test:index:Edge', name);
    const vpc = new Vpc('vpc', { cidrBlock: '10.0.0.0/16' }, { parent: this });
    const subnets = [...zones].map((letter, index) => {
      const cidrBlock = `10.0.${index}.0/24`;
      const availabilityZone = `us-east-1${letter}`;
      return new Subnet(`subnet-${index}`, { vpcId: vpc.id, cidrBlock, availabilityZone }, { parent: this });
    });
    new LoadBalancer('web', { subnets: subnets.map(({ id }) => id), tags: { owner: 'team' } }, { parent: this });
    this.registerOutputs({});
  }
}

new Edge('edge');
