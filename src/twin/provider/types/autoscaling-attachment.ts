import type { Adapter, AdapterAws } from '../adapter.ts';
import { text } from './plain.ts';

/** A target group's place behind a fleet, as a resource of its own. */
export const attachment: Adapter = {
  type: 'aws:autoscaling/attachment:Attachment',

  create(inputs, aws) {
    const [group, target] = [text(inputs, 'autoscalingGroupName') ?? '', text(inputs, 'lbTargetGroupArn') ?? ''];
    aws.call('autoscaling', 'AttachLoadBalancerTargetGroups', {
      AutoScalingGroupName: group,
      TargetGroupARNs: [target],
    });
    aws.settle(groupOf(aws, group)?.AutoScalingGroupARN ?? group);
    return `${group}-${target.split('/').at(-1)}`;
  },

  read(_id, aws, known) {
    const [group, target] = [text(known, 'autoscalingGroupName') ?? '', text(known, 'lbTargetGroupArn') ?? ''];
    if (groupOf(aws, group)?.TargetGroupARNs?.includes(target) !== true) return undefined;
    return { autoscalingGroupName: group, lbTargetGroupArn: target };
  },

  delete(_id, state, aws) {
    const [group, target] = [text(state, 'autoscalingGroupName') ?? '', text(state, 'lbTargetGroupArn') ?? ''];
    aws.call('autoscaling', 'DetachLoadBalancerTargetGroups', {
      AutoScalingGroupName: group,
      TargetGroupARNs: [target],
    });
    aws.settle(groupOf(aws, group)?.AutoScalingGroupARN ?? group);
  },
};

interface Described {
  readonly AutoScalingGroupARN?: string;
  readonly TargetGroupARNs?: readonly string[];
}

function groupOf(aws: AdapterAws, name: string): Described | undefined {
  return aws.call<{ AutoScalingGroups: Described[] }>('autoscaling', 'DescribeAutoScalingGroups', {
    AutoScalingGroupNames: [name],
  }).AutoScalingGroups[0];
}
