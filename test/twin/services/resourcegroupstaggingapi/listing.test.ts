import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOUR_MS } from '../../../../src/lib/clock.ts';
import { TAGGED_TABLES } from '../../../../src/twin/services/tagged-tables.ts';
import { EAST, NetworkWorld, WEST } from '../../../support/network-world.ts';
import { bringOrdersUp, type OrdersUp } from '../../../support/orders-up.ts';

type Mapping = { ResourceARN: string; Tags: { Key: string; Value: string }[] };

function listed(world: NetworkWorld, input: object = {}, region = EAST): Mapping[] {
  const { ResourceTagMappingList, PaginationToken } = world.call<{
    ResourceTagMappingList: Mapping[];
    PaginationToken: string;
  }>('resourcegroupstaggingapi', 'GetResources', { ResourcesPerPage: 100, ...input }, { region });
  expect(PaginationToken).toBe('');
  return ResourceTagMappingList;
}

function vpc(world: NetworkWorld, tags: Record<string, string>, region = EAST): string {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const { Vpc } = world.ec2<{ Vpc: { VpcId: string } }>(
    'CreateVpc',
    { CidrBlock: '10.0.0.0/16', ...(Tags.length > 0 && { TagSpecifications: [{ ResourceType: 'vpc', Tags }] }) },
    region,
  );
  return Vpc.VpcId;
}

const arnOf = (id: string, region = EAST) => `arn:aws:ec2:${region}:111122223333:vpc/${id}`;

