import { addressHandlers } from './addresses.ts';
import type { Ec2 } from './api.ts';
import { imageHandlers } from './images.ts';
import { instanceHandlers } from './instance-calls.ts';
import { interfaceHandlers } from './interfaces.ts';
import { internetGatewayHandlers } from './internet-gateways.ts';
import { launchTemplateHandlers } from './launch-templates.ts';
import { natGatewayHandlers } from './nat-gateways.ts';
import { placeHandlers } from './places.ts';
import { routeTableHandlers } from './route-tables.ts';
import { routeHandlers } from './routes.ts';
import { securityGroupHandlers } from './security-groups.ts';
import { subnetHandlers } from './subnets.ts';
import { tagHandlers } from './tags.ts';
import { vpcHandlers } from './vpcs.ts';

export { reactions } from './reactions.ts';

/** The operations of EC2 that the twin models: networks, addresses, launch templates, instances. */
export const ec2: Ec2 = {
  ...vpcHandlers,
  ...subnetHandlers,
  ...internetGatewayHandlers,
  ...addressHandlers,
  ...natGatewayHandlers,
  ...routeTableHandlers,
  ...routeHandlers,
  ...securityGroupHandlers,
  ...interfaceHandlers,
  ...launchTemplateHandlers,
  ...instanceHandlers,
  ...imageHandlers,
  ...placeHandlers,
  ...tagHandlers,
};
