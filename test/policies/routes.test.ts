import { describe, expect, it } from 'vitest';
import { defaultRouteOf, isPublic } from '../../policies/facts/routes.ts';
import { Resource } from '../../src/policy/index.ts';
import { scopeOf } from '../../src/policy/scope.ts';
import { graphWith, resource, urnOf } from '../support/checkpoint.ts';

const VPC = 'aws:ec2/vpc:Vpc';
const SUBNET = 'aws:ec2/subnet:Subnet';
const TABLE = 'aws:ec2/routeTable:RouteTable';
const DEFAULT_TABLE = 'aws:ec2/defaultRouteTable:DefaultRouteTable';
const ROUTE = 'aws:ec2/route:Route';
const ASSOCIATION = 'aws:ec2/routeTableAssociation:RouteTableAssociation';
const MAIN = 'aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation';
const GATEWAY = 'aws:ec2/internetGateway:InternetGateway';
const NAT = 'aws:ec2/natGateway:NatGateway';
const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
const anywhere = '0.0.0.0/0';

const vpc = resource(VPC, 'vpc', {
  id: 'vpc-1',
  outputs: { mainRouteTableId: 'rtb-main', defaultRouteTableId: 'rtb-main' },
});
const subnet = resource(SUBNET, 's', { id: 'subnet-1', inputs: { vpcId: 'vpc-1' } });
const gateway = resource(GATEWAY, 'igw', { id: 'igw-1', inputs: { vpcId: 'vpc-1' } });
const nat = resource(NAT, 'nat', { id: 'nat-1', inputs: { subnetId: 'subnet-1' } });
const associated = resource(ASSOCIATION, 'a', {
  id: 'rtbassoc-1',
  inputs: { subnetId: 'subnet-1', routeTableId: 'rtb-1' },
});
const table = (routes: readonly unknown[], outputs = {}) =>
  resource(TABLE, 't', { id: 'rtb-1', inputs: { vpcId: 'vpc-1', routes }, outputs });
const route = (inputs: object, name = 'r') => resource(ROUTE, name, { id: name, inputs });

/** Whether the subnet `s` is public and what its default route leads to, or why that is not known. */
function told(...resources: readonly Record<string, unknown>[]) {
  const graph = graphWith(...resources);
  const [node] = graph.byType(SUBNET);
  if (node === undefined) throw new Error('no subnet');
  const [one, estate] = [new Resource(node), scopeOf(undefined, graph)];
  const answer = (ask: () => unknown) => {
    try {
      return ask();
    } catch (error) {
      return (error as Error).message;
    }
  };
  return [
    answer(() => isPublic(one, estate)),
    answer(() => {
      const found = defaultRouteOf(one, estate);
      return found && (found.line.to('natGatewayId', NAT)?.name ?? 'other');
    }),
  ];
}

