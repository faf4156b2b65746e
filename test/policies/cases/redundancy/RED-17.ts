import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Added, type Given, type Mutation, pick, type RuleCase, set } from '../build.ts';
import { broken, deployed, elsewhere, OPEN, previewed, subnets } from './short-case.ts';

/** "Each private subnet’s 0.0.0.0/0 route goes to a NAT gateway in the same AZ." */
const SUBNET = 'aws:ec2/subnet:Subnet';
const TABLE = 'aws:ec2/routeTable:RouteTable';
const VPC = 'vpc-0123456789abcdef0';

/** A table of one subnet, whose default route is inline. */
function routed(add: Add, name: string, subnet: Added, route: Readonly<Record<string, Given>>): Added {
  const routes = [{ cidrBlock: '0.0.0.0/0', ...route }];
  const table = add(TABLE, `${name}-table`, { vpcId: VPC, routes });
  associated(add, name, subnet, table);
  return table;
}

function associated(add: Add, name: string, subnet: Added, table: Added): void {
  const given = { subnetId: subnet.ref('id'), routeTableId: table.ref('id') };
  add('aws:ec2/routeTableAssociation:RouteTableAssociation', `${name}-association`, given);
}

function natIn(add: Add, name: string, subnet: Added): Added {
  return add('aws:ec2/natGateway:NatGateway', name, { allocationId: 'eipalloc-0123', subnetId: subnet.ref('id') });
}

/** A public subnet and a private one for each pair of letters: a private one in the second, which goes out in the first. */
function network(add: Add, pairs: Readonly<Record<string, string>>): void {
  for (const [name, pair] of Object.entries(pairs)) {
    const [outer, inner] = subnets(add, pair, name);
    if (outer === undefined || inner === undefined) throw new Error(`${pair} is no pair`);
    routed(add, `${name}-outer`, outer, { gatewayId: 'igw-0123456789abcdef0' });
    const natGatewayId = natIn(add, `${name}-nat`, outer).ref('id');
    routed(add, `${name}-inner`, inner, { natGatewayId });
  }
}

const good = 'each private subnet goes out through its own zone';
const separate = 'the route may be a resource of its own';

export const cases: readonly RuleCase[] = [
  deployed(good, (add) => network(add, { first: 'aa', second: 'bb' }), { 'first-1': 'pass', 'second-1': 'pass' }),
  deployed(
    separate,
    (add) => {
      const [outer, inner] = subnets(add, 'aa', 'zone');
      if (outer === undefined || inner === undefined) return;
      routed(add, 'outer', outer, { gatewayId: 'igw-0123456789abcdef0' });
      const table = add(TABLE, 'inner-table', { vpcId: VPC });
      associated(add, 'inner', inner, table);
      const route = { routeTableId: table.ref('id'), destinationCidrBlock: '0.0.0.0/0' };
      add('aws:ec2/route:Route', 'inner-route', { ...route, natGatewayId: natIn(add, 'nat', outer).ref('id') });
    },
    { 'zone-1': 'pass' },
  ),
  deployed('going out through another zone fails with that zone', (add) => network(add, { crossed: 'ab' }), {
    'crossed-1': 'fail',
  }),
  deployed(
    'one gateway for two zones fails in one of them',
    (add) => {
      const [outer, near, far] = subnets(add, 'aab', 'zone');
      if (outer === undefined || near === undefined || far === undefined) return;
      routed(add, 'outer', outer, { gatewayId: 'igw-0123456789abcdef0' });
      const shared = routed(add, 'near', near, { natGatewayId: natIn(add, 'nat', outer).ref('id') });
      associated(add, 'far', far, shared);
    },
    { 'zone-1': 'pass', 'zone-2': 'fail' },
  ),
  deployed(
    'a public subnet, and one that goes nowhere, are none to be judged',
    (add) => {
      const [open, closed] = subnets(add, 'aa', 'zone');
      if (open === undefined || closed === undefined) return;
      routed(add, 'open', open, { gatewayId: 'igw-0123456789abcdef0' });
      associated(add, 'closed', closed, add(TABLE, 'closed-table', { vpcId: VPC }));
    },
    { 'zone-0': 'not-applicable', 'zone-1': 'not-applicable' },
  ),
  previewed(
    'in a preview the edges tell the way; a zone that AWS will choose is open',
    (add) => network(add, { near: 'aa', crossed: 'ab', open: '?a', inner: 'a?' }),
    {
      'near-1': 'pass',
      'crossed-1': 'fail',
      'open-0': ['not-applicable', ...OPEN],
      'open-1': OPEN,
      'inner-1': OPEN,
    },
  ),
  deployed(
    'a gateway of a stack that is not given stands in a zone that is not known',
    (add) => {
      const [inner] = subnets(add, 'a', 'zone');
      if (inner !== undefined) routed(add, 'inner', inner, { natGatewayId: 'nat-0123456789abcdef0' });
    },
    { 'zone-0': 'unknown' },
  ),
  elsewhere(SUBNET, { availabilityZone: UNKNOWN }),
];

const moved = (name: string) => (stacks: Parameters<Mutation['mutate']>[0]) =>
  set(pick(stacks, name), { availabilityZone: 'us-east-1c' });

export const mutations: readonly Mutation[] = [
  broken(good, 'a private subnet moves into another zone', 'first-1', moved('first-1')),
  broken(good, 'the public subnet under a gateway moves into another zone', 'second-1', moved('second-0')),
  broken(good, 'a gateway moves into the other’s subnet', 'first-1', (stacks) => {
    const nat = pick(stacks, 'first-nat');
    const other = pick(stacks, 'second-0');
    set(nat, { subnetId: other.id ?? '' });
    nat.propertyDependencies = { ...nat.propertyDependencies, subnetId: [other.urn] };
  }),
  broken(separate, 'the private subnet moves into another zone', 'zone-1', moved('zone-1')),
  broken(good, 'a table routes through the other zone’s gateway', 'first-1', (stacks) => {
    const table = pick(stacks, 'first-inner-table');
    const other = pick(stacks, 'second-nat');
    set(table, { routes: [{ cidrBlock: '0.0.0.0/0', natGatewayId: other.id ?? '' }] });
    table.propertyDependencies = { ...table.propertyDependencies, routes: [other.urn] };
  }),
];
