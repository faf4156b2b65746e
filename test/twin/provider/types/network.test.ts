import { beforeAll, describe, expect, test } from 'vitest';
import type { PropertyMap, PropertyValue } from '../../../../src/lib/property.ts';
import { certificateTable } from '../../../../src/twin/services/acm/records.ts';
import { reachableTargets } from '../../../../src/twin/services/elbv2/reachable-targets.ts';
import { loadBalancerByDnsName } from '../../../../src/twin/services/elbv2/records.ts';
import { assembleTwin, type Twin } from '../../../../src/twin/twin.ts';

/** A stack of all the types of this room, brought up through the provider, one after the other. */
class Stack {
  readonly twin: Twin;
  readonly state = new Map<string, { type: string; id: string; inputs: PropertyMap; outputs: PropertyMap }>();
  readonly config = { region: 'us-east-1' };

  constructor() {
    this.twin = assembleTwin({ seed: '7', account: '111122223333', nowMs: Date.UTC(2026, 0, 1) });
  }

  async up(name: string, type: string, news: PropertyMap): Promise<PropertyMap> {
    const where = this.where(name, type);
    const { inputs, failures } = await this.twin.provider.check({ ...where, news });
    expect(failures).toEqual([]);
    const { id, outputs } = await this.twin.provider.create({ ...where, inputs, preview: false });
    this.state.set(name, { type, id, inputs, outputs });
    return { ...outputs, id };
  }

  /** What a refresh and a second `up` with the same program would change. */
  async again(name: string): Promise<{ read: unknown; changes: string; detailed: object }> {
    const { type, id, inputs, outputs } = this.of(name);
    const where = { ...this.where(name, type), id };
    const read = await this.twin.provider.read({ ...where, inputs, outputs });
    const oldInputs = read?.inputs ?? {};
    const oldOutputs = read?.outputs ?? {};
    const { changes, detailed } = await this.twin.provider.diff({ ...where, oldInputs, oldOutputs, newInputs: inputs });
    return { read: read?.outputs, changes, detailed };
  }

  async change(name: string, news: PropertyMap): Promise<PropertyMap> {
    const { type, id, inputs: oldInputs, outputs: oldOutputs } = this.of(name);
    const where = this.where(name, type);
    const { inputs } = await this.twin.provider.check({ ...where, news, olds: oldInputs });
    const update = { ...where, id, oldInputs, oldOutputs, newInputs: inputs };
    const { changes, replaces } = await this.twin.provider.diff(update);
    expect({ changes, replaces }).toEqual({ changes: 'some', replaces: [] });
    const { outputs } = await this.twin.provider.update({ ...update, preview: false });
    this.state.set(name, { type, id, inputs, outputs });
    return outputs;
  }

  async down(name: string): Promise<void> {
    const { type, id, inputs, outputs } = this.of(name);
    await this.twin.provider.delete({ ...this.where(name, type), id, inputs, outputs });
    expect(await this.twin.provider.read({ ...this.where(name, type), id, inputs, outputs })).toBeUndefined();
    this.state.delete(name);
  }

  of(name: string) {
    const found = this.state.get(name);
    if (!found) throw new Error(`no ${name}`);
    return found;
  }

  where(name: string, type: string) {
    return { urn: `urn:pulumi:s::evenkeel::${type}::${name}`, type, name, config: this.config };
  }
}

const TAGS = { 'evenkeel:site': 'use1', 'evenkeel:system': 'orders' };

