import { AwsError, notModelled } from '../../aws-error.ts';
import { inRegion, instances } from '../ec2/records.ts';
import type { Elbv2 } from './api.ts';
import { healthOf } from './health.ts';
import { groupOf } from './lookup.ts';
import { type Target, targetsOf } from './records.ts';
import { addTarget, drainTarget } from './targets.ts';

export const targetHandlers: Elbv2 = {
  RegisterTargets(input, call) {
    const group = groupOf(call, input.TargetGroupArn);
    for (const { Id = '', Port = group.port, AvailabilityZone } of input.Targets ?? []) {
      if (AvailabilityZone) throw notModelled('targets with a zone of their own');
      const instance = instances(call.world).get(inRegion(call.region, Id));
      if (instance?.state !== 'running' || instance.vpcId !== group.vpcId) {
        const found = instance ? `${instance.state} in ${instance.vpcId}` : 'not there';
        throw new AwsError(
          'InvalidTarget',
          `${Id} is ${found}; ${group.name} takes running instances of ${group.vpcId}`,
          {
            row: 'ELB-09',
          },
        );
      }
      addTarget(call.world, group, Id, Port, group.arn);
    }
    return {};
  },

  /** Taking out what is not in succeeds (row ELB-03). */
  DeregisterTargets(input, call) {
    const group = groupOf(call, input.TargetGroupArn);
    for (const target of named(targetsOf(call.world, group.arn), input.Targets)) {
      drainTarget(call.world, group, target, group.arn);
    }
    return {};
  },

  DescribeTargetHealth(input, call) {
    const group = groupOf(call, input.TargetGroupArn);
    const all = targetsOf(call.world, group.arn);
    const found = input.Targets?.length ? named(all, input.Targets) : all;
    const strangers = (input.Targets ?? []).filter((each) => named(all, [each]).length === 0);
    return {
      TargetHealthDescriptions: [
        ...found.map((target) => {
          const { state, reason, description } = healthOf(call.world, target);
          return {
            Target: { Id: target.id, Port: target.port },
            HealthCheckPort: group.healthCheck.port === 'traffic-port' ? String(target.port) : group.healthCheck.port,
            TargetHealth: { State: state, Reason: reason as 'Target.NotInUse' | undefined, Description: description },
          };
        }),
        ...strangers.map(({ Id, Port }) => ({
          Target: { Id: Id ?? '', Port: Port ?? group.port },
          TargetHealth: NOT_REGISTERED,
        })),
      ],
    };
  },
};

/** What ELB says of a target that was asked for and is not there (API reference, TargetHealth). */
const NOT_REGISTERED = {
  State: 'unused',
  Reason: 'Target.NotRegistered',
  Description: 'Target is not registered to the target group',
} as const;

interface Named {
  readonly Id?: string | undefined;
  readonly Port?: number | undefined;
}

/** Those of the targets that are named; without a port, on any. */
function named(all: readonly Target[], wanted: readonly Named[] | undefined): Target[] {
  return all.filter((target) =>
    (wanted ?? []).some((each) => each.Id === target.id && (each.Port === undefined || each.Port === target.port)),
  );
}
