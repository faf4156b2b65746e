import { fail, must, pass, type Resource, requires, rule, together } from 'evenkeel/policy';
import { byTier } from '../../facts/audience.ts';
import { TARGET_GROUP } from '../../facts/targets.ts';

export const red06 = rule({
  id: 'RED-06',
  title: 'A target group says how its targets are checked, and finds a dead one soon',
  why: 'The check that AWS fills in asks for `/` and answers late: a target that serves nothing goes on getting requests.',
  remedy:
    'Give `healthCheck` a `path`, a `port`, a `matcher` and an `interval` that fits the tier; check HTTPS targets over HTTPS.',
  severity: 'medium',
  types: [TARGET_GROUP],
  decidedAt: 'preview',
  cannotSee: ['whether the path answers for what the service needs'],
  parameters: {
    seconds: {
      default: { '1': 30, '2': 60, other: 120 },
      means: 'the longest time from the first failed check to the verdict, by tier',
    },
  },
  check: together(
    requires('healthCheck.port', 'given'),
    (group) => {
      const missing = isOverHttp(group)
        ? ['path', 'matcher'].filter((name) => !group.isGiven(`healthCheck.${name}`))
        : [];
      return must(
        missing.length === 0,
        `has no ${missing.map((name) => `healthCheck.${name}`).join(' and no ')}`,
        'healthCheck',
      );
    },
    (group, { seconds }) => {
      const [limit, took] = [byTier(group, seconds), timeOf(group)];
      return must(
        took <= limit,
        `finds a dead target after ${took} s; ${limit} s are the most`,
        'healthCheck.interval',
      );
    },
    (group) => {
      if (group.read('protocol') !== 'HTTPS' || checkedBy(group) === 'HTTPS') return pass();
      return fail('has HTTPS targets and checks them without', 'healthCheck.protocol');
    },
  ),
  appliesTo: (group) => group.readOr('targetType', 'instance') !== 'lambda' || 'invokes a function',
});

/** Source of the defaults: @pulumi/aws 7.48.0, `TargetGroup.healthCheck`. */
function timeOf(group: Resource): number {
  return Number(group.readOr('healthCheck.interval', 30)) * Number(group.readOr('healthCheck.unhealthyThreshold', 3));
}

function checkedBy(group: Resource): unknown {
  return group.readOr('healthCheck.protocol', 'HTTP');
}

function isOverHttp(group: Resource): boolean {
  return ['HTTP', 'HTTPS'].includes(String(checkedBy(group)));
}
