import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import type { Ec2 } from './api.ts';
import { joinVpc, leaveVpc } from './members.ts';
import {
  inRegion,
  internetGateways,
  natGateways,
  type Route,
  type RouteTable,
  type RouteTableAssociation,
  routeTableAssociations,
  routeTables,
  subnets,
  vpcs,
} from './records.ts';
import { existing, missing } from './refuse.ts';
import { page, select } from './select.ts';
import { tagList, tagsFor } from './tags.ts';
import { onceFor } from './token.ts';

export const routeTableHandlers: Ec2 = {
  CreateRouteTable(input, call) {
    const { world, region } = call;
    const [id = ''] = onceFor(call, input.ClientToken, '', input, () => {
      const vpc = existing(vpcs(world), region, input.VpcId, 'InvalidVpcID.NotFound');
      const table: RouteTable = {
        id: call.newId('rtb-', 17),
        region,
        tags: tagsFor('route-table', input.TagSpecifications),
        vpcId: vpc.id,
        routes: [{ destination: vpc.cidrBlock, target: 'local', origin: 'CreateRouteTable' }],
        associationIds: [],
      };
      routeTables(world).put(inRegion(region, table.id), table);
      joinVpc(world, region, vpc.id, table.id);
      return [table.id];
    });
    return { RouteTable: describe(call, existing(routeTables(world), region, id, NOT_FOUND)) };
  },

  DescribeRouteTables(input, call) {
    const associationsOf = (table: RouteTable) => table.associationIds.map((id) => associationOf(call, id));
    const noun = {
      table: routeTables(call.world),
      notFound: NOT_FOUND,
      filters: {
        'route-table-id': (table: RouteTable) => [table.id],
        'vpc-id': (table: RouteTable) => [table.vpcId],
        'association.route-table-association-id': (table: RouteTable) => table.associationIds,
        'association.subnet-id': (table: RouteTable) => associationsOf(table).map((each) => each.subnetId),
        'association.gateway-id': (table: RouteTable) => associationsOf(table).map((each) => each.gatewayId),
        'association.main': (table: RouteTable) => associationsOf(table).map((each) => String(each.main)),
      },
    };
    const found = select(call, noun, input.RouteTableIds, input.Filters);
    const { items, next } = page(call, input, found);
    return { RouteTables: items.map((table) => describe(call, table)), NextToken: next };
  },

  DeleteRouteTable(input, call) {
    const table = existing(routeTables(call.world), call.region, input.RouteTableId, NOT_FOUND);
    if (table.associationIds.length > 0) {
      throw new AwsError(
        'DependencyViolation',
        `${table.id} cannot be deleted: ${table.associationIds.join(', ')} use it`,
      );
    }
    routeTables(call.world).delete(inRegion(call.region, table.id));
    leaveVpc(call.world, call.region, table.vpcId, table.id);
    return {};
  },

  AssociateRouteTable(input, call) {
    const { world, region } = call;
    const table = existing(routeTables(world), region, input.RouteTableId, NOT_FOUND);
    const association: RouteTableAssociation = {
      id: call.newId('rtbassoc-', 17),
      region,
      routeTableId: table.id,
      main: false,
      subnetId: input.SubnetId,
      gatewayId: input.GatewayId,
    };
    if (input.SubnetId) {
      const subnet = existing(subnets(world), region, input.SubnetId, 'InvalidSubnetID.NotFound');
      if (subnet.routeTableAssociationId) {
        throw new AwsError(
          'Resource.AlreadyAssociated',
          `${subnet.id} is associated as ${subnet.routeTableAssociationId}`,
        );
      }
      subnets(world).put(inRegion(region, subnet.id), { ...subnet, routeTableAssociationId: association.id });
    } else if (input.GatewayId) {
      existing(internetGateways(world), region, input.GatewayId, 'InvalidInternetGatewayID.NotFound');
    } else {
      throw missing('SubnetId or GatewayId');
    }
    follow(call, association, table);
    return { AssociationId: association.id, AssociationState: { State: 'associated' } };
  },

  /** AWS gives the association a new id. */
  ReplaceRouteTableAssociation(input, call) {
    const { world, region } = call;
    const old = existing(routeTableAssociations(world), region, input.AssociationId, NO_ASSOCIATION);
    if (old.main) throw notModelled('replacing the main route table of a VPC');
    const table = existing(routeTables(world), region, input.RouteTableId, NOT_FOUND);
    leave(call, old);
    const association = { ...old, id: call.newId('rtbassoc-', 17), routeTableId: table.id };
    const subnet = old.subnetId && subnets(world).get(inRegion(region, old.subnetId));
    if (subnet) subnets(world).put(inRegion(region, subnet.id), { ...subnet, routeTableAssociationId: association.id });
    follow(call, association, existing(routeTables(world), region, table.id, NOT_FOUND));
    return { NewAssociationId: association.id, AssociationState: { State: 'associated' } };
  },

  DisassociateRouteTable(input, call) {
    const { world, region } = call;
    const association = existing(routeTableAssociations(world), region, input.AssociationId, NO_ASSOCIATION);
    if (association.main) throw new AwsError('InvalidParameterValue', 'the main association cannot be taken away');
    leave(call, association);
    const subnet = association.subnetId && subnets(world).get(inRegion(region, association.subnetId));
    if (subnet) {
      const { routeTableAssociationId: _gone, ...rest } = subnet;
      subnets(world).put(inRegion(region, subnet.id), rest);
    }
    return {};
  },
};

