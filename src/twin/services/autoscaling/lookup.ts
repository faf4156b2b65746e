import { AwsError } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import { type Group, groupKey, groups } from './records.ts';

/** The group of the caller's region. Auto Scaling has no code of its own for one that is not there. */
export function groupOf(call: Call, name: string | undefined): Group {
  const group = groups(call.world).get(groupKey({ region: call.region, name: name ?? '' }));
  if (group) return group;
  throw new AwsError('ValidationError', `there is no auto scaling group ${name} in ${call.region}`);
}

/** The group that keeps an instance. */
export function groupOfInstance(call: Call, instanceId: string | undefined): Group {
  const group = groups(call.world)
    .values(`${call.region}/`)
    .find((each) => each.instances.some((member) => member.id === instanceId));
  if (group) return group;
  throw new AwsError('ValidationError', `no auto scaling group of ${call.region} has the instance ${instanceId}`);
}