async function bringUp(stack: Stack): Promise<void> {
  const tags = TAGS;
  const vpc = await stack.up('vpc', 'aws:ec2/vpc:Vpc', { cidrBlock: '10.0.0.0/16', enableDnsHostnames: true, tags });
  const igw = await stack.up('igw', 'aws:ec2/internetGateway:InternetGateway', { vpcId: vpc['id'], tags });
  const subnetIds: PropertyValue[] = [];
  for (const [index, letter] of ['a', 'b'].entries()) {
    const subnet = await stack.up(`subnet-${letter}`, 'aws:ec2/subnet:Subnet', {
      vpcId: vpc['id'],
      cidrBlock: `10.0.${index}.0/24`,
      availabilityZone: `us-east-1${letter}`,
      mapPublicIpOnLaunch: true,
      tags,
    });
    subnetIds.push(subnet['id'] ?? null);
  }
  const eip = await stack.up('eip', 'aws:ec2/eip:Eip', { domain: 'vpc', tags });
  const nat = await stack.up('nat', 'aws:ec2/natGateway:NatGateway', {
    allocationId: eip['id'],
    subnetId: subnetIds[0],
    tags,
  });
  const table = await stack.up('table', 'aws:ec2/routeTable:RouteTable', { vpcId: vpc['id'], tags });
  await stack.up('inline', 'aws:ec2/routeTable:RouteTable', {
    vpcId: vpc['id'],
    routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: igw['id'] }],
    tags,
  });
  await stack.up('route', 'aws:ec2/route:Route', {
    routeTableId: table['id'],
    destinationCidrBlock: '0.0.0.0/0',
    natGatewayId: nat['id'],
  });
  await stack.up('association', 'aws:ec2/routeTableAssociation:RouteTableAssociation', {
    routeTableId: table['id'],
    subnetId: subnetIds[1],
  });
  await bringUpFleet(stack, vpc, subnetIds);
}

async function bringUpFleet(stack: Stack, vpc: PropertyMap, subnetIds: PropertyValue[]): Promise<void> {
  const tags = TAGS;
  const everywhere = { protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['0.0.0.0/0'] };
  const front = await stack.up('front-group', 'aws:ec2/securityGroup:SecurityGroup', {
    vpcId: vpc['id'],
    description: 'front',
    ingress: [
      { protocol: 'tcp', fromPort: 443, toPort: 443, cidrBlocks: ['0.0.0.0/0', '198.18.0.0/24'], description: 'TLS' },
    ],
    egress: [everywhere],
    tags,
  });
  const inner = await stack.up('inner-group', 'aws:ec2/securityGroup:SecurityGroup', {
    vpcId: vpc['id'],
    ingress: [
      { protocol: 'tcp', fromPort: 8080, toPort: 8080, securityGroups: [front['id'] ?? null] },
      { protocol: 'tcp', fromPort: 9090, toPort: 9090, self: true },
    ],
    tags,
  });
  const balancer = await stack.up('balancer', 'aws:lb/loadBalancer:LoadBalancer', {
    name: 'Orders-Front',
    subnets: subnetIds,
    securityGroups: [front['id'] ?? null],
    dropInvalidHeaderFields: true,
    tags,
  });
  const target = await stack.up('target', 'aws:lb/targetGroup:TargetGroup', {
    name: 'orders',
    port: 8080,
    protocol: 'HTTP',
    vpcId: vpc['id'],
    deregistrationDelay: 30,
    healthCheck: { path: '/healthz', matcher: '200', interval: 10 },
    tags,
  });
  const arn = 'arn:aws:acm:us-east-1:111122223333:certificate/c';
  stack.twin.world.transact(() =>
    certificateTable(stack.twin.world).put(`us-east-1/${arn}`, { status: 'ISSUED', arn } as never),
  );
  await stack.up('listener', 'aws:lb/listener:Listener', {
    loadBalancerArn: balancer['arn'],
    port: 443,
    protocol: 'HTTPS',
    sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    certificateArn: arn,
    defaultActions: [{ type: 'forward', targetGroupArn: target['arn'] }],
    tags,
  });
  await stack.up('redirect', 'aws:lb/listener:Listener', {
    loadBalancerArn: balancer['arn'],
    port: 80,
    protocol: 'HTTP',
    defaultActions: [{ type: 'redirect', redirect: { port: '443', protocol: 'HTTPS', statusCode: 'HTTP_301' } }],
    tags,
  });
  const template = await stack.up('template', 'aws:ec2/launchTemplate:LaunchTemplate', {
    imageId: 'ami-1',
    instanceType: 'm7g.large',
    vpcSecurityGroupIds: [inner['id'] ?? null],
    iamInstanceProfile: { name: 'orders' },
    metadataOptions: { httpTokens: 'required', httpEndpoint: 'enabled' },
    blockDeviceMappings: [{ deviceName: '/dev/xvda', ebs: { encrypted: 'true', volumeSize: 20 } }],
    tagSpecifications: [{ resourceType: 'instance', tags }],
    userData: 'IyEvYmluL3NoCg==',
    updateDefaultVersion: true,
    tags,
  });
  await stack.up('fleet', 'aws:autoscaling/group:Group', {
    name: 'orders',
    minSize: 2,
    maxSize: 6,
    desiredCapacity: 2,
    healthCheckType: 'ELB',
    healthCheckGracePeriod: 120,
    vpcZoneIdentifiers: [...subnetIds].reverse(),
    targetGroupArns: [target['arn'] ?? null],
    mixedInstancesPolicy: {
      instancesDistribution: { onDemandAllocationStrategy: 'prioritized' },
      launchTemplate: {
        launchTemplateSpecification: { launchTemplateId: template['id'], version: '$Latest' },
        overrides: [{ instanceType: 'm7g.large' }, { instanceType: 'm6g.large' }],
      },
    },
    tags: Object.entries(TAGS).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
  });
  await stack.up('role', 'aws:iam/role:Role', {
    name: 'orders',
    assumeRolePolicy: '{"Version":"2012-10-17","Statement":[]}',
    tags,
  });
  await stack.up('policy', 'aws:iam/rolePolicy:RolePolicy', { role: 'orders', name: 'p', policy: '{"Statement":[]}' });
  await stack.up('attachment', 'aws:iam/rolePolicyAttachment:RolePolicyAttachment', {
    role: 'orders',
    policyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
  });
  await stack.up('profile', 'aws:iam/instanceProfile:InstanceProfile', { name: 'orders', role: 'orders', tags });
}

