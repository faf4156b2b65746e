import { type Block, every, fail, must, notApplicable, pass, requires, rule, together } from 'evenkeel/policy';
import { LISTENER, LISTENER_RULE } from '../../facts/targets.ts';

const BALANCER = 'aws:lb/loadBalancer:LoadBalancer';

export const red07 = rule({
  id: 'RED-07',
  title: 'Plain HTTP is only redirected, and HTTPS is served by a policy that is recommended',
  why: 'What travels in plain, or under an old version of TLS, can be read; headers that are not valid smuggle requests.',
  remedy:
    'Redirect HTTP to HTTPS, choose a recommended `sslPolicy`, set `dropInvalidHeaderFields` and leave the desync mode defensive.',
  severity: 'medium',
  types: [LISTENER, BALANCER],
  reads: [LISTENER_RULE],
  decidedAt: 'preview',
  cannotSee: ['what a target answers to a request that was redirected'],
  parameters: {
    policies: {
      default: [
        'ELBSecurityPolicy-TLS13-1-2-2021-06',
        'ELBSecurityPolicy-TLS13-1-2-Res-2021-06',
        'ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04',
        'ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09',
        'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
        'ELBSecurityPolicy-TLS13-1-3-2021-06',
        'ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04',
        'ELBSecurityPolicy-TLS13-1-3-FIPS-PQ-2025-09',
        'ELBSecurityPolicy-TLS13-1-3-PQ-2025-09',
      ],
      means: 'policies of TLS that are recommended (Security Hub, ELB.17; Elastic Load Balancing, "Security policies")',
    },
  },
  check: {
    [LISTENER](listener, { policies }) {
      const protocol = listener.read('protocol');
      if (protocol === 'HTTPS' || protocol === 'TLS') {
        const policy = listener.readOr('sslPolicy', 'ELBSecurityPolicy-2016-08');
        return must(policies.includes(String(policy)), `uses ${policy}, which is not recommended`, 'sslPolicy');
      }
      if (protocol !== 'HTTP') return notApplicable(`speaks ${protocol ?? 'no protocol'}`);
      const rules = listener.from(LISTENER_RULE, 'listenerArn');
      const own = every(listener.list('defaultActions'), redirects);
      return every([() => own, () => every(rules, (one) => every(one.list('actions'), redirects))], (check) => check());
    },
    [BALANCER]: together(
      requires('dropInvalidHeaderFields', true, { default: false }),
      requires('desyncMitigationMode', { oneOf: ['defensive', 'strictest'] }, { default: 'defensive' }),
    ),
  },
  appliesTo(resource) {
    const isOther = resource.type === BALANCER && resource.readOr('loadBalancerType', 'application') !== 'application';
    return isOther ? 'reads no headers' : true;
  },
});

function redirects(action: Block) {
  if (action.text('type') === 'redirect' && action.text('redirect.protocol') === 'HTTPS') return pass();
  return fail('answers plain HTTP with something else than a redirect to HTTPS', 'defaultActions');
}
