import { every, must, notApplicable, rule } from 'evenkeel/policy';
import { ALARM, CACHE, FLEET, isWatched, METRICS_WANTED, metricsOf, SERVICE } from '../../facts/alarms.ts';
import { onlyTier1 } from '../../facts/audience.ts';
import { BALANCER, INSTANCE, TABLE } from '../../facts/counterparts.ts';

export const mon04 = rule({
  id: 'MON-04',
  title: 'What is critical has the alarms that its type needs',
  why: 'A disk that fills up, a replica that falls behind and hosts that fail one by one are seen hours before users see them, by whoever looks.',
  remedy:
    'Add a `cloudwatch.MetricAlarm` on each metric that is named, with the dimension of the resource, in its region.',
  severity: 'high',
  types: [BALANCER, INSTANCE, FLEET, TABLE, CACHE, SERVICE],
  reads: [ALARM],
  decidedAt: 'deployed',
  cannotSee: [
    'whether a threshold is right, or the metric is published at all (those of groups and of Container Insights must be switched on)',
    'database clusters: the catalogue names instances',
    'that a resource without the tag `tier` is of tier 1 (TAG-01 finds the missing tag)',
    'alarms of other tools',
  ],
  parameters: {
    metrics: {
      default: METRICS_WANTED,
      means: 'by type, the metrics that need an alarm; `a|b` where one of them is enough',
    },
  },
  appliesTo: onlyTier1,
  check(resource, { metrics }, { estate }) {
    const wanted = metricsOf(resource, metrics);
    if (wanted.length === 0) return notApplicable('has no metric that the parameter `metrics` asks for');
    return every(wanted, (one) =>
      must(() => isWatched(resource, one.split('|'), estate), `has no alarm on ${one.replaceAll('|', ' or ')}`),
    );
  },
});
