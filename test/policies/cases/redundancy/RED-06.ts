import { type PropertyMap, UNKNOWN } from '../../../../src/lib/property.ts';
import type { Add, Mutation, RuleCase } from '../build.ts';
import { changed, deployed, elsewhere, OPEN, previewed, silenced } from './short-case.ts';

/**
 * "Health check explicit: path/port/matcher set, interval×unhealthyThreshold ≤ tier limit, HTTPS where target is HTTPS." The limit
 * is not in the sentence: 20 s are within any, 50 minutes are beyond any.
 */
const TARGETS = 'aws:lb/targetGroup:TargetGroup';
const CHECK = { path: '/health', port: 'traffic-port', matcher: '200', interval: 10, unhealthyThreshold: 2 };

function targets(add: Add, name: string, protocol: string, healthCheck?: PropertyMap): void {
  // what AWS checks of itself is in the outputs whether or not the program asks for it
  const computed = { healthCheck: { ...CHECK, path: '/', protocol: 'HTTP', interval: 30, ...healthCheck } };
  const given = { port: 443, protocol, targetType: 'instance', ...(healthCheck && { healthCheck }) };
  add(TARGETS, name, { ...given, tags: { tier: '2' } }, { computed });
}

function without(...keys: readonly string[]): PropertyMap {
  return Object.fromEntries(Object.entries({ ...CHECK, protocol: 'HTTP' }).filter(([key]) => !keys.includes(key)));
}

const good = 'a health check says what it asks for, over HTTPS, and finds out soon';

export const cases: readonly RuleCase[] = [
  deployed(good, (add) => targets(add, 'targets', 'HTTPS', { ...CHECK, protocol: 'HTTPS' }), { targets: 'pass' }),
  deployed(
    'plain targets are checked in plain',
    (add) => targets(add, 'plain', 'HTTP', { ...CHECK, protocol: 'HTTP' }),
    {
      plain: 'pass',
    },
  ),
  deployed(
    'what AWS fills in is not explicit',
    (add) => {
      targets(add, 'silent', 'HTTP');
      targets(add, 'no-path', 'HTTP', without('path'));
      targets(add, 'no-port', 'HTTP', without('port'));
      targets(add, 'no-matcher', 'HTTP', without('matcher'));
    },
    { silent: 'fail', 'no-path': 'fail', 'no-port': 'fail', 'no-matcher': 'fail' },
  ),
  previewed(
    'in a preview as well',
    (add) => {
      targets(add, 'silent', 'HTTP');
      targets(add, 'no-path', 'HTTP', without('path'));
      targets(add, 'told', 'HTTPS', { ...CHECK, protocol: 'HTTPS' });
    },
    { silent: 'fail', 'no-path': 'fail', told: 'pass' },
  ),
  deployed(
    'a check that is slow, switched off or in plain to an encrypted target fails',
    (add) => {
      targets(add, 'slow', 'HTTP', { ...CHECK, protocol: 'HTTP', interval: 300, unhealthyThreshold: 10 });
      targets(add, 'in-plain', 'HTTPS', { ...CHECK, protocol: 'HTTP' });
      targets(add, 'in-plain-by-default', 'HTTPS', CHECK);
    },
    { slow: 'fail', 'in-plain': 'fail', 'in-plain-by-default': 'fail' },
  ),
  previewed(
    'an interval that is not known yet is open, and hides no missing path',
    (add) => {
      targets(add, 'open', 'HTTP', { ...CHECK, protocol: 'HTTP', interval: UNKNOWN });
      targets(add, 'missing', 'HTTP', { ...without('path'), interval: UNKNOWN });
    },
    { open: OPEN, missing: 'fail' },
  ),
  deployed(
    'functions are not checked, and a connection has no path or matcher',
    (add) => {
      add(TARGETS, 'function', { targetType: 'lambda' });
      const healthCheck = { protocol: 'TCP', port: 'traffic-port', interval: 10, unhealthyThreshold: 2 };
      add(TARGETS, 'connection', { port: 5432, protocol: 'TCP', targetType: 'instance', healthCheck });
    },
    { function: 'not-applicable', connection: ['pass', 'not-applicable'] },
  ),
  elsewhere(TARGETS, { protocol: 'HTTP' }),
];

const checks = (edit: string, check: PropertyMap): Mutation =>
  changed(good, edit, 'targets', { healthCheck: { protocol: 'HTTPS', ...check } });

export const mutations: readonly Mutation[] = [
  silenced(good, 'the whole check is left to AWS', 'targets', 'healthCheck'),
  checks('the path is left out', without('path', 'protocol')),
  checks('the port is left out', without('port', 'protocol')),
  checks('the matcher is left out', without('matcher', 'protocol')),
  checks('the interval is five minutes, ten times', { ...CHECK, interval: 300, unhealthyThreshold: 10 }),
  checks('encrypted targets are asked in plain', { ...CHECK, protocol: 'HTTP' }),
];