describe('a site of all types of this room', () => {
  const stack = new Stack();
  beforeAll(() => bringUp(stack));

  test('is read as it was written: the second up is empty and no output has changed', async () => {
    expect(stack.state.size).toBe(22);
    for (const [name, { outputs }] of stack.state) {
      const { read, changes, detailed } = await stack.again(name);
      expect({ name, changes, detailed }).toEqual({ name, changes: 'none', detailed: {} });
      expect({ name, read }).toEqual({ name, read: outputs });
    }
  });

  test('has outputs in the form that AWS gives them', () => {
    const { outputs: balancer } = stack.of('balancer');
    expect(balancer['dnsName']).toMatch(/^orders-front-\d+\.us-east-1\.elb\.amazonaws\.com$/);
    expect(balancer['zoneId']).toBe('Z35SXDOTRQ7X7K');
    expect(balancer['arnSuffix']).toMatch(/^app\/Orders-Front\/[0-9a-f]{16}$/);
    expect(balancer['tagsAll']).toEqual(TAGS);
    expect(stack.of('target').outputs['arnSuffix']).toMatch(/^targetgroup\/orders\/[0-9a-f]{16}$/);
    expect(stack.of('vpc').id).toMatch(/^vpc-[0-9a-f]{17}$/);
    expect(stack.of('route').id).toBe(`r-${stack.of('table').id}1080289494`);
    expect(stack.of('route').outputs['state']).toBe('active');
    expect(stack.of('template').outputs['latestVersion']).toBe(1);
    expect(stack.of('eip').outputs['publicDns']).toMatch(/^ec2-198-1[89]-\d+-\d+\.compute-1\.amazonaws\.com$/);
  });

  test('serves from both zones when it is up', () => {
    const { world } = stack.twin;
    const balancer = loadBalancerByDnsName(world, `${String(stack.of('balancer').outputs['dnsName']).toUpperCase()}.`);
    expect(balancer?.state).toBe('active');
    expect(reachableTargets(world, String(stack.of('target').outputs['arn']))).toHaveLength(2);
    expect(stack.of('fleet').outputs['availabilityZones']).toEqual(['us-east-1a', 'us-east-1b']);
  });
});

