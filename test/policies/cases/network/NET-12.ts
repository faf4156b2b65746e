import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Added, type Mutation, pick, type RuleCase, set } from '../build.ts';
import { deployed, each, managedElsewhere, network, OPEN, previewed } from './common.ts';

/** "Not publicly accessible and not in a subnet routed to an internet gateway." */
const INSTANCE = 'aws:rds/instance:Instance';
const CLUSTER = 'aws:rds/cluster:Cluster';
const MEMBER = 'aws:rds/clusterInstance:ClusterInstance';
const WAREHOUSE = 'aws:redshift/cluster:Cluster';
const GROUP = 'aws:rds/subnetGroup:SubnetGroup';
const WAREHOUSE_GROUP = 'aws:redshift/subnetGroup:SubnetGroup';
const engine = { engine: 'postgres', instanceClass: 'db.r6g.large', storageEncrypted: true };

/** An instance, a member of a cluster and a warehouse in some subnets. */
function databases(add: Add, subnets: readonly Added[], publiclyAccessible: boolean | string | undefined): void {
  const subnetIds = subnets.map((one) => one.ref('id'));
  const group = add(GROUP, 'group', { name: 'inner', subnetIds }, { id: 'inner' });
  const warehouses = add(WAREHOUSE_GROUP, 'warehouses', { name: 'inner-dw', subnetIds }, { id: 'inner-dw' });
  add(INSTANCE, 'database', { ...engine, dbSubnetGroupName: group.ref('name'), publiclyAccessible });
  const cluster = add(CLUSTER, 'cluster', { engine: 'aurora-postgresql', dbSubnetGroupName: group.ref('name') });
  const member = { ...engine, engine: 'aurora-postgresql', publiclyAccessible };
  add(MEMBER, 'member', { ...member, clusterIdentifier: cluster.ref('id'), dbSubnetGroupName: group.ref('name') });
  add(WAREHOUSE, 'warehouse', {
    clusterIdentifier: 'dw',
    nodeType: 'ra3.large',
    clusterSubnetGroupName: warehouses.ref('name'),
    publiclyAccessible,
  });
}

const good = 'databases stand in private subnets and have no public address';
const names = ['database', 'member', 'warehouse'] as const;

export const cases: readonly RuleCase[] = [
  {
    title: good,
    stacks: deployed((add) => databases(add, network(add).inner, false)),
    expect: each('pass', ...names),
  },
  {
    title: 'databases have public addresses',
    stacks: deployed((add) => databases(add, network(add).inner, true)),
    expect: each('fail', ...names),
  },
  {
    title: 'databases stand in subnets that lead to an internet gateway',
    stacks: deployed((add) => databases(add, network(add).open, false)),
    expect: each('fail', ...names),
  },
  {
    title: 'one public subnet of several is enough',
    stacks: deployed((add) => {
      const { inner, open } = network(add);
      databases(add, [...inner, ...open.slice(0, 1)], false);
    }),
    expect: each('fail', ...names),
  },
  {
    title: 'where nothing is said of an address there is none',
    stacks: deployed((add) => databases(add, network(add).inner, undefined)),
    expect: each('pass', ...names),
  },
  {
    title: 'a member that names no group stands in that of its cluster',
    stacks: deployed((add) => {
      const subnetIds = network(add).open.map((one) => one.ref('id'));
      const group = add(GROUP, 'group', { name: 'outer', subnetIds }, { id: 'outer' });
      const cluster = add(CLUSTER, 'cluster', { engine: 'aurora-mysql', dbSubnetGroupName: group.ref('name') });
      add(MEMBER, 'member', { ...engine, clusterIdentifier: cluster.ref('id'), publiclyAccessible: false });
    }),
    expect: [{ name: 'member', verdict: 'fail' }],
  },
  managedElsewhere(INSTANCE, { ...engine, publiclyAccessible: true }),
  {
    title: 'a group or subnets that are in none of the checkpoints are not known to be private',
    stacks: deployed((add) => {
      add(INSTANCE, 'lost', { ...engine, dbSubnetGroupName: 'somewhere', publiclyAccessible: false });
      const group = add(GROUP, 'group', { name: 'g', subnetIds: ['subnet-0aaaaaaaaaaaaaaa1'] }, { id: 'g' });
      add(INSTANCE, 'half-lost', { ...engine, dbSubnetGroupName: group.ref('name'), publiclyAccessible: false });
      add(INSTANCE, 'public', { ...engine, dbSubnetGroupName: 'somewhere', publiclyAccessible: true });
      add(INSTANCE, 'default', { ...engine, publiclyAccessible: false });
    }),
    expect: [
      ...each('unknown' as const, 'lost', 'half-lost'),
      { name: 'public', verdict: 'fail' },
      { name: 'default', verdict: ['unknown', 'fail'] },
    ],
  },
  {
    title: 'a first preview decides by the edges of the routes; what is not known is not decided',
    stacks: previewed((add) => {
      const { inner } = network(add);
      databases(add, inner, false);
      add(INSTANCE, 'perhaps', { ...engine, dbSubnetGroupName: 'inner', publiclyAccessible: UNKNOWN });
    }),
    expect: [...each('pass' as const, ...names), { name: 'perhaps', verdict: OPEN }],
  },
];

export const mutations: readonly Mutation[] = [
  ...names.map(
    (name): Mutation => ({
      of: good,
      edit: `the ${name} gets a public address`,
      mutate: (stacks) => set(pick(stacks, name), { publiclyAccessible: true }),
      expect: [{ name, verdict: 'fail' }],
    }),
  ),
  {
    of: good,
    edit: 'a table of their subnets leads to the internet gateway',
    mutate: (stacks) => {
      const gateway = pick(stacks, 'gateway');
      const route = pick(stacks, 'inward-b-default');
      set(route, { natGatewayId: undefined, gatewayId: gateway.id });
      route.propertyDependencies = { ...route.propertyDependencies, natGatewayId: [], gatewayId: [gateway.urn] };
    },
    expect: each('fail', ...names),
  },
  {
    of: good,
    edit: 'a subnet of theirs joins the table that leads outward',
    mutate: (stacks) => {
      const table = pick(stacks, 'outward');
      const one = pick(stacks, 'inner-a-association');
      set(one, { routeTableId: table.id });
      one.propertyDependencies = { ...one.propertyDependencies, routeTableId: [table.urn] };
    },
    expect: each('fail', ...names),
  },
];
