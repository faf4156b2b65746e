import { describe, expect, it } from 'vitest';
import { canonicalType } from '../../src/graph/canonical-type.ts';
import { inDependencyOrder, withNeeded } from '../../src/graph/dependency-order.ts';
import { readGraph } from '../../src/graph/graph.ts';
import { decryptValue } from '../../src/graph/secret-value.ts';
import { secret, UNKNOWN } from '../../src/lib/property.ts';

const SIGNATURE = '4dabf18193072939515e22adb298388d';
const CIPHERTEXT = { [SIGNATURE]: '1b47061264138c4ac30d75fd1eb44270', ciphertext: 'v1:a:b' };

function urn(type: string, name: string, stack = 'dev') {
  return `urn:pulumi:${stack}::shop::${type}::${name}`;
}
const EAST = urn('pulumi:providers:aws', 'east');
const VPC = 'aws:ec2/vpc:Vpc';
const SUBNET = 'aws:ec2/subnet:Subnet';

function resource(type: string, name: string, rest: Record<string, unknown> = {}, stack = 'dev') {
  const provider = type.startsWith('aws:') ? { provider: `${urn('pulumi:providers:aws', 'east', stack)}::uuid` } : {};
  return { urn: urn(type, name, stack), type, custom: true, ...provider, ...rest };
}

function network(stack = 'dev') {
  return [
    resource('pulumi:providers:aws', 'east', { id: 'uuid', inputs: { region: 'us-east-1' } }, stack),
    resource(
      VPC,
      'net',
      {
        id: 'vpc-1',
        outputs: { arn: `arn:aws:ec2:us-east-1:1:vpc/vpc-1-${stack}` },
        sourcePosition: 'project:///stacks/index.ts#10,17',
      },
      stack,
    ),
    resource(
      SUBNET,
      'a',
      { id: 'subnet-a', inputs: { vpcId: 'vpc-1' }, propertyDependencies: { vpcId: [urn(VPC, 'net', stack)] } },
      stack,
    ),
  ];
}

const exported = (resources: unknown[], name = 'dev') => ({
  name,
  checkpoint: { version: 3, deployment: { resources } },
});

