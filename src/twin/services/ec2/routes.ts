import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import { parseRange } from './address-range.ts';
import type { Ec2 } from './api.ts';
import { inRegion, internetGateways, natGateways, type RouteTable, routeTables } from './records.ts';
import { existing, invalid, missing } from './refuse.ts';

export const routeHandlers: Ec2 = {
  /** To internet and NAT gateways, for IPv4 ranges. */
  CreateRoute(input, call) {
    const table = tableOf(call, input.RouteTableId);
    const destination = destinationOf(input);
    const target = targetOf(call, table, input);
    const same = table.routes.find((route) => route.destination === destination);
    if (same) throw new AwsError('RouteAlreadyExists', `${table.id} has a route to ${destination} by ${same.target}`);
    put(call, table, [...table.routes, { destination, target, origin: 'CreateRoute' }]);
    return { Return: true };
  },

  ReplaceRoute(input, call) {
    const table = tableOf(call, input.RouteTableId);
    const destination = destinationOf(input);
    const target = targetOf(call, table, input);
    if (!table.routes.some((route) => route.destination === destination)) throw noRoute(table, destination);
    put(
      call,
      table,
      table.routes.map((route) => (route.destination === destination ? { ...route, target } : route)),
    );
    return {};
  },

  DeleteRoute(input, call) {
    const table = tableOf(call, input.RouteTableId);
    const destination = destinationOf(input);
    const route = table.routes.find((each) => each.destination === destination);
    if (!route) throw noRoute(table, destination);
    if (route.target === 'local') throw invalid('the local route of a table stays');
    put(
      call,
      table,
      table.routes.filter((each) => each !== route),
    );
    return {};
  },
};

interface RouteInput {
  readonly DestinationCidrBlock?: string | undefined;
  readonly GatewayId?: string | undefined;
  readonly NatGatewayId?: string | undefined;
}

function tableOf(call: Call, id: string | undefined): RouteTable {
  return existing(routeTables(call.world), call.region, id, 'InvalidRouteTableID.NotFound');
}

function put(call: Call, table: RouteTable, routes: RouteTable['routes']): void {
  routeTables(call.world).put(inRegion(call.region, table.id), { ...table, routes });
}

function noRoute(table: RouteTable, destination: string): AwsError {
  return new AwsError('InvalidRoute.NotFound', `${table.id} has no route to ${destination}`);
}

function destinationOf(input: RouteInput): string {
  if (!input.DestinationCidrBlock) throw notModelled('routes to IPv6 ranges and prefix lists');
  if (!parseRange(input.DestinationCidrBlock)) throw invalid(`${input.DestinationCidrBlock} is no address range`);
  return input.DestinationCidrBlock;
}

function targetOf(call: Call, table: RouteTable, input: RouteInput): string {
  const { world, region } = call;
  if (input.NatGatewayId) {
    return existing(natGateways(world), region, input.NatGatewayId, 'InvalidNatGatewayID.NotFound').id;
  }
  if (!input.GatewayId) throw missing('GatewayId or NatGatewayId (other targets are not modelled)');
  if (!input.GatewayId.startsWith('igw-')) throw notModelled(`routes to ${input.GatewayId}`);
  const gateway = existing(internetGateways(world), region, input.GatewayId, 'InvalidInternetGatewayID.NotFound');
  if (gateway.vpcId !== table.vpcId) throw invalid(`${gateway.id} is not attached to ${table.vpcId}`);
  return gateway.id;
}
