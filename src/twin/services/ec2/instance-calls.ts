import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import type { Ec2 } from './api.ts';
import { describeInstance, describeStatus } from './describe-instance.ts';
import { launchInstance, runLater, shutDown } from './instances.ts';
import { launchDataOf } from './launch-data.ts';
import { type Instance, inRegion, instances } from './records.ts';
import { existing, invalid, missing } from './refuse.ts';
import { type Noun, page, select } from './select.ts';
import { RUN_INSTANCES_INSTANCES, RUN_INSTANCES_REQUESTS, takeTokens } from './throttle.ts';
import { onceFor } from './token.ts';

type RunInput = Parameters<NonNullable<Ec2['RunInstances']>>[0];

export const instanceHandlers: Ec2 = {
  /** Into a named subnet only: no VPC here is a default one. Spot, placement groups and market options are not modelled. */
  RunInstances(input, call) {
    if (input.InstanceMarketOptions || input.Placement?.GroupName)
      throw notModelled('spot instances and placement groups');
    const [least, most] = [input.MinCount ?? 1, input.MaxCount ?? 1];
    if (!Number.isInteger(least) || least < 1)
      throw invalid(`Value (${least}) for parameter minCount is invalid. Minimum is 1.`);
    if (!Number.isInteger(most) || most < least)
      throw invalid(`maxCount (${most}) must be minCount (${least}) or more`);
    takeTokens(call, 'RunInstances requests', 1, RUN_INSTANCES_REQUESTS);
    takeTokens(call, 'RunInstances instances', most, RUN_INSTANCES_INSTANCES);
    const data = launchDataOf(call.world, call.region, input.LaunchTemplate, input);
    // a token is zonal where a zone or subnet is named (row EC2-02); here one always is
    const scope = data.subnetId ?? '';
    const ids = onceFor(call, input.ClientToken, scope, input, () => run(call, input, most));
    const found = ids.map((id) => existing(instances(call.world), call.region, id, NOT_FOUND));
    if (found.some((instance) => instance.state === 'terminated' || instance.state === 'shutting-down')) {
      throw new AwsError(
        'IdempotentInstanceTerminated',
        `the token ${input.ClientToken} made ${ids.join(', ')}, now gone`,
        {
          row: 'EC2-05',
        },
      );
    }
    return {
      ReservationId: found[0]?.reservationId,
      OwnerId: call.account,
      Instances: found.map((instance) => describeInstance(instance)),
    };
  },

  DescribeInstances(input, call) {
    refuseSizeOfIds(input);
    const found = select(call, nounOf(call), input.InstanceIds, input.Filters);
    const { items, next } = page(call, input, found);
    return {
      Reservations: items.map((instance) => ({
        ReservationId: instance.reservationId,
        OwnerId: call.account,
        Instances: [describeInstance(instance)],
      })),
      NextToken: next,
    };
  },

  DescribeInstanceStatus(input, call) {
    refuseSizeOfIds(input);
    const found = select(call, nounOf(call), input.InstanceIds, input.Filters);
    const shown = found.filter((instance) => input.IncludeAllInstances || instance.state === 'running');
    const { items, next } = page(call, input, shown);
    return { InstanceStatuses: items.map((instance) => describeStatus(call.world, instance)), NextToken: next };
  },

  TerminateInstances(input, call) {
    const ids = [...new Set(input.InstanceIds ?? [])];
    const found = ids.map((id) => {
      const instance = instances(call.world).get(inRegion(call.region, id));
      if (instance) return instance;
      throw new AwsError(NOT_FOUND, `there is no ${id} in ${call.region}: none was terminated`, { row: 'EC2-10' });
    });
    const guards = found.filter((instance) => instance.terminationProtected);
    const guarded = new Set(guards.map((instance) => instance.zone));
    for (const instance of found) if (!guarded.has(instance.zone)) shutDown(call.world, instance);
    if (guards.length > 0) {
      const names = guards.map((instance) => instance.id).join(', ');
      throw new AwsError('OperationNotPermitted', `${names} may not be terminated, nor others of the same zone`, {
        row: 'EC2-09',
        afterEffect: true,
      });
    }
    return {
      TerminatingInstances: found.map((instance) => ({
        InstanceId: instance.id,
        PreviousState: { Name: instance.state },
        CurrentState: { Name: instances(call.world).get(inRegion(call.region, instance.id))?.state },
      })),
    };
  },

  /** Termination protection only. */
  ModifyInstanceAttribute(input, call) {
    const { InstanceId, DisableApiTermination, ...others } = input;
    const other = Object.keys(others).find((name) => others[name as keyof typeof others] !== undefined);
    if (other) throw notModelled(`changing ${other} of an instance`);
    const instance = existing(instances(call.world), call.region, InstanceId, NOT_FOUND);
    const terminationProtected = DisableApiTermination?.Value ?? instance.terminationProtected;
    instances(call.world).put(inRegion(call.region, instance.id), { ...instance, terminationProtected });
    return {};
  },
};

const NOT_FOUND = 'InvalidInstanceID.NotFound';

function run(call: Call, input: RunInput, most: number): string[] {
  const { world, region } = call;
  const data = launchDataOf(world, region, input.LaunchTemplate, input);
  if (!data.subnetId) throw missing('SubnetId');
  const reservationId = call.newId('r-', 17, 'reservation');
  const launched: Instance[] = [];
  for (let index = 0; index < most; index++) {
    try {
      const launch = {
        ...data,
        id: call.newId('i-', 17, `instance-${index}`),
        interfaceId: call.newId('eni-', 17, `interface-${index}`),
        reservationId,
        region,
        subnetId: data.subnetId,
        profileArn: data.profile?.Arn,
        clientToken: input.ClientToken,
      };
      launched.push(launchInstance(world, launch));
    } catch (error) {
      // fewer than asked for are launched where they are enough
      if (!(error instanceof AwsError) || index < (input.MinCount ?? most)) throw error;
      break;
    }
  }
  for (const instance of launched) runLater(world, instance);
  return launched.map((instance) => instance.id);
}

function nounOf(call: Call): Noun<Instance> {
  return {
    table: instances(call.world),
    notFound: NOT_FOUND,
    filters: {
      'instance-id': (instance) => [instance.id],
      'instance-state-name': (instance) => [instance.state],
      'instance-type': (instance) => [instance.instanceType],
      'image-id': (instance) => [instance.imageId],
      'subnet-id': (instance) => [instance.subnetId],
      'vpc-id': (instance) => [instance.vpcId],
      'availability-zone': (instance) => [instance.zone],
      'client-token': (instance) => [instance.clientToken],
      'private-ip-address': (instance) => [instance.privateIp],
    },
  };
}

/** API reference, `MaxResults`: not together with ids. */
function refuseSizeOfIds(input: { InstanceIds?: string[] | undefined; MaxResults?: number | undefined }): void {
  if (!input.InstanceIds?.length || input.MaxResults === undefined) return;
  throw new AwsError(
    'InvalidParameterCombination',
    'The parameter instancesSet cannot be used with the parameter maxResults',
  );
}
