import { anyOf, distinct, fail, firstOf, notApplicable, pass, type Resource, rule } from 'evenkeel/policy';
import { ATTACHED, minimumOf, scalersOf, sendersTo, TARGET_GROUP, TARGETING } from '../../facts/targets.ts';

export const red05 = rule({
  id: 'RED-05',
  title: 'A target group behind a listener has two targets, or a scaler that keeps two',
  why: 'Behind a balancer, one target is a single point of failure: its replacement is an outage.',
  remedy: 'Register a second target, or let an Auto Scaling group or an ECS service keep at least two.',
  severity: 'high',
  types: [TARGET_GROUP],
  reads: ['aws:lb/loadBalancer:LoadBalancer', ...TARGETING.filter((type) => type !== TARGET_GROUP)],
  decidedAt: 'deployed',
  cannotSee: [
    'targets that something outside of the checkpoints registers, such as a controller of Kubernetes: they count for none',
    'that a service is scaled by Application Auto Scaling below its desired count',
  ],
  parameters: { targets: { default: 2, means: 'the fewest targets' } },
  check(group, { targets }) {
    if (group.readOr('targetType', 'instance') === 'lambda') return notApplicable('invokes a function');
    if (firstOf(sendersTo(group), () => true) === undefined) return notApplicable('no listener sends to it');
    const scalers = scalersOf(group);
    const attached = distinct('target', group.from(ATTACHED, 'targetGroupArn'), idOf);
    const isEnough = anyOf(
      () => attached.reaches(targets),
      () => firstOf(scalers, (scaler) => minimumOf(scaler) >= targets) !== undefined,
    );
    if (isEnough) return pass();
    const kept = scalers.map((scaler) => `${scaler.name} keeps ${minimumOf(scaler)}`).join(', ') || 'no scaler';
    return fail(`has ${attached} and ${kept}; ${targets} are wanted`);
  },
});

function idOf(attachment: Resource): string {
  return `${attachment.need('targetId')}:${attachment.number('port') ?? ''}`;
}
