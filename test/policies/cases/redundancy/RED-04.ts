import { UNKNOWN } from '../../../../src/lib/property.ts';
import type { Add, Mutation, RuleCase } from '../build.ts';
import { changed, deployed, elsewhere, OPEN, previewed, silenced } from './short-case.ts';

/** "`enableDeletionProtection=true` for prod tier." */
const BALANCER = 'aws:lb/loadBalancer:LoadBalancer';

function balancer(add: Add, name: string, environment?: string, isProtected?: boolean | string, type = BALANCER): void {
  add(type, name, {
    loadBalancerType: 'application',
    ...(isProtected !== undefined && { enableDeletionProtection: isProtected }),
    ...(environment !== undefined && { tags: { environment } }),
  });
}

const good = 'the balancer of prod is protected from deletion';

export const cases: readonly RuleCase[] = [
  deployed(good, (add) => balancer(add, 'balancer', 'prod', true), { balancer: 'pass' }),
  deployed(
    'unprotected it fails, and left out it is unprotected',
    (add) => {
      balancer(add, 'off', 'prod', false);
      balancer(add, 'silent', 'prod');
      balancer(add, 'whole-word', 'production', false);
      balancer(add, 'by-alias', 'prod', false, 'aws:alb/loadBalancer:LoadBalancer');
      add(BALANCER, 'network', { loadBalancerType: 'network', tags: { environment: 'prod' } });
    },
    { off: 'fail', silent: 'fail', 'whole-word': 'fail', 'by-alias': 'fail', network: 'fail' },
  ),
  deployed(
    'other environments may delete theirs',
    (add) => {
      balancer(add, 'staging', 'staging', false);
      balancer(add, 'nonprod', 'nonprod', false);
      balancer(add, 'nowhere', undefined, false);
    },
    { staging: 'not-applicable', nonprod: 'not-applicable', nowhere: ['not-applicable', 'unknown'] },
  ),
  deployed(
    'the environment may come from the default tags of the provider',
    (add) => balancer(add, 'balancer', undefined, false),
    { balancer: 'fail' },
    { defaultTags: { environment: 'prod' } },
  ),
  previewed(
    'in a preview the program tells, and what it does not know yet is open',
    (add) => {
      balancer(add, 'silent', 'prod');
      balancer(add, 'open', 'prod', UNKNOWN);
      balancer(add, 'somewhere', UNKNOWN, false);
    },
    { silent: 'fail', open: OPEN, somewhere: OPEN },
  ),
  elsewhere(BALANCER, { tags: { environment: 'prod' } }),
];

export const mutations: readonly Mutation[] = [
  changed(good, 'protection is switched off', 'balancer', { enableDeletionProtection: false }),
  silenced(good, 'protection is no longer asked for', 'balancer', 'enableDeletionProtection'),
  changed(good, 'it is a network balancer, unprotected', 'balancer', {
    loadBalancerType: 'network',
    enableDeletionProtection: false,
  }),
];