describe('a graph', () => {
  it('reads an export and a file of a self-managed backend alike', () => {
    const file = { version: 3, checkpoint: { stack: 'organization/shop/dev', latest: { resources: network() } } };
    const read = (checkpoint: unknown) =>
      readGraph([{ name: 'dev', checkpoint }]).nodes.map(({ urn, id }) => [urn, id]);
    expect(read(file)).toEqual(read(exported(network()).checkpoint));
    expect(read(file)).toHaveLength(3);
  });

  it('refuses what is no checkpoint of version 3, and says what it found', () => {
    const reading = (checkpoint: unknown) => () => readGraph([{ name: 'x.json', checkpoint }]);
    expect(reading({ version: 2, deployment: {} })).toThrow(/x\.json[\s\S]*version 2/);
    expect(reading([])).toThrow(/version null/);
    expect(reading({ version: 3 })).toThrow(/no deployment/);
    expect(reading({ version: 3, deployment: { resources: [{ id: 'x' }] } })).toThrow(/no URN and type in resource 0/);
    expect(() => readGraph([exported(network()), exported(network())])).toThrow(/same URN/);
  });

  it('knows of a resource where it stands, in which region and stack, and under which canonical type', () => {
    const graph = readGraph([
      exported([...network(), resource('aws:alb/loadBalancer:LoadBalancer', 'web', { id: 'arn:lb' })]),
    ]);
    expect(graph.byId('vpc-1')[0]).toMatchObject({
      name: 'net',
      stack: 'dev',
      project: 'shop',
      region: 'us-east-1',
      at: 'stacks/index.ts:10:17',
    });
    expect(graph.byType('aws:lb/loadBalancer:LoadBalancer').map(({ name }) => name)).toEqual(['web']);
    expect(canonicalType('aws:s3/bucketVersioningV2:BucketVersioningV2')).toBe(
      'aws:s3/bucketVersioning:BucketVersioning',
    );
    expect(canonicalType('aws:elasticloadbalancing/loadBalancer:LoadBalancer')).toBe(
      'aws:elb/loadBalancer:LoadBalancer',
    );
    expect(canonicalType('aws:ec2/vpc:Vpc')).toBe('aws:ec2/vpc:Vpc');
  });

  it('lets the own region of a resource win over that of its provider', () => {
    const graph = readGraph([
      exported([...network(), resource(VPC, 'other', { id: 'vpc-2', inputs: { region: 'eu-west-1' } })]),
    ]);
    expect(graph.byId('vpc-2')[0]?.region).toBe('eu-west-1');
  });

  it('leaves out what waits to be deleted, or to be made anew', () => {
    const graph = readGraph([exported([...network(), { ...resource(VPC, 'net', { id: 'vpc-0' }), delete: true }])]);
    expect(graph.byType(VPC).map(({ id }) => id)).toEqual(['vpc-1']);
    const anew = resource(VPC, 'anew', { id: 'vpc-2', pendingReplacement: true });
    expect(readGraph([exported([...network(), anew])]).byId('vpc-2')).toEqual([]);
  });

  it('follows a property to the resource before its id is known, and afterwards by value, over stacks too', () => {
    const preview = resource(SUBNET, 'b', {
      inputs: { vpcId: UNKNOWN },
      propertyDependencies: { vpcId: [urn(VPC, 'net')] },
    });
    const other = resource(SUBNET, 'c', { id: 'subnet-c', inputs: { vpcId: 'vpc-1' } }, 'other');
    const provider = resource('pulumi:providers:aws', 'east', { id: 'uuid', inputs: { region: 'us-east-1' } }, 'other');
    const graph = readGraph([exported([...network(), preview]), exported([provider, other], 'other')]);
    for (const name of ['a', 'b', 'c']) {
      const subnet = graph.byType(SUBNET).find((node) => node.name === name);
      expect([name, subnet?.to('vpcId')?.name]).toEqual([name, 'net']);
    }
    expect(graph.byType(SUBNET)[0]?.to('nothing')).toBeUndefined();
  });

  it('does not guess between two resources of the same id', () => {
    const graph = readGraph([exported(network()), exported(network('twin'), 'twin')]);
    const outside = readGraph([
      exported(network()),
      exported(network('twin'), 'twin'),
      exported([resource(SUBNET, 'x', { inputs: { vpcId: 'vpc-1' } }, 'third')], 'third'),
    ]);
    expect(graph.byType(SUBNET).map((node) => node.to('vpcId')?.stack)).toEqual(['dev', 'twin']);
    expect(outside.byType(SUBNET)[2]?.to('vpcId')).toBeUndefined();
  });

  it('answers every resource that a list refers to, in its order, and by type where asked', () => {
    const balancer = resource('aws:lb/loadBalancer:LoadBalancer', 'web', {
      inputs: { subnets: ['subnet-b', 'subnet-a'] },
      propertyDependencies: { subnets: [urn(SUBNET, 'a'), urn(SUBNET, 'b'), urn(VPC, 'net')] },
    });
    const second = resource(SUBNET, 'b', { id: 'subnet-b', inputs: { vpcId: 'vpc-1' } });
    const [node] = readGraph([exported([...network(), second, balancer])]).byType('aws:lb/loadBalancer:LoadBalancer');
    expect(node?.toAll('subnets').map(({ name }) => name)).toEqual(['b', 'a']);
    expect(node?.to('subnets')).toBeUndefined();
    expect(node?.toAll('subnets', VPC)).toEqual([expect.objectContaining({ name: 'net' })]);
  });

  it('tells a value that is not known, and why', () => {
    const inputs = { a: UNKNOWN, b: CIPHERTEXT, c: { d: 1 }, e: [{ f: 'x' }], tags: { owner: 'me' } };
    const [, , , node] = readGraph([exported([...network(), resource(VPC, 'x', { inputs })])]).nodes;
    expect(node?.value('a')).toEqual({ known: false, reason: 'not computed yet' });
    expect(node?.value('b')).toEqual({ known: false, reason: 'secret' });
    expect(node?.value('c.d')).toEqual({ known: true, value: 1 });
    expect(node?.value('e.0.f')).toEqual({ known: true, value: 'x' });
    expect(node?.value('z.y')).toEqual({ known: true, value: undefined });
    expect(node?.tags).toEqual({ owner: 'me' });
  });

  it('decrypts secrets only with a key, and reads those that were shown', () => {
    expect(decryptValue(CIPHERTEXT, undefined)).toEqual(CIPHERTEXT);
    expect(decryptValue([CIPHERTEXT], (text) => JSON.stringify(text))).toEqual([secret('v1:a:b')]);
    const shown = { [SIGNATURE]: '1b47061264138c4ac30d75fd1eb44270', plaintext: '"open"' };
    expect(decryptValue(shown, undefined)).toEqual(secret('open'));
  });

  it('puts each resource behind those that it needs, whatever order they came in', () => {
    const names = inDependencyOrder(readGraph([exported([...network()].reverse())])).map(({ name }) => name);
    expect(names.indexOf('net')).toBeLessThan(names.indexOf('a'));
    const policy = resource('aws:iam/rolePolicy:RolePolicy', 'p', {
      id: 'p',
      inputs: { policy: '{"Resource":"arn:aws:ec2:us-east-1:1:vpc/vpc-1-dev"}' },
    });
    const mention = inDependencyOrder(readGraph([exported([policy, ...network()])])).map(({ name }) => name);
    expect(mention.indexOf('net')).toBeLessThan(mention.indexOf('p'));
  });

  it('ignores the mention that closes a circle, whatever comes first, and never an edge', () => {
    const TRAIL = 'aws:cloudtrail/trail:Trail';
    const arn = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/audit';
    // a role that only one trail may take, its rights, and the trail that waits for them
    const role = resource('aws:iam/role:Role', 'role', { id: 'trail-role', inputs: { assumeRolePolicy: arn } });
    const rights = resource('aws:iam/rolePolicy:RolePolicy', 'rights', { id: 'r', dependencies: [role.urn] });
    const outputs = { arn };
    const trail = resource(TRAIL, 'trail', { id: 'audit', outputs, dependencies: [rights.urn] });
    for (const order of [
      [role, rights, trail],
      [rights, trail, role],
      [trail, role, rights],
      [role, trail, rights],
    ]) {
      const names = inDependencyOrder(readGraph([exported([...network(), ...order])])).map(({ name }) => name);
      expect(names.slice(-3)).toEqual(['role', 'rights', 'trail']);
    }
    const needed = withNeeded(readGraph([exported([...network(), role, rights, trail])]), [role.urn]);
    expect([...needed].map(({ name }) => name).sort()).toEqual(['rights', 'role', 'trail']);
  });

  it('reads the provider of a stack by its URN', () => {
    const [, vpc] = readGraph([exported(network())]).nodes;
    expect(vpc?.provider?.urn).toBe(EAST);
  });
});
