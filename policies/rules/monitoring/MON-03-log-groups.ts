import { anyOf, must, type Resource, rule, together } from 'evenkeel/policy';
import { isRestricted } from '../../facts/audience.ts';
import { namesKey } from '../../facts/customer-key.ts';

const path = 'retentionInDays';

export const mon03 = rule({
  id: 'MON-03',
  title: 'Logs are kept a year, restricted ones not for ever, encrypted by a key',
  why: 'An intrusion is found months after it began; personal data that is kept for ever is kept without reason.',
  remedy: 'Set `retentionInDays` to 365 or more (it is for ever where it is left out), and `kmsKeyId`.',
  severity: 'medium',
  types: ['aws:cloudwatch/logGroup:LogGroup'],
  decidedAt: 'preview',
  cannotSee: [
    'log groups that AWS makes for functions and builds that no program declares',
    'whether logs hold personal data that no tag `data-classification` tells of',
  ],
  parameters: { days: { default: 365, means: 'the fewest days that logs are kept' } },
  // AWS keeps those of the class DELIVERY two days, whatever is asked for (CreateLogGroup, CloudWatch Logs API reference)
  appliesTo: (group) => group.readOr('logGroupClass', 'STANDARD') !== 'DELIVERY' || 'only delivers logs elsewhere',
  check: together(
    (group, { days }) => {
      const kept = group.readOr(path, 0);
      return must(kept === 0 || Number(kept) >= days, `keeps logs ${kept} days; ${days} are wanted`, path);
    },
    isNotForEver,
    (group) => must(namesKey(group, 'kmsKeyId'), 'is encrypted by no key', 'kmsKeyId'),
  ),
});

function isNotForEver(group: Resource) {
  const isGood = anyOf(
    () => group.readOr(path, 0) !== 0,
    () => !isRestricted(group),
  );
  return must(isGood, 'holds restricted data and keeps it for ever', path);
}
