import { fail, notApplicable, pass, rule, unknown } from 'evenkeel/policy';
import { defaultRouteOf, isPublic, ROUTING, SUBNET } from '../../facts/routes.ts';

const NAT = 'aws:ec2/natGateway:NatGateway';

export const red17 = rule({
  id: 'RED-17',
  title: 'A private subnet goes out through a NAT gateway of its own zone',
  why: 'A NAT gateway ends with its zone, and takes the way out of every subnet that is routed to it, whatever zone that is in.',
  remedy: 'Give each zone a NAT gateway and a route table of its own, or use one regional NAT gateway.',
  severity: 'medium',
  types: [SUBNET],
  reads: [NAT, ...ROUTING.filter((type) => type !== SUBNET)],
  decidedAt: 'preview',
  cannotSee: [
    'what stands behind a transit gateway, a firewall endpoint or a network interface: the verdict is unknown',
    'a default route that is cut into two, such as 0.0.0.0/1 and 128.0.0.0/1',
    'routes that are propagated from a VPN gateway',
  ],
  parameters: {},
  check(subnet, _, { estate }) {
    if (isPublic(subnet, estate)) return notApplicable('is public');
    const route = defaultRouteOf(subnet, estate);
    if (route === undefined) return notApplicable('has no way out');
    const gateway = route.line.to('natGatewayId', NAT);
    if (gateway === undefined) return unknown('its default route leads to something else than a NAT gateway');
    if (gateway.readOr('availabilityMode', 'zonal') === 'regional') return pass();
    const [own, other] = [subnet.need('availabilityZone'), gateway.to('subnetId', SUBNET)?.need('availabilityZone')];
    if (other === undefined) return unknown(`nothing tells the zone of ${gateway.name}`);
    return own === other ? pass() : fail(`stands in ${own} and goes out through ${gateway.name} in ${other}`);
  },
});
