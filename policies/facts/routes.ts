import { attempt, type Block, firstOf, type Resource, type Scope, Undecided } from 'evenkeel/policy';

export const SUBNET = 'aws:ec2/subnet:Subnet';
const ROUTE_TABLE = 'aws:ec2/routeTable:RouteTable';
const DEFAULT_ROUTE_TABLE = 'aws:ec2/defaultRouteTable:DefaultRouteTable';
export const ROUTE = 'aws:ec2/route:Route';
const ROUTE_TABLE_ASSOCIATION = 'aws:ec2/routeTableAssociation:RouteTableAssociation';
const MAIN_ROUTE_TABLE_ASSOCIATION = 'aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation';
const VPC = 'aws:ec2/vpc:Vpc';
const DEFAULT_VPC = 'aws:ec2/defaultVpc:DefaultVpc';
const INTERNET_GATEWAY = 'aws:ec2/internetGateway:InternetGateway';
const VPN_GATEWAY = 'aws:ec2/vpnGateway:VpnGateway';

/** What the routes of a subnet are read from, for the `reads` of a rule. */
export const ROUTING: readonly string[] = [
  SUBNET,
  ROUTE_TABLE,
  DEFAULT_ROUTE_TABLE,
  ROUTE,
  ROUTE_TABLE_ASSOCIATION,
  MAIN_ROUTE_TABLE_ASSOCIATION,
  VPC,
  DEFAULT_VPC,
  INTERNET_GATEWAY,
];

/** One line of a subnet's route table, inline or a resource of its own. What is not known throws. */
export interface Route {
  /** What the line leads to: `line.to('natGatewayId', NAT)`. */
  readonly line: Pick<Block, 'text' | 'to'>;
  /** A range, or a prefix list. */
  destination(): string | undefined;
  /** False where an edge that is not known yet perhaps leads to another table. */
  readonly isCertain: boolean;
}

/**
 * Whether a subnet has a route to an internet gateway, to whatever range: that is what makes it public. Source: "Subnet types",
 * Amazon VPC User Guide (read 2026-11). A table that is in none of the checkpoints makes it undecided.
 */
export function isPublic(subnet: Resource, estate: Scope): boolean {
  const table = tableOf(subnet);
  if (table === 'of the default VPC') return true;
  return firstOf(routesIn(table, estate), leadsToInternet) !== undefined;
}

/** The route for every IPv4 address that has none of its own; `undefined` where the subnet's table has none. */
export function defaultRouteOf(subnet: Resource, estate: Scope): Route | undefined {
  const table = tableOf(subnet);
  if (table === 'of the default VPC')
    throw new Undecided('vpcId', 'the main route table of the default VPC is in none of the checkpoints');
  return firstOf(routesIn(table, estate), (route) => route.destination() === '0.0.0.0/0');
}

function leadsToInternet({ line }: Route): boolean {
  const gateway = line.to('gatewayId', INTERNET_GATEWAY);
  if (gateway === undefined || gateway.isSeen) return gateway !== undefined;
  if (line.to('gatewayId', VPN_GATEWAY)?.isSeen) return false;
  return line.text('gatewayId')?.startsWith('igw-') === true;
}

/** A route table, or a VPC whose main table nothing manages: it holds the routes that are added to it alone. */
type Table = { readonly managed: Resource } | { readonly mainOf: Resource } | 'of the default VPC';

/**
 * The table that a subnet is associated with, else the main one of its VPC. Source: "Configure route tables", Amazon VPC User
 * Guide (read 2026-11): a main table that comes with a VPC has the local route alone; in a default VPC also one to its internet gateway.
 */
function tableOf(subnet: Resource): Table {
  const [own, ...others] = subnet.from(ROUTE_TABLE_ASSOCIATION, 'subnetId');
  if (own !== undefined) {
    if (others.length > 0 || !own.isCertain)
      throw new Undecided('subnetId', 'more than one association is perhaps the subnet’s', true);
    return tableAt(own);
  }
  const vpc = seenOf(subnet, 'vpcId', [VPC, DEFAULT_VPC]);
  const [main] = vpc.from(MAIN_ROUTE_TABLE_ASSOCIATION, 'vpcId');
  if (main !== undefined) return tableAt(main);
  const [table] = ['vpcId', 'defaultRouteTableId'].flatMap((path) => vpc.from(DEFAULT_ROUTE_TABLE, path));
  if (table !== undefined) return { managed: table };
  return vpc.type === DEFAULT_VPC ? 'of the default VPC' : { mainOf: vpc };
}

/** The table that an association names: a table, or the main one of a VPC. */
function tableAt(association: Resource): Table {
  if (!association.isCertain) throw new Undecided('routeTableId', 'an association is perhaps the subnet’s', true);
  const vpc = association.to('routeTableId', VPC);
  if (vpc?.isSeen) return { mainOf: vpc };
  return { managed: seenOf(association, 'routeTableId', [ROUTE_TABLE, DEFAULT_ROUTE_TABLE]) };
}

function routesIn(table: Exclude<Table, string>, estate: Scope): readonly Route[] {
  if ('mainOf' in table) {
    const id = attempt(() => table.mainOf.text('mainRouteTableId'));
    const byId = 'value' in id && id.value !== undefined ? estate.having(ROUTE, tableIdOf, id.value) : [];
    const byEdge = table.mainOf.from(ROUTE, 'routeTableId');
    return [...byEdge, ...byId.filter(({ isCertain }) => isCertain)].map(separate);
  }
  const { managed } = table;
  // a table that is not there yet has the routes that the program says, and the local one
  const lines = attempt(() => (managed.isPlanned ? managed.declared : managed).list('routes'));
  const inline = 'value' in lines ? lines.value.map((line) => inlineOf(managed, line)) : [unread(lines.undecided)];
  return [...managed.from(ROUTE, 'routeTableId').map(separate), ...inline];
}

function separate(route: Resource): Route {
  const names = ['destinationCidrBlock', 'destinationIpv6CidrBlock', 'destinationPrefixListId'];
  return { line: route, isCertain: route.isCertain, destination: () => firstText(route, names) };
}

function inlineOf(table: Resource, line: Block): Route {
  const names = ['cidrBlock', 'ipv6CidrBlock', 'destinationPrefixListId'];
  return { line: outOf(table, line), isCertain: true, destination: () => firstText(line, names) };
}

/** AWS answers with lines in an order of its own, and with empty texts: what a line names is found by the text, where it is known. */
function outOf(table: Resource, line: Block): Route['line'] {
  return {
    text: (property) => line.text(property),
    to(property, type) {
      const told = attempt(() => line.text(property));
      if ('undecided' in told) return line.to(property, type);
      return told.value === undefined || told.value === '' ? undefined : table.named(told.value, type);
    },
  };
}

function firstText(line: Block, names: readonly string[]): string | undefined {
  return names.map((name) => line.text(name)).find((text) => text !== undefined && text !== '');
}

/** Stands for all lines of a table whose list is not known. */
function unread(undecided: Undecided): Route {
  const not = () => {
    throw undecided;
  };
  return { line: { text: not, to: not }, isCertain: true, destination: not };
}

function tableIdOf(route: Resource): string | undefined {
  return route.text('routeTableId');
}

/** The resource that a property names, of one of the types; where it is in no checkpoint, one of which everything is undecided. */
function seenOf(resource: Resource, path: string, types: readonly string[]): Resource {
  const found = types.map((type) => resource.to(path, type)).find((one) => one?.isSeen);
  const [first = ''] = types;
  const one = found ?? resource.to(path, first);
  if (one === undefined) throw new Undecided(path, 'not told by the checkpoint');
  return one;
}