describe('the routes of a subnet', () => {
  it('come from the table that it is associated with, inline or as resources of their own', () => {
    const inline = [{ cidrBlock: anywhere, gatewayId: 'igw-1' }];
    expect(told(vpc, subnet, gateway, associated, table(inline))).toEqual([true, 'other']);
    const own = route({ routeTableId: 'rtb-1', destinationCidrBlock: anywhere, natGatewayId: 'nat-1' });
    expect(told(vpc, subnet, gateway, nat, associated, table([]), own)).toEqual([false, 'nat']);
    const both = table([{ cidrBlock: '10.9.0.0/16', natGatewayId: 'nat-1' }]);
    expect(told(vpc, subnet, gateway, nat, associated, both)).toEqual([false, undefined]);
  });

  it('make it public by any range that leads to an internet gateway, also one that is in no checkpoint', () => {
    const to = (gatewayId: string) => table([{ cidrBlock: '198.51.100.0/24', gatewayId }]);
    expect(told(vpc, subnet, associated, to('igw-0'))).toEqual([true, undefined]);
    expect(told(vpc, subnet, associated, to('vgw-0'))).toEqual([false, undefined]);
    expect(told(vpc, subnet, associated, to('local'))).toEqual([false, undefined]);
    const six = table([{ ipv6CidrBlock: '::/0', gatewayId: 'igw-1' }]);
    expect(told(vpc, subnet, gateway, associated, six)).toEqual([true, undefined]);
    const outward = table([{ ipv6CidrBlock: '::/0', egressOnlyGatewayId: 'eigw-1' }]);
    expect(told(vpc, subnet, gateway, associated, outward)).toEqual([false, undefined]);
  });

  it('that AWS answers count where the program says none, its empty texts being none', () => {
    const answered = { routes: [{ cidrBlock: anywhere, ipv6CidrBlock: '', gatewayId: '', natGatewayId: 'nat-1' }] };
    expect(told(vpc, subnet, nat, associated, table([], answered))).toEqual([false, 'nat']);
  });

  it('are those of the main table where it is associated with none', () => {
    const main = resource(MAIN, 'm', { id: 'm', inputs: { vpcId: 'vpc-1', routeTableId: 'rtb-1' } });
    const open = table([{ cidrBlock: anywhere, gatewayId: 'igw-1' }]);
    expect(told(vpc, subnet, gateway, main, open)).toEqual([true, 'other']);
    const adopted = resource(DEFAULT_TABLE, 'd', {
      id: 'rtb-main',
      inputs: { defaultRouteTableId: 'rtb-main', routes: [{ cidrBlock: anywhere, natGatewayId: 'nat-1' }] },
      outputs: { vpcId: 'vpc-1' },
    });
    expect(told(vpc, subnet, nat, adopted)).toEqual([false, 'nat']);
    // a table that nothing associates is nobody's
    expect(told(vpc, subnet, gateway, open)).toEqual([false, undefined]);
  });

  it('are the local one alone where nothing manages the main table, and what is added to it by its id', () => {
    expect(told(vpc, subnet)).toEqual([false, undefined]);
    const added = route({ routeTableId: 'rtb-main', destinationCidrBlock: anywhere, gatewayId: 'igw-1' });
    expect(told(vpc, subnet, gateway, added)).toEqual([true, 'other']);
    const onDefault = resource('aws:ec2/defaultVpc:DefaultVpc', 'vpc', { id: 'vpc-1' });
    expect(told(onDefault, subnet)).toEqual([true, expect.stringContaining('in none of the checkpoints')]);
  });

  it('are not known where the table or the VPC is in none of the checkpoints', () => {
    const nowhere = expect.stringContaining('rtb-1: is in none of the checkpoints');
    expect(told(vpc, subnet, associated)).toEqual([nowhere, nowhere]);
    const alone = expect.stringContaining('vpc-1: is in none of the checkpoints');
    expect(told(subnet)).toEqual([alone, alone]);
  });

  it('are known in a first preview by edges, which also tell a VPN gateway from an internet gateway', () => {
    const planned = (property: string, type: string, name: string) => [
      resource(VPC, 'vpc'),
      resource(SUBNET, 's', { inputs: { vpcId: UNKNOWN }, propertyDependencies: { vpcId: [urnOf(VPC, 'vpc')] } }),
      resource(type, name),
      resource(TABLE, 't', { inputs: {} }),
      resource(ASSOCIATION, 'a', {
        inputs: { subnetId: UNKNOWN, routeTableId: UNKNOWN },
        propertyDependencies: { subnetId: [urnOf(SUBNET, 's')], routeTableId: [urnOf(TABLE, 't')] },
      }),
      resource(ROUTE, 'r', {
        inputs: { routeTableId: UNKNOWN, destinationCidrBlock: anywhere, [property]: UNKNOWN },
        propertyDependencies: { routeTableId: [urnOf(TABLE, 't')], [property]: [urnOf(type, name)] },
      }),
    ];
    expect(told(...planned('gatewayId', GATEWAY, 'igw'))).toEqual([true, 'other']);
    expect(told(...planned('natGatewayId', NAT, 'nat'))).toEqual([false, 'nat']);
    expect(told(...planned('gatewayId', 'aws:ec2/vpnGateway:VpnGateway', 'vgw'))).toEqual([false, 'other']);
  });
});
