import { crc32 } from 'node:zlib';
import type { Route, RouteTable } from '@aws-sdk/client-ec2';
import type { PropertyMap } from '../../../lib/property.ts';
import type { Adapter, AdapterAws } from '../adapter.ts';
import { gone, optional } from './common.ts';
import { ec2ArnOf, retagEc2, taggedAs } from './ec2-common.ts';
import { likeKnown, maps, onceTold, refuseInputs, tagMap } from './shape.ts';

export const routeTable: Adapter = {
  type: 'aws:ec2/routeTable:RouteTable',

  create(inputs, aws) {
    refuseInputs('aws:ec2/routeTable:RouteTable', inputs, ['propagatingVgws']);
    const { RouteTable: made } = aws.call<{ RouteTable: RouteTable }>('ec2', 'CreateRouteTable', {
      VpcId: inputs['vpcId'],
      ...taggedAs('route-table', inputs),
    });
    const id = made.RouteTableId ?? '';
    for (const inline of maps(inputs['routes'])) aws.call('ec2', 'CreateRoute', inlineRoute(id, inline));
    return id;
  },

  read(id, aws, known) {
    const record = tableOf(aws, id);
    if (!record) return undefined;
    const routes = (record.Routes ?? []).filter((each) => each.Origin !== 'CreateRouteTable').map(asInline);
    return {
      arn: ec2ArnOf(aws, 'route-table', id),
      ownerId: record.OwnerId,
      vpcId: record.VpcId,
      propagatingVgws: [],
      // routes may be resources of their own: then the table's list stays what it was when it was made
      ...(maps(known['routes']).length > 0
        ? { routes: likeKnown(routes, known['routes']) }
        : onceTold(known, { routes: routes.map((each) => likeKnown(each, undefined) ?? null) })),
      tags: tagMap(record.Tags),
    };
  },

  update(id, change, aws) {
    if (change.changed.has('routes')) {
      const before = new Set(maps(change.before['routes']).map((each) => each['cidrBlock']));
      const after = maps(change.after['routes']);
      for (const cidr of before) {
        if (after.some((each) => each['cidrBlock'] === cidr)) continue;
        aws.call('ec2', 'DeleteRoute', { RouteTableId: id, DestinationCidrBlock: cidr });
      }
      for (const each of after) {
        aws.call('ec2', before.has(each['cidrBlock']) ? 'ReplaceRoute' : 'CreateRoute', inlineRoute(id, each));
      }
    }
    retagEc2(aws, id, change);
  },

  delete(id, _state, aws) {
    aws.call('ec2', 'DeleteRouteTable', { RouteTableId: id });
  },
};

/** The id is the provider's: `r-`, the table's id and the CRC-32 of the destination in decimal. */
export const route: Adapter = {
  type: 'aws:ec2/route:Route',

  create(inputs, aws) {
    aws.call('ec2', 'CreateRoute', routeInput(inputs));
    return `r-${String(inputs['routeTableId'])}${crc32(String(inputs['destinationCidrBlock']))}`;
  },

  read(id, aws, known) {
    const tableId = String(known['routeTableId'] ?? id.slice('r-'.length, 'r-rtb-'.length + 17));
    const record = tableOf(aws, tableId)?.Routes?.find(
      (each) => id === `r-${tableId}${crc32(each.DestinationCidrBlock ?? '')}`,
    );
    if (!record) return undefined;
    return {
      routeTableId: tableId,
      destinationCidrBlock: record.DestinationCidrBlock,
      gatewayId: record.GatewayId,
      natGatewayId: record.NatGatewayId,
      instanceId: '',
      instanceOwnerId: '',
      networkInterfaceId: '',
      origin: record.Origin,
      state: record.State,
    };
  },

  update(_id, { after }, aws) {
    aws.call('ec2', 'ReplaceRoute', routeInput(after));
  },

  delete(_id, state, aws) {
    aws.call('ec2', 'DeleteRoute', {
      RouteTableId: state['routeTableId'],
      DestinationCidrBlock: state['destinationCidrBlock'],
    });
  },
};

