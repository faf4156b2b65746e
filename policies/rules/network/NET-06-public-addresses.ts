import { every, fail, firstOf, must, notApplicable, pass, requires, rule, together, unknown } from 'evenkeel/policy';
import { hasPublicAddress, IN_SUBNETS, MACHINE } from '../../facts/public-addresses.ts';
import { isPublic, ROUTING, SUBNET } from '../../facts/routes.ts';

const TEMPLATE = 'aws:ec2/launchTemplate:LaunchTemplate';

export const net06 = rule({
  id: 'NET-06',
  title: 'Nothing gets a public address by itself, and public subnets hold balancers and NAT gateways alone',
  why: 'A machine with a public address is one mistake in a security group away from everyone.',
  remedy:
    'Set `mapPublicIpOnLaunch` and `associatePublicIpAddress` to false, and move what is not a balancer or a NAT gateway into subnets without a route to the internet gateway.',
  severity: 'high',
  types: [SUBNET, MACHINE, TEMPLATE],
  reads: [...ROUTING.filter((type) => type !== SUBNET), ...Object.keys(IN_SUBNETS).filter((type) => type !== MACHINE)],
  decidedAt: 'preview',
  cannotSee: [
    'addresses over IPv6',
    'what stands in a subnet and is of a type that is not in the list of `facts/public-addresses.ts`',
    'a subnet whose route table is in none of the checkpoints: the verdict is unknown',
  ],
  parameters: {},
  check: {
    [SUBNET]: together(requires('mapPublicIpOnLaunch', { not: true }), (subnet, _, { estate }) => {
      const inside = Object.entries(IN_SUBNETS).flatMap(([type, path]) => subnet.from(type, path));
      const named = inside.toSorted((a, b) => (a.urn < b.urn ? -1 : 1));
      if (inside.length === 0 || !isPublic(subnet, estate)) return pass();
      return every(named, ({ name }) => fail(`is public, and holds ${name}`));
    }),
    [MACHINE]: together(
      (machine) => must(() => !hasPublicAddress(machine), 'gets a public address', 'associatePublicIpAddress'),
      (machine, _, { estate }) => {
        const subnets = machine.toAll('subnetId', SUBNET);
        if (subnets.length === 0) return unknown('names no subnet: it is perhaps in the default VPC', 'subnetId');
        const open = firstOf(subnets, (subnet) => isPublic(subnet, estate));
        return open === undefined ? pass() : fail(`stands in the public subnet ${open.name}`, 'subnetId');
      },
    ),
    [TEMPLATE]: (template) => {
      const interfaces = template.list('networkInterfaces');
      if (interfaces.length === 0) return notApplicable('leaves addresses to the subnet');
      return every(interfaces, (one) =>
        must(
          () => String(one.read('associatePublicIpAddress') ?? '') !== 'true',
          'gives public addresses',
          'networkInterfaces',
        ),
      );
    },
  },
});
