import { anyOf, distinct, every, firstOf, must, pass, type Resource, rule, type Scope } from 'evenkeel/policy';
import { aliasedBy, RECORD } from '../../facts/names.ts';
import { isTier1 } from '../../facts/tier.ts';

const ZONE = 'aws:route53/zone:Zone';
const BALANCER = 'aws:lb/loadBalancer:LoadBalancer';
const DISTRIBUTION = 'aws:cloudfront/distribution:Distribution';
const ACCELERATOR = 'aws:globalaccelerator/accelerator:Accelerator';
const CHOICES = ['failoverRoutingPolicies', 'latencyRoutingPolicies', 'weightedRoutingPolicies'];

export const red19 = rule({
  id: 'RED-19',
  title: 'A public name of tier 1 chooses among answers that are checked, or leads to a distribution of two origins',
  why: 'A name with one answer leads to what is dead until a person edits it, which needs a control plane and a night.',
  remedy:
    'Give the record a failover, latency or weighted policy and a health check, or the distribution an origin group of two.',
  severity: 'medium',
  types: [RECORD, DISTRIBUTION],
  reads: ['aws:route53/healthCheck:HealthCheck', ACCELERATOR, ZONE, BALANCER],
  decidedAt: 'deployed',
  cannotSee: [
    'the tier of a record, which has no tags: it is that of its zone or of the balancer that it leads to',
    'whether a health check asks for what the service needs',
    'the other answers of a name that are in no checkpoint',
  ],
  parameters: { origins: { default: 2, means: 'the fewest origins of a group' } },
  check: {
    [RECORD](record, { origins }, { estate }) {
      if (aliasedBy(record, ACCELERATOR, estate).length > 0) return pass();
      const distributions = aliasedBy(record, DISTRIBUTION, estate);
      if (distributions.length > 0) return every(distributions, (one) => hasOrigins(one, origins));
      const isChosen = CHOICES.some((choice) => record.list(choice).length > 0);
      if (!isChosen) return must(false, 'has one answer for ever: no failover, latency or weighted policy');
      return must(
        () => isChecked(record) || isLast(record, estate),
        'is chosen without a health check',
        'healthCheckId',
      );
    },
    [DISTRIBUTION]: (distribution, { origins }) => hasOrigins(distribution, origins),
  },
  appliesTo: (resource, _, { estate }) =>
    resource.type === RECORD ? isPublicName(resource, estate) : isTier1(resource) || 'is not of tier 1',
});

function isPublicName(record: Resource, estate: Scope): true | string {
  if (!['A', 'AAAA', 'CNAME'].includes(record.text('type') ?? '')) return 'is no address';
  if (record.text('name')?.startsWith('_')) return 'proves something, and leads nowhere';
  const zone = record.to('zoneId', ZONE);
  if (zone !== undefined && zone.list('vpcs').length > 0) return 'is a name inside of a network';
  const bearers = [...(zone ? [zone] : []), ...aliasedBy(record, BALANCER, estate)];
  return firstOf(bearers, isTier1) !== undefined || 'is not of tier 1';
}

/** The answer that is kept for the worst needs no check: nothing is left to choose. */
function isChecked(record: Resource): boolean {
  return anyOf(
    () => record.isGiven('healthCheckId'),
    () => firstOf(record.list('aliases'), (alias) => alias.read('evaluateTargetHealth') === true) !== undefined,
    () => firstOf(record.list('failoverRoutingPolicies'), (one) => one.text('type') === 'SECONDARY') !== undefined,
  );
}

/**
 * Whether it is answered only where no other is healthy: a record of weight 0 beside weighted ones that are all checked. Source: "How
 * Amazon Route 53 chooses records when health checking is configured", Route 53 Developer Guide (read 2026-11).
 */
function isLast(record: Resource, estate: Scope): boolean {
  if (record.number('weightedRoutingPolicies.0.weight') !== 0) return false;
  const others = estate
    .having(RECORD, nameOf, nameOf(record))
    .filter((one) => one.text('setIdentifier') !== record.text('setIdentifier'));
  const weighted = others.filter((one) => one.number('weightedRoutingPolicies.0.weight') !== 0);
  return weighted.length > 0 && firstOf(weighted, (one) => !isChecked(one)) === undefined;
}

function nameOf(record: Resource): string {
  return `${record.need('name')} ${record.need('type')}`;
}

function hasOrigins(distribution: Resource, wanted: number) {
  const target = distribution.text('defaultCacheBehavior.targetOriginId');
  const group = firstOf(distribution.list('originGroups'), (one) => one.text('originId') === target);
  const origins = distinct('origin', group?.list('members') ?? [], (member) => member.need('originId'));
  return must(() => origins.reaches(wanted), `asks ${origins} where ${wanted} are wanted`, 'originGroups');
}
