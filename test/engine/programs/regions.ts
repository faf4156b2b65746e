import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

/** Two explicit providers, a component that hands one down, data sources, and a resource that moves between them. */
const config = new pulumi.Config('engine');

const east = new aws.Provider('east', { region: 'us-east-1' });
const west = new aws.Provider('west', {
  region: config.get('west') ?? 'us-west-2',
  defaultTags: { tags: { owner: config.get('owner') ?? 'team' } },
});

class Site extends pulumi.ComponentResource {
  constructor(name: string, options: pulumi.ComponentResourceOptions) {
    super('engine:index:Site', name, {}, options);
    const zones = aws.getAvailabilityZonesOutput({ state: 'available' }, { parent: this });
    const vpc = new aws.ec2.Vpc(
      name,
      { cidrBlock: '10.0.0.0/16', tags: { zone: zones.names[0] ?? '' } },
      { parent: this },
    );
    this.registerOutputs({ vpc });
  }
}

new Site('in-east', { providers: [east] });
new Site('in-west', { provider: west });
new aws.ec2.Vpc('movable', { cidrBlock: '10.1.0.0/16' }, { provider: config.get('movable') === 'west' ? west : east });
new aws.ec2.Vpc('by-default', { cidrBlock: '10.2.0.0/16' });
