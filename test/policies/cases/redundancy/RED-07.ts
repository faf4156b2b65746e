import { type PropertyMap, UNKNOWN } from '../../../../src/lib/property.ts';
import type { Add, Mutation, RuleCase } from '../build.ts';
import { broken, changed, deployed, elsewhere, OPEN, previewed, silenced } from './short-case.ts';

/**
 * "HTTP listeners only redirect to HTTPS; TLS listeners use a recommended `sslPolicy`; invalid headers dropped, desync mode
 * defensive/strictest." Which policies are recommended: Security Hub, ELB.17.
 */
const BALANCER = 'aws:lb/loadBalancer:LoadBalancer';
const LISTENER = 'aws:lb/listener:Listener';
const RECOMMENDED = 'ELBSecurityPolicy-TLS13-1-2-2021-06';
const TARGETS = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/web/0123456789abcdef';
const FORWARD = { type: 'forward', targetGroupArn: TARGETS };
const REDIRECT = { type: 'redirect', redirect: { port: '443', protocol: 'HTTPS', statusCode: 'HTTP_301' } };

function balancer(add: Add, name: string, more: PropertyMap = { dropInvalidHeaderFields: true }): void {
  add(BALANCER, name, { loadBalancerType: 'application', ...more });
}

function listener(add: Add, name: string, protocol: string, action: PropertyMap, more: PropertyMap = {}): void {
  const loadBalancerArn = `arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/web/${name}`;
  const port = protocol === 'HTTP' ? 80 : 443;
  add(LISTENER, name, { loadBalancerArn, protocol, port, defaultActions: [action], ...more });
}

const good = 'plain requests are redirected, encrypted ones served by a recommended policy';

export const cases: readonly RuleCase[] = [
  deployed(
    good,
    (add) => {
      balancer(add, 'balancer');
      listener(add, 'plain', 'HTTP', REDIRECT);
      listener(add, 'encrypted', 'HTTPS', FORWARD, { sslPolicy: RECOMMENDED });
    },
    { balancer: 'pass', plain: 'pass', encrypted: 'pass' },
  ),
  deployed(
    'a plain listener that serves fails, and so does a redirect that stays plain',
    (add) => {
      listener(add, 'serves', 'HTTP', FORWARD);
      listener(add, 'stays', 'HTTP', {
        type: 'redirect',
        redirect: { port: '8080', protocol: 'HTTP', statusCode: 'HTTP_301' },
      });
      listener(add, 'same', 'HTTP', { type: 'redirect', redirect: { path: '/new', statusCode: 'HTTP_301' } });
    },
    { serves: 'fail', stays: 'fail', same: 'fail' },
  ),
  deployed(
    'policies that allow old versions of TLS are not recommended',
    (add) => {
      listener(add, 'first', 'HTTPS', FORWARD, { sslPolicy: 'ELBSecurityPolicy-2016-08' });
      listener(add, 'oldest', 'TLS', FORWARD, { sslPolicy: 'ELBSecurityPolicy-TLS-1-0-2015-04' });
      listener(add, 'three', 'TLS', FORWARD, { sslPolicy: 'ELBSecurityPolicy-TLS13-1-3-2021-06' });
    },
    { first: 'fail', oldest: 'fail', three: 'pass' },
  ),
  deployed(
    'an application balancer drops invalid headers and guards against desynchronised requests',
    (add) => {
      balancer(add, 'silent', {});
      balancer(add, 'keeps', { dropInvalidHeaderFields: false });
      balancer(add, 'monitors', { dropInvalidHeaderFields: true, desyncMitigationMode: 'monitor' });
      balancer(add, 'strict', { dropInvalidHeaderFields: true, desyncMitigationMode: 'strictest' });
      balancer(add, 'defends', { dropInvalidHeaderFields: true, desyncMitigationMode: 'defensive' });
    },
    { silent: 'fail', keeps: 'fail', monitors: 'fail', strict: 'pass', defends: 'pass' },
  ),
  deployed(
    'other balancers read no headers, and a gateway’s listener speaks no protocol',
    (add) => {
      balancer(add, 'network', { loadBalancerType: 'network' });
      balancer(add, 'gateway', { loadBalancerType: 'gateway' });
      add(LISTENER, 'gateway-listener', { loadBalancerArn: 'arn:aws:gateway', defaultActions: [FORWARD] });
    },
    { network: 'not-applicable', gateway: 'not-applicable', 'gateway-listener': ['not-applicable', 'unknown'] },
  ),
  previewed(
    'in a preview the program tells, and what it does not know yet is open',
    (add) => {
      balancer(add, 'silent', {});
      balancer(add, 'unsure', { dropInvalidHeaderFields: UNKNOWN });
      listener(add, 'serves', 'HTTP', FORWARD);
      listener(add, 'policy', 'HTTPS', FORWARD, { sslPolicy: UNKNOWN });
    },
    { silent: 'fail', unsure: OPEN, serves: 'fail', policy: OPEN },
  ),
  deployed(
    'the alias of the type is the type',
    (add) => void add('aws:alb/listener:Listener', 'serves', { protocol: 'HTTP', port: 80, defaultActions: [FORWARD] }),
    { serves: 'fail' },
  ),
  elsewhere(LISTENER, { protocol: 'HTTP', defaultActions: [FORWARD] }),
];

export const mutations: readonly Mutation[] = [
  changed(good, 'plain requests are served', 'plain', { defaultActions: [FORWARD] }),
  changed(good, 'plain requests are sent on in plain', 'plain', {
    defaultActions: [{ type: 'redirect', redirect: { protocol: 'HTTP', port: '80', statusCode: 'HTTP_302' } }],
  }),
  changed(good, 'the encrypted listener becomes a plain one', 'encrypted', { protocol: 'HTTP', port: 80 }),
  changed(good, 'the policy allows TLS 1.0', 'encrypted', { sslPolicy: 'ELBSecurityPolicy-2016-08' }),
  changed(good, 'the policy allows TLS 1.1', 'encrypted', { sslPolicy: 'ELBSecurityPolicy-TLS-1-1-2017-01' }),
  changed(good, 'invalid headers are passed on', 'balancer', { dropInvalidHeaderFields: false }),
  silenced(good, 'invalid headers are left to AWS', 'balancer', 'dropInvalidHeaderFields'),
  changed(good, 'desynchronised requests are only counted', 'balancer', { desyncMitigationMode: 'monitor' }),
  broken(good, 'a rule of the plain listener serves', 'plain', ([stack]) => {
    const plain = stack?.resources.find(({ urn }) => urn.endsWith('::plain'));
    if (stack === undefined || plain === undefined) throw new Error('the case has no plain listener');
    const inputs = { listenerArn: plain.outputs?.['arn'] ?? '', priority: 1, actions: [FORWARD], conditions: [] };
    const type = 'aws:lb/listenerRule:ListenerRule';
    const urn = plain.urn.replace(LISTENER, type).replace(/plain$/, 'rule');
    stack.resources.push({ ...plain, urn, type, id: 'rule-0123456789', inputs, outputs: inputs });
  }),
];
