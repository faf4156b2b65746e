import { DefaultSecurityGroup } from '@pulumi/aws/ec2/defaultSecurityGroup.js';
import { SecurityGroup } from '@pulumi/aws/ec2/securityGroup.js';
import { ComponentResource, type ComponentResourceOptions, type Output } from '@pulumi/pulumi';
import { nameAt, type SitePlace } from '../layout/place.ts';
import { tagsOf } from '../layout/tags.ts';

/** The port of PostgreSQL. */
export const DATABASE_PORT = 5432;

/**
 * Who may speak to whom at a site: anyone to the balancer by TLS, the balancer to the instances, the instances to the database. The
 * network's default group lets nobody speak.
 */
export class Firewall extends ComponentResource {
  readonly balancerGroupId: Output<string>;
  readonly instanceGroupId: Output<string>;
  readonly databaseGroupId: Output<string>;
  readonly #name: string;
  readonly #args: FirewallArgs;

  constructor(name: string, args: FirewallArgs, options: ComponentResourceOptions) {
    super('evenkeel:component:Firewall', name, {}, options);
    this.#name = name;
    this.#args = args;
    const { port } = args.place.system.service;
    const everywhere = ['0.0.0.0/0'];
    const balancer = this.#group('balancer', 'TLS from clients, HTTP to the instances', {
      ingress: [{ ...rule(443), cidrBlocks: everywhere, description: 'clients' }],
      // by address: by group, the two groups would need each other
      egress: [{ ...rule(port), cidrBlocks: [args.place.site.cidr], description: 'instances' }],
    });
    const instances = this.#group('instances', 'HTTP from the balancer', {
      ingress: [{ ...rule(port), securityGroups: [balancer.id], description: 'balancer' }],
      egress: [{ protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: everywhere, description: 'anywhere' }],
    });
    const database = this.#group('database', 'PostgreSQL from the instances', {
      ingress: [{ ...rule(DATABASE_PORT), securityGroups: [instances.id], description: 'instances' }],
    });
    new DefaultSecurityGroup(
      `${name}-default`,
      { vpcId: args.vpcId, tags: tagsOf(args.place, 'firewall', nameAt(args.place, 'securityGroup', 'default')) },
      { parent: this },
    );
    this.balancerGroupId = balancer.id;
    this.instanceGroupId = instances.id;
    this.databaseGroupId = database.id;
    this.registerOutputs({});
  }

  #group(label: string, description: string, rules: Pick<SecurityGroupArgs, 'ingress' | 'egress'>): SecurityGroup {
    const { place, vpcId } = this.#args;
    const name = nameAt(place, 'securityGroup', label);
    return new SecurityGroup(
      `${this.#name}-${label}`,
      { vpcId, name, description, ...rules, tags: tagsOf(place, 'firewall', name) },
      { parent: this },
    );
  }
}

export interface FirewallArgs {
  readonly place: SitePlace;
  readonly vpcId: Output<string>;
}

type SecurityGroupArgs = NonNullable<ConstructorParameters<typeof SecurityGroup>[1]>;

function rule(port: number) {
  return { protocol: 'tcp', fromPort: port, toPort: port };
}
