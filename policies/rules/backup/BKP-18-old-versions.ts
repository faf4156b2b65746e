import { must, type Resource, rule, some } from 'evenkeel/policy';
import { BUCKET, isVersioned, LIFECYCLE, lifecycleRulesOf, VERSIONING } from '../../facts/bucket.ts';

export const bkp18 = rule({
  id: 'BKP-18',
  title: 'Old versions expire, the sooner the more is at stake',
  why: 'What was deleted at a customer’s wish, or for the law, lives on in old versions until they end.',
  remedy: 'Add a lifecycle rule with `noncurrentVersionExpiration`, of as many days as the classification allows.',
  severity: 'low',
  types: [BUCKET],
  reads: [LIFECYCLE, VERSIONING],
  decidedAt: 'preview',
  cannotSee: ['whether the filters of a rule leave objects out', 'for how long current objects may be kept'],
  parameters: {
    days: {
      default: { restricted: 365, confidential: 730, other: 1095 },
      means: 'the most days that an old version is kept, by data-classification',
    },
  },
  appliesTo: (bucket) => isVersioned(bucket) || 'keeps no versions',
  check(bucket, { days }) {
    const most = byClassification(bucket, days);
    return some(lifecycleRulesOf(bucket), (one) => {
      const kept = one.isEnabled() ? one.noncurrentDays() : undefined;
      return must(
        kept !== undefined && kept <= most,
        `keeps old versions ${kept ?? 'for ever, not'} days; ${most} at most`,
      );
    });
  },
});

function byClassification(bucket: Resource, days: Readonly<Record<string, number>>): number {
  return days[bucket.tag('data-classification')?.toLowerCase() ?? 'other'] ?? days['other'] ?? 0;
}
