import { requires, rule } from 'evenkeel/policy';
import { onlyProd } from '../../facts/audience.ts';

export const red04 = rule({
  id: 'RED-04',
  title: 'A load balancer of production is protected from deletion',
  why: 'A balancer that is deleted by mistake takes its name in DNS along: what is made anew is another address.',
  remedy: 'Set `enableDeletionProtection`.',
  severity: 'medium',
  types: ['aws:lb/loadBalancer:LoadBalancer'],
  decidedAt: 'preview',
  cannotSee: ['that a balancer without the tag `environment` is of production (TAG-01 finds the missing tag)'],
  parameters: {},
  appliesTo: onlyProd,
  check: requires('enableDeletionProtection', true, { default: false }),
});
