import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contains, formatAddress, overlaps, parseRange } from '../../../../src/twin/services/ec2/address-range.ts';
import { flatten, identityOf, nest } from '../../../../src/twin/services/ec2/permissions.ts';
import { knownRegions, zonesOf } from '../../../../src/twin/services/ec2/zones.ts';
import { EAST, NetworkWorld, WEST } from '../../../support/network-world.ts';

test('a range is read only in its canonical form', () => {
  expect(parseRange('10.0.4.0/22')).toEqual({ first: 0x0a000400, last: 0x0a0007ff, prefix: 22 });
  for (const wrong of ['10.0.1.0/22', '10.0.0/16', '10.0.0.256/32', '10.0.0.0/33', '::/0', '']) {
    expect(parseRange(wrong)).toBeUndefined();
  }
});

test('of two ranges one holds the other, or they are apart', () => {
  const range = fc
    .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }))
    .map(([address, prefix]) => {
      const size = 2 ** (32 - prefix);
      return parseRange(`${formatAddress(address - (address % size))}/${prefix}`);
    });
  fc.assert(
    fc.property(range, range, (a, b) => {
      expect(a && b && overlaps(a, b)).toBe(a && b && (contains(a, b) || contains(b, a)));
    }),
  );
});

test('permissions nest as the API has them and come back the same', () => {
  const one = fc.record({
    protocol: fc.constantFrom('tcp', 'udp'),
    fromPort: fc.integer({ min: 0, max: 3 }),
    toPort: fc.integer({ min: 4, max: 6 }),
    kind: fc.constantFrom('cidr' as const, 'cidr6' as const, 'group' as const, 'prefix-list' as const),
    peer: fc.constantFrom('x', 'y', 'z'),
  });
  fc.assert(
    fc.property(fc.uniqueArray(one, { selector: identityOf, maxLength: 12 }), (atoms) => {
      const back = flatten(nest(atoms, '111122223333'));
      expect(back.map(identityOf).sort()).toEqual(atoms.map(identityOf).sort());
    }),
  );
});

test('every region has zones of its own name, of which at least two', () => {
  for (const region of knownRegions()) {
    const zones = zonesOf(region);
    expect(zones.length).toBeGreaterThan(1);
    expect(zones.every((zone) => zone.name.startsWith(region) && /^[a-z]+\d-az\d$/.test(zone.id))).toBe(true);
  }
  expect(zonesOf('ap-southeast-2')[0]).toEqual({ name: 'ap-southeast-2a', id: 'apse2-az1' });
  expect(() => zonesOf('us-moon-1')).toThrow(/does not model the availability zones of us-moon-1/);
});

test('subnets must lie in their VPC and apart from each other', () => {
  const world = new NetworkWorld();
  const { vpcId } = world.network();
  const create = (CidrBlock: string) => () => world.ec2('CreateSubnet', { VpcId: vpcId, CidrBlock });
  expect(world.refusal(create('10.1.0.0/24')).code).toBe('InvalidSubnet.Range');
  expect(world.refusal(create('10.0.0.0/29')).code).toBe('InvalidSubnet.Range');
  expect(world.refusal(create('10.0.2.128/25')).code).toBe('InvalidSubnet.Conflict');
  create('10.0.3.0/24')();
});

test('what is in one region is not in another', () => {
  const world = new NetworkWorld();
  const { vpcId } = world.network(EAST);
  expect(world.refusal(() => world.ec2('DescribeVpcs', { VpcIds: [vpcId] }, WEST)).code).toBe('InvalidVpcID.NotFound');
  expect(world.ec2<{ Subnets: object[] }>('DescribeSubnets', {}, WEST).Subnets).toEqual([]);
});

test('lists are narrowed by filters; a filter that is not modelled is refused', () => {
  const world = new NetworkWorld();
  const { vpcId, subnetIds } = world.network();
  const describe = (input: object) => world.ec2<{ Subnets: { SubnetId: string }[] }>('DescribeSubnets', input);
  const inZone = describe({
    Filters: [
      { Name: 'vpc-id', Values: [vpcId] },
      { Name: 'availability-zone', Values: [`${EAST}b`] },
    ],
  });
  expect(inZone.Subnets.map((subnet) => subnet.SubnetId)).toEqual([subnetIds[1]]);
  expect(world.refusal(() => describe({ Filters: [{ Name: 'outpost-arn', Values: ['x'] }] })).code).toBe(
    'NotImplemented',
  );
});

test('tags are added, overwritten, filtered by and taken away', () => {
  const world = new NetworkWorld();
  const { vpcId } = world.network();
  const tagged = () =>
    world.ec2<{ Vpcs: { Tags: object[] }[] }>('DescribeVpcs', { Filters: [{ Name: 'tag:a', Values: ['2'] }] }).Vpcs;
  world.ec2('CreateTags', {
    Resources: [vpcId],
    Tags: [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '1' },
    ],
  });
  expect(tagged()).toEqual([]);
  world.ec2('CreateTags', { Resources: [vpcId], Tags: [{ Key: 'a', Value: '2' }] });
  world.ec2('DeleteTags', { Resources: [vpcId], Tags: [{ Key: 'b' }, { Key: 'a', Value: '1' }] });
  expect(tagged()[0]?.Tags).toEqual([{ Key: 'a', Value: '2' }]);
});

test('launch templates have versions, of which one is the default', () => {
  const world = new NetworkWorld();
  const LaunchTemplateId = world.template({ groupId: 'sg-1' });
  world.ec2('CreateLaunchTemplateVersion', { LaunchTemplateId, LaunchTemplateData: { ImageId: 'ami-2' } });
  const images = (Versions: string[]) =>
    world
      .ec2<{ LaunchTemplateVersions: { LaunchTemplateData: { ImageId: string } }[] }>(
        'DescribeLaunchTemplateVersions',
        {
          LaunchTemplateId,
          Versions,
        },
      )
      .LaunchTemplateVersions.map((version) => version.LaunchTemplateData.ImageId);
  expect(images(['$Default', '$Latest', '2'])).toEqual(['ami-1', 'ami-2', 'ami-2']);
  world.ec2('ModifyLaunchTemplate', { LaunchTemplateId, DefaultVersion: '2' });
  expect(images(['$Default'])).toEqual(['ami-2']);
  expect(world.refusal(() => images(['3'])).code).toBe('InvalidLaunchTemplateId.VersionNotFound');
});

test('instances run after a while, and their application answers later', () => {
  const world = new NetworkWorld();
  const { subnetIds, groupId } = world.network();
  const launch = { ImageId: 'ami-1', InstanceType: 'm7g.large', SubnetId: subnetIds[0], SecurityGroupIds: [groupId] };
  world.ec2('RunInstances', { ...launch, MinCount: 1, MaxCount: 1 });
  const status = () =>
    world
      .ec2<{ InstanceStatuses: { InstanceState: { Name: string }; InstanceStatus: { Status: string } }[] }>(
        'DescribeInstanceStatus',
        { IncludeAllInstances: true },
      )
      .InstanceStatuses.map((each) => `${each.InstanceState.Name} ${each.InstanceStatus.Status}`)[0];
  expect(status()).toBe('pending not-applicable');
  while (status() === 'pending not-applicable') world.pass(1);
  expect(status()).toBe('running initializing');
  world.pass(120);
  expect(status()).toBe('running ok');
});