describe('what is listed', () => {
  test('a resource with tags in its region, by its ARN; not one that never had any', () => {
    const world = new NetworkWorld();
    const id = vpc(world, { system: 'orders' });
    vpc(world, {});
    vpc(world, { system: 'orders' }, WEST);
    expect(listed(world)).toEqual([{ ResourceARN: arnOf(id), Tags: [{ Key: 'system', Value: 'orders' }] }]);
  });

  test('one that has lost its tags, with none, until it is filtered by one', () => {
    const world = new NetworkWorld();
    const id = vpc(world, { system: 'orders' });
    world.ec2('DeleteTags', { Resources: [id], Tags: [{ Key: 'system' }] });
    expect(listed(world)).toEqual([{ ResourceARN: arnOf(id), Tags: [] }]);
    expect(listed(world, { TagFilters: [{ Key: 'system' }] })).toEqual([]);
    world.ec2('CreateTags', { Resources: [id], Tags: [{ Key: 'system', Value: 'billing' }] });
    expect(listed(world)).toEqual([{ ResourceARN: arnOf(id), Tags: [{ Key: 'system', Value: 'billing' }] }]);
  });

  test('one that is gone, with its last tags, for some hours', () => {
    const world = new NetworkWorld();
    const id = vpc(world, { system: 'orders' });
    world.ec2('DeleteVpc', { VpcId: id });
    expect(listed(world, { TagFilters: [{ Key: 'system' }] })).toMatchObject([{ ResourceARN: arnOf(id) }]);
    world.pass((24 * HOUR_MS) / 1000);
    expect(listed(world)).toEqual([]);
  });

  test('what belongs to no region in us-east-1; roles and Auto Scaling groups nowhere', () => {
    const world = new NetworkWorld();
    const Tags = [{ Key: 'system', Value: 'orders' }];
    world.call('iam', 'CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: '{}', Tags });
    world.call('iam', 'CreateInstanceProfile', { InstanceProfileName: 'p', Tags });
    const { HostedZone } = world.call<{ HostedZone: { Id: string } }>('route53', 'CreateHostedZone', {
      Name: 'orders.example',
      CallerReference: 'one',
    });
    const ResourceId = HostedZone.Id.replace('/hostedzone/', '');
    world.call('route53', 'ChangeTagsForResource', { ResourceType: 'hostedzone', ResourceId, AddTags: Tags });
    expect(listed(world, {}, WEST)).toEqual([]);
    expect(listed(world).map(({ ResourceARN }) => ResourceARN)).toEqual([
      'arn:aws:iam::111122223333:instance-profile/p',
      `arn:aws:route53:::hostedzone/${ResourceId}`,
    ]);
    expect(TAGGED_TABLES.map(({ table }) => table)).not.toContain('autoscaling.group');
  });
});

describe('filters', () => {
  const world = new NetworkWorld();
  const [one, two, three] = [
    vpc(world, { system: 'orders', env: 'prod' }),
    vpc(world, { system: 'orders', env: 'test' }),
    vpc(world, { system: 'billing' }),
  ];
  const { VpcId, SubnetId } = world.ec2<{ Subnet: { VpcId: string; SubnetId: string } }>('CreateSubnet', {
    VpcId: one,
    CidrBlock: '10.0.0.0/24',
    AvailabilityZone: 'us-east-1a',
    TagSpecifications: [{ ResourceType: 'subnet', Tags: [{ Key: 'system', Value: 'orders' }] }],
  }).Subnet;
  const ids = (input: object) => listed(world, input).map(({ ResourceARN }) => ResourceARN.split('/')[1]);

  test.each([
    ['a key', [{ Key: 'env' }], [one, two]],
    ['a value', [{ Key: 'system', Values: ['billing'] }], [three]],
    ['one of several values', [{ Key: 'env', Values: ['prod', 'test'] }], [one, two]],
    [
      'all of several filters',
      [
        { Key: 'system', Values: ['orders'] },
        { Key: 'env', Values: ['test'] },
      ],
      [two],
    ],
    ['a key that nothing has', [{ Key: 'toString' }], []],
  ])('%s', (_what, TagFilters, expected) => {
    expect(ids({ TagFilters, ResourceTypeFilters: ['ec2:vpc'] }).sort()).toEqual([...expected].sort());
  });

  test('types are those of the ARN', () => {
    expect(VpcId).toBe(one);
    expect(ids({ ResourceTypeFilters: ['ec2:subnet'] })).toEqual([SubnetId]);
    expect(ids({ ResourceTypeFilters: ['ec2'] })).toHaveLength(4);
    expect(ids({ ResourceTypeFilters: ['ec2:sub', 'rds'] })).toEqual([]);
  });

  test('ARNs are looked up, those that are not there are left out, and nothing else goes with them', () => {
    const ask = (input: object) =>
      world.call<{ ResourceTagMappingList: Mapping[] }>('resourcegroupstaggingapi', 'GetResources', input);
    const ResourceARNList = [arnOf(two), arnOf('vpc-none')];
    expect(ask({ ResourceARNList }).ResourceTagMappingList).toMatchObject([{ ResourceARN: arnOf(two) }]);
    for (const more of [{ TagFilters: [] }, { ResourceTypeFilters: [] }, { ResourcesPerPage: 5 }]) {
      expect(world.refusal(() => ask({ ResourceARNList, ...more })).code).toBe('InvalidParameterException');
    }
  });
});

test('keys and values come in pages of a hundred', () => {
  const world = new NetworkWorld();
  for (let n = 0; n < 3; n++) {
    const tags = Object.fromEntries(Array.from({ length: 45 }, (_, index) => [`key-${n}-${index}`, `value-${index}`]));
    vpc(world, { ...tags, same: `value-${n}` });
  }
  const ask = (operation: string, input: object) =>
    world.call<{ PaginationToken: string; TagKeys: string[]; TagValues: string[] }>(
      'resourcegroupstaggingapi',
      operation,
      input,
    );
  const first = ask('GetTagKeys', {});
  const second = ask('GetTagKeys', { PaginationToken: first.PaginationToken });
  expect([first.TagKeys.length, second.TagKeys.length, second.PaginationToken]).toEqual([100, 36, '']);
  expect(new Set([...first.TagKeys, ...second.TagKeys]).size).toBe(136);
  expect(ask('GetTagValues', { Key: 'same' })).toEqual({
    PaginationToken: '',
    TagValues: ['value-0', 'value-1', 'value-2'],
  });
});

describe('a system that is up', () => {
  let orders: OrdersUp;
  beforeAll(async () => {
    orders = await bringOrdersUp();
  });
  afterAll(() => orders?.remove());

  test('is found by its tags in both regions, but for roles, the global cluster and what is inert without an ARN', async () => {
    const found = new Set<string>();
    for (const region of [EAST, WEST]) {
      let PaginationToken = '';
      do {
        const page = orders.twin.dispatcher.dispatch({
          service: 'resourcegroupstaggingapi',
          operation: 'GetResources',
          region,
          input: { TagFilters: [{ Key: 'evenkeel:system', Values: ['orders'] }], PaginationToken },
        }) as { PaginationToken: string; ResourceTagMappingList: Mapping[] };
        for (const { ResourceARN } of page.ResourceTagMappingList) found.add(ResourceARN);
        PaginationToken = page.PaginationToken;
      } while (PaginationToken);
    }
    const tagged = (await orders.resources()).filter(
      ({ outputs }) => (outputs['tagsAll'] as Record<string, unknown> | undefined)?.['evenkeel:system'] === 'orders',
    );
    // the provider tells no ARN of a NAT gateway
    const named = tagged.map(({ type, outputs, id }) => ({ type, arn: String(outputs['arn'] ?? `natgateway/${id}`) }));
    const missed = named.filter(({ arn }) => ![...found].some((other) => other.endsWith(arn)));
    expect(tagged.length).toBeGreaterThan(50);
    expect([...new Set(missed.map(({ type }) => type))].sort()).toEqual([
      'aws:iam/role:Role',
      'aws:rds/globalCluster:GlobalCluster',
      // inert, and the provider tells no ARN of it: the twin keeps it, and finds it by no tag
      'aws:ssm/maintenanceWindow:MaintenanceWindow',
    ]);
  });
});
