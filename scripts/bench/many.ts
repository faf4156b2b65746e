import { MetricAlarm } from '@pulumi/aws/cloudwatch/metricAlarm.js';
import { InternetGateway } from '@pulumi/aws/ec2/internetGateway.js';
import { Route } from '@pulumi/aws/ec2/route.js';
import { RouteTable } from '@pulumi/aws/ec2/routeTable.js';
import { RouteTableAssociation } from '@pulumi/aws/ec2/routeTableAssociation.js';
import { SecurityGroup } from '@pulumi/aws/ec2/securityGroup.js';
import { Subnet } from '@pulumi/aws/ec2/subnet.js';
import { Vpc } from '@pulumi/aws/ec2/vpc.js';
import { TargetGroup } from '@pulumi/aws/lb/targetGroup.js';
import { Provider } from '@pulumi/aws/provider.js';
import { Secret } from '@pulumi/aws/secretsmanager/secret.js';
import { Config, type CustomResourceOptions } from '@pulumi/pulumi';

/** What `evenkeel:resources` counts is made of blocks of twenty; a block's network is a /16 of 10.0.0.0/8. */
const BLOCK = 20;
const MOST_BLOCKS = 256;
const ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c'] as const;

const count = new Config().requireNumber('resources', { min: 1, max: BLOCK * MOST_BLOCKS });
const provider = new Provider('aws', { region: 'us-east-1' });
for (let made = 0; made < count; made += BLOCK) block(made / BLOCK, Math.min(BLOCK, count - made));

/** A site in small: a network, its firewall, a target group, alarms and a secret; the first `most` of them. */
function block(index: number, most: number): void {
  const name = `many-${index}`;
  const options: CustomResourceOptions = { provider };
  const tags = { Name: name };
  const vpc = new Vpc(name, { cidrBlock: `10.${index}.0.0/16`, enableDnsHostnames: true, tags }, options);
  const vpcId = vpc.id;
  const gateway = lazy(() => new InternetGateway(name, { vpcId, tags }, options));
  const table = lazy(() => new RouteTable(name, { vpcId, tags }, options));
  const subnets = ZONES.map((availabilityZone, zone) =>
    lazy(() => {
      const cidrBlock = `10.${index}.${zone}.0/24`;
      return new Subnet(`${name}-${zone}`, { vpcId, cidrBlock, availabilityZone, tags }, options);
    }),
  );
  const destinationCidrBlock = '0.0.0.0/0';
  const rest: readonly (() => unknown)[] = [
    gateway,
    table,
    () => new Route(name, { routeTableId: table().id, destinationCidrBlock, gatewayId: gateway().id }, options),
    ...subnets,
    ...subnets.map((subnet, zone) => () => {
      new RouteTableAssociation(`${name}-${zone}`, { routeTableId: table().id, subnetId: subnet().id }, options);
    }),
    ...[443, 5432].map((port) => () => securityGroup(`${name}-${port}`, port, { vpcId, tags }, options)),
    () => new TargetGroup(name, { name, port: 8080, protocol: 'HTTP', vpcId, tags }, options),
    ...[1, 2, 3, 4, 5].map((level) => () => alarm(`${name}-${level}`, level, tags, options)),
    () => new Secret(`${name}-first`, { description: name, tags }, options),
    () => new Secret(`${name}-second`, { description: name, tags }, options),
  ];
  for (const make of rest.slice(0, most - 1)) make();
}

type Of<T extends abstract new (...args: never[]) => unknown> = NonNullable<ConstructorParameters<T>[1]>;

function securityGroup(
  name: string,
  port: number,
  args: Of<typeof SecurityGroup>,
  options: CustomResourceOptions,
): SecurityGroup {
  const ingress = [{ protocol: 'tcp', fromPort: port, toPort: port, cidrBlocks: ['10.0.0.0/8'] }];
  return new SecurityGroup(name, { ...args, name, description: name, ingress }, options);
}

function alarm(name: string, level: number, tags: Record<string, string>, options: CustomResourceOptions): MetricAlarm {
  return new MetricAlarm(
    name,
    {
      name,
      namespace: 'Evenkeel/Bench',
      metricName: 'Load',
      dimensions: { Alarm: name },
      statistic: 'Maximum',
      period: 60,
      evaluationPeriods: level,
      threshold: level,
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      tags,
    },
    options,
  );
}

function lazy<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
