import {
  DescribeAddressesCommand,
  DescribeInstancesCommand,
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { openStateFolder } from '../../src/lib/state-folder.ts';
import { openStore } from '../../src/twin/store.ts';
import { assembleTwin } from '../../src/twin/twin.ts';
import { createWire, listen } from '../../src/twin/wire/index.ts';

const REGIONS = ['us-east-1', 'us-west-2'];

/** How many there are of each kind in each region, as `aws ec2 describe-…` counts them: `us-east-1 vpcs` to a number. */
export type Inventory = Readonly<Record<string, number>>;

/** Asks the twin of a state folder over its wire, with the unmodified SDK. */
export async function inventoryOf(state: string): Promise<Inventory> {
  const store = openStore(state, openStateFolder(state).key('twin'), { seed: '', account: '', nowMs: 0 });
  const server = await listen(createWire(assembleTwin(store.world).dispatcher), {
    port: 0,
    onBug: (error) => {
      throw error;
    },
  });
  try {
    const counts = await Promise.all(REGIONS.map((region) => countsIn(region, server.url)));
    return Object.assign({}, ...counts) as Inventory;
  } finally {
    await server.close();
    store.close();
  }
}

async function countsIn(region: string, endpoint: string): Promise<Inventory> {
  const ec2 = new EC2Client({ region, endpoint, credentials: { accessKeyId: 'TWINTEST', secretAccessKey: 'twin' } });
  const [vpcs, subnets, groups, tables, gateways, addresses, internet, reservations] = await Promise.all([
    ec2.send(new DescribeVpcsCommand({})),
    ec2.send(new DescribeSubnetsCommand({})),
    ec2.send(new DescribeSecurityGroupsCommand({})),
    ec2.send(new DescribeRouteTablesCommand({})),
    ec2.send(new DescribeNatGatewaysCommand({})),
    ec2.send(new DescribeAddressesCommand({})),
    ec2.send(new DescribeInternetGatewaysCommand({})),
    ec2.send(new DescribeInstancesCommand({})),
  ]);
  ec2.destroy();
  const counts = {
    vpcs: vpcs.Vpcs,
    subnets: subnets.Subnets,
    'security-groups': groups.SecurityGroups,
    'route-tables': tables.RouteTables,
    'nat-gateways': gateways.NatGateways,
    addresses: addresses.Addresses,
    'internet-gateways': internet.InternetGateways,
    instances: (reservations.Reservations ?? []).flatMap(({ Instances }) => Instances ?? []),
  };
  return Object.fromEntries(Object.entries(counts).map(([kind, list]) => [`${region} ${kind}`, list?.length ?? 0]));
}
