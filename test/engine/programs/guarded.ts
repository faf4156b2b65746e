import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

/** Two protected VPCs, one of them by its parent, and one that is not; each can be left out. */
const config = new pulumi.Config('engine');
const without = config.getObject<string[]>('without') ?? [];
const cidrBlock = config.get('cidr') ?? '10.0.0.0/16';

class Holder extends pulumi.ComponentResource {
  constructor(options: pulumi.ComponentResourceOptions) {
    super('engine:index:Holder', 'holder', {}, options);
    if (!without.includes('child')) new aws.ec2.Vpc('child', { cidrBlock }, { parent: this });
    this.registerOutputs({});
  }
}

const first = without.includes('first') ? undefined : new aws.ec2.Vpc('first', { cidrBlock }, { protect: true });
new Holder({ protect: true });
if (!without.includes('free'))
  new aws.ec2.Vpc('free', { cidrBlock }, { dependsOn: first === undefined ? [] : [first] });