/**
 * AWS gives a changed association another id, the program's resource keeps its own: it is found again by its subnet or gateway.
 */
export const routeTableAssociation: Adapter = {
  type: 'aws:ec2/routeTableAssociation:RouteTableAssociation',

  create(inputs, aws) {
    const { AssociationId } = aws.call<{ AssociationId: string }>('ec2', 'AssociateRouteTable', {
      RouteTableId: inputs['routeTableId'],
      ...optional('SubnetId', inputs['subnetId']),
      ...optional('GatewayId', inputs['gatewayId']),
    });
    return AssociationId;
  },

  read(id, aws, known) {
    const found = associationOf(aws, id, known);
    return found && { routeTableId: found.RouteTableId, subnetId: found.SubnetId, gatewayId: found.GatewayId };
  },

  update(id, { before, after }, aws) {
    const found = associationOf(aws, id, before);
    aws.call('ec2', 'ReplaceRouteTableAssociation', {
      AssociationId: found?.RouteTableAssociationId ?? id,
      RouteTableId: after['routeTableId'],
    });
  },

  delete(id, state, aws) {
    const found = associationOf(aws, id, state);
    aws.call('ec2', 'DisassociateRouteTable', { AssociationId: found?.RouteTableAssociationId ?? id });
  },
};

function associationOf(aws: AdapterAws, id: string, known: PropertyMap) {
  const isIt = (each: { RouteTableAssociationId?: string | undefined; SubnetId?: string | undefined }) =>
    each.RouteTableAssociationId === id ||
    (known['subnetId'] !== undefined && known['subnetId'] !== '' && each.SubnetId === known['subnetId']);
  // the table that is known saves a look at all tables of the region
  const likely = known['routeTableId'] === undefined ? undefined : tableOf(aws, String(known['routeTableId']));
  const first = likely?.Associations?.find(isIt);
  if (first) return first;
  const { RouteTables } = aws.call<{ RouteTables: RouteTable[] }>('ec2', 'DescribeRouteTables', {});
  return RouteTables.flatMap((table) => table.Associations ?? []).find(isIt);
}

function tableOf(aws: AdapterAws, id: string): RouteTable | undefined {
  const found = gone(
    () => aws.call<{ RouteTables: RouteTable[] }>('ec2', 'DescribeRouteTables', { RouteTableIds: [id] }),
    'InvalidRouteTableID.NotFound',
  );
  return found?.RouteTables[0];
}

const OTHER_TARGETS = [
  'carrierGatewayId',
  'coreNetworkArn',
  'egressOnlyGatewayId',
  'localGatewayId',
  'networkInterfaceId',
  'odbNetworkArn',
  'transitGatewayId',
  'vpcEndpointId',
  'vpcPeeringConnectionId',
];

function routeInput(inputs: PropertyMap): object {
  refuseInputs('aws:ec2/route:Route', inputs, [
    'destinationIpv6CidrBlock',
    'destinationPrefixListId',
    ...OTHER_TARGETS,
  ]);
  return {
    RouteTableId: inputs['routeTableId'],
    DestinationCidrBlock: inputs['destinationCidrBlock'],
    ...optional('GatewayId', inputs['gatewayId'] || undefined),
    ...optional('NatGatewayId', inputs['natGatewayId'] || undefined),
  };
}

function inlineRoute(id: string, inline: PropertyMap): object {
  const { cidrBlock, ...target } = inline;
  refuseInputs('aws:ec2/routeTable:RouteTable', inline, ['ipv6CidrBlock', 'destinationPrefixListId']);
  return routeInput({ ...target, routeTableId: id, destinationCidrBlock: cidrBlock });
}

function asInline(each: Route): PropertyMap {
  return {
    cidrBlock: each.DestinationCidrBlock,
    gatewayId: each.GatewayId ?? '',
    natGatewayId: each.NatGatewayId ?? '',
  };
}
