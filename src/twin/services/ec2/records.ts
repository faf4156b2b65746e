import type { Table, World } from '../../world.ts';

/**
 * What the twin keeps of EC2: plain JSON, instants in milliseconds since the Unix epoch, keys `region/id`.
 */
export type Tags = Readonly<Record<string, string>>;

/** What every EC2 resource has. */
export interface Ec2Record {
  readonly id: string;
  readonly region: string;
  readonly tags: Tags;
}

export interface Vpc extends Ec2Record {
  readonly cidrBlock: string;
  readonly cidrAssociationId: string;
  readonly instanceTenancy: string;
  readonly dnsSupport: boolean;
  readonly dnsHostnames: boolean;
  readonly networkAddressUsageMetrics: boolean;
  readonly mainRouteTableId: string;
  readonly defaultSecurityGroupId: string;
  readonly defaultNetworkAclId: string;
}

/** Network ACLs exist only as the one that every VPC is born with. */
export interface NetworkAcl extends Ec2Record {
  readonly vpcId: string;
}

export interface Subnet extends Ec2Record {
  readonly vpcId: string;
  readonly cidrBlock: string;
  readonly zone: string;
  readonly mapPublicIpOnLaunch: boolean;
  readonly enableDns64: boolean;
  readonly hostnameType: string;
  readonly resourceNameARecord: boolean;
  readonly resourceNameAaaaRecord: boolean;
  /** The association with a route table other than the main one. */
  readonly routeTableAssociationId?: string | undefined;
}

export interface InternetGateway extends Ec2Record {
  readonly vpcId?: string | undefined;
}

export interface Address extends Ec2Record {
  readonly publicIp: string;
  readonly networkBorderGroup: string;
  readonly associationId?: string | undefined;
  readonly interfaceId?: string | undefined;
  readonly privateIp?: string | undefined;
}

export interface NatGateway extends Ec2Record {
  readonly state: 'pending' | 'available' | 'deleting' | 'deleted';
  readonly subnetId: string;
  readonly vpcId: string;
  readonly connectivity: 'public' | 'private';
  readonly allocationId?: string | undefined;
  readonly associationId?: string | undefined;
  readonly publicIp?: string | undefined;
  readonly privateIp: string;
  readonly interfaceId: string;
  readonly createdMs: number;
  readonly deletedMs?: number | undefined;
}

export interface RouteTable extends Ec2Record {
  readonly vpcId: string;
  readonly routes: readonly Route[];
  /** In the order of their making. */
  readonly associationIds: readonly string[];
}

/** `target` is the id of a gateway, a NAT gateway or an interface; what it is follows from its prefix. */
export interface Route {
  readonly destination: string;
  readonly target: string;
  readonly origin: 'CreateRouteTable' | 'CreateRoute';
}

/** Which subnet or gateway follows a route table; the main association has neither. */
export interface RouteTableAssociation {
  readonly id: string;
  readonly region: string;
  readonly routeTableId: string;
  readonly main: boolean;
  readonly subnetId?: string | undefined;
  readonly gatewayId?: string | undefined;
}

export interface SecurityGroup extends Ec2Record {
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
  readonly ingress: readonly Permission[];
  readonly egress: readonly Permission[];
}

/** One source or destination of one port range: AWS's own unit of a rule. */
export interface Permission {
  readonly protocol: string;
  readonly fromPort?: number | undefined;
  readonly toPort?: number | undefined;
  readonly kind: 'cidr' | 'cidr6' | 'group' | 'prefix-list';
  /** An address range, a group's id or a prefix list's id. */
  readonly peer: string;
  readonly description?: string | undefined;
}

export interface NetworkInterface extends Ec2Record {
  readonly subnetId: string;
  readonly vpcId: string;
  readonly zone: string;
  readonly privateIp: string;
  readonly groupIds: readonly string[];
  readonly description: string;
  /** As EC2 names it: `interface`, `nat_gateway`, … */
  readonly interfaceType: string;
  /** The service that made it and alone can remove it, such as `amazon-elb`. */
  readonly requester?: string | undefined;
  readonly instanceId?: string | undefined;
  readonly attached: boolean;
  readonly publicIp?: string | undefined;
}

export interface LaunchTemplate extends Ec2Record {
  readonly name: string;
  readonly createdMs: number;
  readonly defaultVersion: number;
  readonly latestVersion: number;
  /** Versions made so far, deleted ones too: "you can't replace the numbering" (API reference, CreateLaunchTemplateVersion). */
  readonly numbered?: number | undefined;
}

export interface LaunchTemplateVersion {
  readonly templateId: string;
  readonly region: string;
  readonly version: number;
  readonly createdMs: number;
  readonly description?: string | undefined;
  /** `RequestLaunchTemplateData` as it was sent. Of it the twin heeds image, type, groups, profile and tags. */
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Instance extends Ec2Record {
  readonly state: 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopped';
  readonly imageId: string;
  readonly instanceType: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly zone: string;
  readonly privateIp: string;
  readonly interfaceId: string;
  readonly groupIds: readonly string[];
  readonly profileArn?: string | undefined;
  readonly keyName?: string | undefined;
  readonly launchedMs: number;
  readonly reservationId: string;
  readonly terminationProtected: boolean;
  readonly clientToken?: string | undefined;
  /** The auto scaling group that keeps it. */
  readonly groupArn?: string | undefined;
  /** From when its application answers, once it runs; see `instances.ts`. */
  readonly servingFromMs?: number | undefined;
  /** Since when its application fails. */
  readonly failedSinceMs?: number | undefined;
}

/** The key of a record of a Regional service. */
export function inRegion(region: string, id: string): string {
  return `${region}/${id}`;
}

export const vpcs = (world: World): Table<Vpc> => world.table('ec2.vpc');
export const networkAcls = (world: World): Table<NetworkAcl> => world.table('ec2.network-acl');
export const subnets = (world: World): Table<Subnet> => world.table('ec2.subnet');
export const internetGateways = (world: World): Table<InternetGateway> => world.table('ec2.internet-gateway');
export const addresses = (world: World): Table<Address> => world.table('ec2.address');
export const natGateways = (world: World): Table<NatGateway> => world.table('ec2.nat-gateway');
export const routeTables = (world: World): Table<RouteTable> => world.table('ec2.route-table');
export const routeTableAssociations = (world: World): Table<RouteTableAssociation> =>
  world.table('ec2.route-table-association');
export const securityGroups = (world: World): Table<SecurityGroup> => world.table('ec2.security-group');
export const networkInterfaces = (world: World): Table<NetworkInterface> => world.table('ec2.network-interface');
export const launchTemplates = (world: World): Table<LaunchTemplate> => world.table('ec2.launch-template');
/** Keys end in the version padded to six digits, so that they sort as numbers do. */
export const launchTemplateVersions = (world: World): Table<LaunchTemplateVersion> =>
  world.table('ec2.launch-template-version');
export const instances = (world: World): Table<Instance> => world.table('ec2.instance');

/** `arn:aws:ec2:<region>:<account>:<kind>/<id>`, the form of every EC2 resource. */
export function ec2Arn(world: World, region: string, kind: string, id: string): string {
  return `arn:aws:ec2:${region}:${world.account}:${kind}/${id}`;
}
