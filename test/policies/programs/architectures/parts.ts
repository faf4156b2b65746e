import * as aws from '@pulumi/aws';
import { ComponentResource, type Output } from '@pulumi/pulumi';

/** Where the resources of an architecture are made: its component, and a name that is its own. */
export interface Site {
  readonly opts: { readonly parent: ComponentResource };
  name(of: string): string;
}

export function siteOf(architecture: string): Site {
  const parent = new ComponentResource('test:architectures:Architecture', architecture);
  return { opts: { parent }, name: (of) => `${architecture}-${of}` };
}

export interface Network {
  readonly vpc: aws.ec2.Vpc;
  readonly publics: readonly aws.ec2.Subnet[];
  readonly privates: readonly aws.ec2.Subnet[];
}

/** A network with a public and a private subnet in each zone, a gateway and one NAT gateway. */
export function networkOf({ name, opts }: Site, zones = 'ab'): Network {
  const vpc = new aws.ec2.Vpc(name('vpc'), { cidrBlock: '10.0.0.0/16', enableDnsHostnames: true }, opts);
  const gateway = new aws.ec2.InternetGateway(name('igw'), { vpcId: vpc.id }, opts);
  const subnets = (kind: string, offset: number) =>
    [...zones].map((letter, index) => {
      const availabilityZone = `us-east-1${letter}`;
      const cidrBlock = `10.0.${offset + index}.0/24`;
      return new aws.ec2.Subnet(name(`${kind}-${letter}`), { vpcId: vpc.id, cidrBlock, availabilityZone }, opts);
    });
  const [publics, privates] = [subnets('public', 0), subnets('private', 100)];
  const address = new aws.ec2.Eip(name('nat-ip'), { domain: 'vpc' }, opts);
  const [first] = publics;
  if (first === undefined) throw new Error('a network has a zone');
  const nat = new aws.ec2.NatGateway(name('nat'), { subnetId: first.id, allocationId: address.id }, opts);
  for (const [kind, to, of] of [
    ['public', { gatewayId: gateway.id }, publics],
    ['private', { natGatewayId: nat.id }, privates],
  ] as const) {
    const routes = [{ cidrBlock: '0.0.0.0/0', ...to }];
    const table = new aws.ec2.RouteTable(name(`${kind}-routes`), { vpcId: vpc.id, routes }, opts);
    of.forEach((subnet, index) => {
      const association = { subnetId: subnet.id, routeTableId: table.id };
      new aws.ec2.RouteTableAssociation(name(`${kind}-routes-${index}`), association, opts);
    });
  }
  return { vpc, publics, privates };
}

export const ids = (resources: readonly { readonly id: Output<string> }[]) => resources.map(({ id }) => id);

export function groupOf({ name, opts }: Site, vpc: aws.ec2.Vpc, of: string, ...ports: readonly number[]) {
  const ingress = ports.map((port) => ({ protocol: 'tcp', fromPort: port, toPort: port, cidrBlocks: ['10.0.0.0/16'] }));
  return new aws.ec2.SecurityGroup(name(of), { vpcId: vpc.id, ingress }, opts);
}

export function roleOf({ name, opts }: Site, service: string, ...policies: readonly string[]) {
  const of = `${service.split('.')[0]}-role`;
  const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } };
  const assumeRolePolicy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const role = new aws.iam.Role(name(of), { assumeRolePolicy }, opts);
  policies.forEach((policy, index) => {
    const policyArn = `arn:aws:iam::aws:policy/${policy}`;
    new aws.iam.RolePolicyAttachment(name(`${of}-${index}`), { role: role.name, policyArn }, opts);
  });
  return role;
}

/** A balancer with its group of addresses and a listener that leads to it. */
export function balancerOf(site: Site, { vpc, publics }: Network) {
  const { name, opts } = site;
  const group = groupOf(site, vpc, 'front', 443);
  const balancer = new aws.lb.LoadBalancer(
    name('lb'),
    { loadBalancerType: 'application', subnets: ids(publics), securityGroups: [group.id] },
    opts,
  );
  const targets = targetsOf(site, vpc, 'tg');
  const defaultActions = [{ type: 'forward', targetGroupArn: targets.arn }];
  const listener = { loadBalancerArn: balancer.arn, port: 80, protocol: 'HTTP', defaultActions };
  new aws.lb.Listener(name('listener'), listener, opts);
  return { balancer, targets };
}

export function targetsOf({ name, opts }: Site, vpc: aws.ec2.Vpc, of: string) {
  const target = { vpcId: vpc.id, port: 8080, protocol: 'HTTP', targetType: 'ip' };
  return new aws.lb.TargetGroup(name(of), target, opts);
}

export function functionOf(site: Site, of: string, environment: Record<string, Output<string>> = {}) {
  const { name, opts } = site;
  const role = roleOf(
    { ...site, name: (part) => name(`${of}-${part}`) },
    'lambda.amazonaws.com',
    'service-role/AWSLambdaBasicExecutionRole',
  );
  const code = { runtime: 'nodejs22.x', handler: 'index.handler', s3Bucket: 'artifacts', s3Key: `${of}.zip` };
  return new aws.lambda.Function(name(of), { role: role.arn, ...code, environment: { variables: environment } }, opts);
}
