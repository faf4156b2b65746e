import { Eip } from '@pulumi/aws/ec2/eip.js';
import { InternetGateway } from '@pulumi/aws/ec2/internetGateway.js';
import { NatGateway } from '@pulumi/aws/ec2/natGateway.js';
import { Route } from '@pulumi/aws/ec2/route.js';
import { RouteTable } from '@pulumi/aws/ec2/routeTable.js';
import { RouteTableAssociation } from '@pulumi/aws/ec2/routeTableAssociation.js';
import { Subnet } from '@pulumi/aws/ec2/subnet.js';
import { Vpc } from '@pulumi/aws/ec2/vpc.js';
import { ComponentResource, type ComponentResourceOptions, type Output } from '@pulumi/pulumi';
import { type SubnetPlan, subnetsOf } from '../layout/addresses.ts';
import type { SitePlace } from '../layout/place.ts';
import { tagsOf } from '../layout/tags.ts';

/**
 * A site's network: per zone a public, a private and a data subnet and a NAT gateway of its own, so that the loss of a
 * zone takes no other zone's way out. Data subnets have no way out at all. Costs: a NAT gateway per zone.
 */
export class Network extends ComponentResource {
  readonly vpcId: Output<string>;
  readonly publicSubnetIds: readonly Output<string>[];
  readonly privateSubnetIds: readonly Output<string>[];
  readonly dataSubnetIds: readonly Output<string>[];
  readonly #place: SitePlace;
  readonly #name: string;

  constructor(name: string, place: SitePlace, options: ComponentResourceOptions) {
    super('evenkeel:component:Network', name, {}, options);
    this.#place = place;
    this.#name = name;
    const { cidr, zones } = place.site;
    const vpc = new Vpc(
      `${name}-vpc`,
      { cidrBlock: cidr, enableDnsHostnames: true, enableDnsSupport: true, tags: this.#tags('vpc') },
      { parent: this },
    );
    const plans = subnetsOf(cidr, zones);
    const subnets = new Map(plans.map((plan) => [plan, this.#subnet(plan, vpc.id)]));
    this.vpcId = vpc.id;
    this.publicSubnetIds = idsOf(subnets, 'public');
    this.privateSubnetIds = idsOf(subnets, 'private');
    this.dataSubnetIds = idsOf(subnets, 'data');
    const way = this.#wayOut(vpc.id, subnets);
    this.#privateWays(vpc.id, subnets, way);
    this.#dataTable(vpc.id, subnets);
    this.registerOutputs({ vpcId: this.vpcId });
  }

  #tags(...parts: readonly string[]): Record<string, string> {
    return tagsOf(this.#place, 'network', [this.#place.prefix, ...parts].join('-'));
  }

  #subnet(plan: SubnetPlan, vpcId: Output<string>): Subnet {
    const label = `${plan.kind}-${plan.letter}`;
    return new Subnet(
      `${this.#name}-${label}`,
      { vpcId, cidrBlock: plan.cidr, availabilityZone: plan.zone, tags: this.#tags(plan.kind, plan.letter) },
      { parent: this },
    );
  }

  /** The way to the internet, and the public subnets on it. */
  #wayOut(vpcId: Output<string>, subnets: ReadonlyMap<SubnetPlan, Subnet>): Route {
    const gateway = new InternetGateway(
      `${this.#name}-internet`,
      { vpcId, tags: this.#tags('internet') },
      { parent: this },
    );
    const table = this.#table(vpcId, 'public');
    this.#associate(table, subnets, (plan) => plan.kind === 'public');
    return new Route(
      `${this.#name}-public`,
      { routeTableId: table.id, destinationCidrBlock: '0.0.0.0/0', gatewayId: gateway.id },
      { parent: this },
    );
  }

  /** A NAT gateway per zone, and the private subnet of the zone behind it. */
  #privateWays(vpcId: Output<string>, subnets: ReadonlyMap<SubnetPlan, Subnet>, way: Route): void {
    for (const [plan, subnet] of subnets) {
      if (plan.kind !== 'public') continue;
      const label = `nat-${plan.letter}`;
      const address = new Eip(
        `${this.#name}-${label}`,
        { domain: 'vpc', tags: this.#tags('nat', plan.letter) },
        { parent: this },
      );
      const gateway = new NatGateway(
        `${this.#name}-${label}`,
        { allocationId: address.id, subnetId: subnet.id, tags: this.#tags('nat', plan.letter) },
        { parent: this, dependsOn: [way] },
      );
      const table = this.#table(vpcId, `private-${plan.letter}`);
      this.#associate(table, subnets, (other) => other.kind === 'private' && other.zone === plan.zone);
      new Route(
        `${this.#name}-private-${plan.letter}`,
        { routeTableId: table.id, destinationCidrBlock: '0.0.0.0/0', natGatewayId: gateway.id },
        { parent: this },
      );
    }
  }

  #dataTable(vpcId: Output<string>, subnets: ReadonlyMap<SubnetPlan, Subnet>): void {
    this.#associate(this.#table(vpcId, 'data'), subnets, (plan) => plan.kind === 'data');
  }

  #table(vpcId: Output<string>, label: string): RouteTable {
    return new RouteTable(`${this.#name}-${label}`, { vpcId, tags: this.#tags(label) }, { parent: this });
  }

  #associate(
    table: RouteTable,
    subnets: ReadonlyMap<SubnetPlan, Subnet>,
    belongs: (plan: SubnetPlan) => boolean,
  ): void {
    for (const [plan, subnet] of subnets) {
      if (!belongs(plan)) continue;
      new RouteTableAssociation(
        `${this.#name}-${plan.kind}-${plan.letter}`,
        { routeTableId: table.id, subnetId: subnet.id },
        { parent: this },
      );
    }
  }
}

function idsOf(subnets: ReadonlyMap<SubnetPlan, Subnet>, kind: SubnetPlan['kind']): Output<string>[] {
  return [...subnets].filter(([plan]) => plan.kind === kind).map(([, subnet]) => subnet.id);
}