describe('changes in place', () => {
  test('reach AWS and are read back', async () => {
    const stack = new Stack();
    await bringUp(stack);
    const changed = (name: string, more: PropertyMap) => {
      const { inputs } = stack.of(name);
      return stack.change(name, {
        ...Object.fromEntries(Object.entries(inputs).filter(([key]) => !key.startsWith('__'))),
        ...more,
      });
    };
    await changed('vpc', { enableDnsHostnames: false, tags: { a: '1' } });
    await changed('subnet-a', { mapPublicIpOnLaunch: false });
    await changed('inner-group', {
      ingress: [{ protocol: 'tcp', fromPort: 1, toPort: 2, cidrBlocks: ['10.0.0.0/8'] }],
    });
    await changed('inline', { routes: [{ cidrBlock: '0.0.0.0/0', natGatewayId: stack.of('nat').id }] });
    await changed('route', { natGatewayId: undefined, gatewayId: stack.of('igw').id });
    await changed('association', { routeTableId: stack.of('inline').id });
    await changed('balancer', { idleTimeout: 90, securityGroups: [stack.of('inner-group').id] });
    await changed('target', { deregistrationDelay: 10, healthCheck: { path: '/ready', matcher: '200' } });
    await changed('redirect', {
      defaultActions: [{ type: 'fixed-response', fixedResponse: { contentType: 'text/plain', statusCode: '404' } }],
    });
    expect((await changed('template', { imageId: 'ami-2' }))['latestVersion']).toBe(2);
    expect((await changed('fleet', { desiredCapacity: 4, maxSize: 5 }))['desiredCapacity']).toBe(4);
    await changed('role', { description: 'of the service' });
    for (const [name, { outputs }] of stack.state) {
      const { read, changes } = await stack.again(name);
      expect({ name, changes, read }).toEqual({ name, changes: 'none', read: outputs });
    }
    expect(reachableTargets(stack.twin.world, String(stack.of('target').outputs['arn']))).toHaveLength(4);
  });

  test('of a fleet leave a desired capacity that somebody moved', async () => {
    const stack = new Stack();
    await bringUp(stack);
    const desired = { AutoScalingGroupName: 'orders', DesiredCapacity: 5 };
    stack.twin.dispatcher.dispatch({
      service: 'autoscaling',
      operation: 'SetDesiredCapacity',
      region: 'us-east-1',
      input: desired,
    });
    const { __defaults, ...inputs } = stack.of('fleet').inputs;
    expect((await stack.change('fleet', { ...inputs, maxSize: 7 }))['desiredCapacity']).toBe(5);
  });
});

test('everything can be deleted in the reverse order, and nothing is left', async () => {
  const stack = new Stack();
  await bringUp(stack);
  for (const name of [...stack.state.keys()].reverse()) await stack.down(name);
  const left = stack.twin.world.tableNames().filter((name) => /^(ec2|elbv2|autoscaling|iam)\./.test(name));
  // what AWS still lists for an hour
  expect(left).toEqual(['ec2.instance', 'ec2.nat-gateway']);
});

test('a role holds the policies that it names itself, and takes them with it', async () => {
  const stack = new Stack();
  const trust = { assumeRolePolicy: '{"Statement":[]}' };
  const [read, write] = ['ReadOnlyAccess', 'PowerUserAccess'].map((name) => `arn:aws:iam::aws:policy/${name}`);
  const inline = { name: 'p', policy: '{"Statement":[]}' };
  await stack.up('role', 'aws:iam/role:Role', {
    ...trust,
    name: 'r',
    managedPolicyArns: [read ?? ''],
    inlinePolicies: [inline],
  });
  expect((await stack.again('role')).changes).toBe('none');
  await stack.change('role', { ...trust, name: 'r', managedPolicyArns: [write ?? ''], inlinePolicies: [inline] });
  expect(stack.of('role').outputs['managedPolicyArns']).toEqual([write]);
  await stack.down('role');
});

test('a resource is not deleted while something hangs on it', async () => {
  const stack = new Stack();
  await bringUp(stack);
  await expect(stack.down('vpc')).rejects.toThrow(/left in it/);
  await expect(stack.down('front-group')).rejects.toThrow(/uses it/);
});

test('what is not modelled is refused by its name', async () => {
  const stack = new Stack();
  await bringUp(stack);
  const network = { name: 'n', loadBalancerType: 'network', subnets: [stack.of('subnet-a').id] };
  await expect(stack.up('nlb', 'aws:lb/loadBalancer:LoadBalancer', network)).rejects.toThrow(
    /does not model network load balancers/,
  );
  const { __defaults, ...inputs } = stack.of('fleet').inputs;
  const hooks = { ...inputs, name: 'other', initialLifecycleHooks: [{ name: 'h', lifecycleTransition: 't' }] };
  await expect(stack.up('hooked', 'aws:autoscaling/group:Group', hooks)).rejects.toThrow(/initialLifecycleHooks/);
});
