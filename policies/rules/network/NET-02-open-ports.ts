import { allOf, every, fail, notApplicable, pass, rule } from 'evenkeel/policy';
import { GROUP, INGRESS_RULE, ingressOf, RULE, UNSEEN_INGRESS } from '../../facts/ingress.ts';

export const net02 = rule({
  id: 'NET-02',
  title: 'The whole internet reaches the ports of the web, and no other',
  why: 'A port that everyone reaches is found within minutes by those who look for what listens there.',
  remedy:
    'Open 443 and 80 to everyone, whatever else to the ranges and groups that need it; put a balancer before the rest.',
  severity: 'high',
  types: [GROUP, RULE, INGRESS_RULE],
  decidedAt: 'preview',
  cannotSee: UNSEEN_INGRESS,
  parameters: {
    ports: {
      default: [80, 443],
      means: 'ports of TCP that everyone may reach; of UDP there is none (Security Hub EC2.18)',
    },
    never: {
      default: [
        20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500, 5601, 8080, 8088,
        8888, 9200, 9300,
      ],
      means: 'ports of high risk (Security Hub EC2.19), which no setting opens to everyone',
    },
  },
  check(resource, { ports, never }) {
    if (resource.type === RULE && resource.read('type') === 'egress') return notApplicable('lets out, not in');
    const allowed = { tcp: ports.filter((port) => !never.includes(port)), udp: [] };
    return every(ingressOf(resource), ({ property, beyond, anywhere }) => {
      const isOpen = allOf(
        () => beyond(allowed) !== undefined,
        () => anywhere() !== undefined,
      );
      return isOpen ? fail(`lets ${anywhere()} reach port ${beyond(allowed)}`, property) : pass();
    });
  },
});
