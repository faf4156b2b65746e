import { allOf, every, fail, firstOf, notApplicable, pass, rule, unknown } from 'evenkeel/policy';
import { GROUP, INGRESS_RULE, ingressOf, RULE, UNSEEN_INGRESS } from '../../facts/ingress.ts';

export const net01 = rule({
  id: 'NET-01',
  title: 'No administration port is open to the whole internet',
  why: 'Ports of SSH, RDP and their like are tried within minutes from everywhere; one weak key is enough.',
  remedy: 'Let administrators in by Session Manager, or from their own ranges: no `0.0.0.0/0` and no `::/0`.',
  severity: 'critical',
  types: [GROUP, RULE, INGRESS_RULE],
  decidedAt: 'preview',
  cannotSee: UNSEEN_INGRESS,
  parameters: {
    ports: { default: [22, 23, 3389, 5985, 5986], means: 'ports of administration: SSH, Telnet, RDP, WinRM' },
  },
  check(resource, { ports }) {
    if (resource.type === RULE && resource.read('type') === 'egress') return notApplicable('lets out, not in');
    return every(ingressOf(resource), ({ property, isCertain, covers, anywhere }) => {
      const openPort = () => firstOf(ports, covers);
      const isOpen = allOf(
        () => openPort() !== undefined,
        () => anywhere() !== undefined,
      );
      if (!isOpen) return pass();
      const message = `lets ${anywhere()} reach port ${openPort()}`;
      return isCertain ? fail(message, property) : unknown(`a rule that is perhaps attached to it ${message}`);
    });
  },
});