const NOT_FOUND = 'InvalidRouteTableID.NotFound';
const NO_ASSOCIATION = 'InvalidAssociationID.NotFound';

function associationOf(call: Call, id: string): RouteTableAssociation {
  return existing(routeTableAssociations(call.world), call.region, id, NO_ASSOCIATION);
}

function follow(call: Call, association: RouteTableAssociation, table: RouteTable): void {
  routeTableAssociations(call.world).put(inRegion(call.region, association.id), association);
  routeTables(call.world).put(inRegion(call.region, table.id), {
    ...table,
    associationIds: [...table.associationIds, association.id],
  });
}

function leave(call: Call, association: RouteTableAssociation): void {
  const table = existing(routeTables(call.world), call.region, association.routeTableId, NOT_FOUND);
  routeTableAssociations(call.world).delete(inRegion(call.region, association.id));
  routeTables(call.world).put(inRegion(call.region, table.id), {
    ...table,
    associationIds: table.associationIds.filter((id) => id !== association.id),
  });
}

function describe(call: Call, table: RouteTable) {
  return {
    RouteTableId: table.id,
    VpcId: table.vpcId,
    OwnerId: call.account,
    Routes: table.routes.map((route) => describeRoute(call, table, route)),
    Associations: table.associationIds.map((id) => {
      const association = associationOf(call, id);
      return {
        RouteTableAssociationId: id,
        RouteTableId: table.id,
        Main: association.main,
        SubnetId: association.subnetId,
        GatewayId: association.gatewayId,
        AssociationState: { State: 'associated' as const },
      };
    }),
    PropagatingVgws: [],
    Tags: tagList(table.tags),
  };
}

function describeRoute(call: Call, table: RouteTable, route: Route) {
  return {
    DestinationCidrBlock: route.destination,
    ...(route.target.startsWith('nat-') ? { NatGatewayId: route.target } : { GatewayId: route.target }),
    Origin: route.origin,
    State: isOpen(call, table, route.target) ? ('active' as const) : ('blackhole' as const),
  };
}

/** A route whose gateway is gone is a blackhole, not absent (row NET-06). */
function isOpen(call: Call, table: RouteTable, target: string): boolean {
  if (target === 'local') return true;
  const key = inRegion(call.region, target);
  if (target.startsWith('igw-')) return internetGateways(call.world).get(key)?.vpcId === table.vpcId;
  const state = natGateways(call.world).get(key)?.state;
  return state === 'pending' || state === 'available';
}
