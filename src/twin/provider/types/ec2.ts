import type { Adapter } from '../adapter.ts';
import { eip } from './ec2-eip.ts';
import { internetGateway, natGateway } from './ec2-gateways.ts';
import { launchTemplate } from './ec2-launch-template.ts';
import { route, routeTable, routeTableAssociation } from './ec2-routes.ts';
import { securityGroup } from './ec2-security-group.ts';
import { subnet } from './ec2-subnet.ts';
import { vpc } from './ec2-vpc.ts';

/** Networks and launch templates. */
export const adapters: readonly Adapter[] = [
  eip,
  internetGateway,
  launchTemplate,
  natGateway,
  route,
  routeTable,
  routeTableAssociation,
  securityGroup,
  subnet,
  vpc,
];
