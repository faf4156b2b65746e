import { canonicalHash } from '../../../lib/canonical.ts';
import { AwsError, notModelled } from '../../aws-error.ts';
import { inRegion, vpcs } from '../ec2/records.ts';
import { pageOf } from '../page.ts';
import type { Elbv2 } from './api.ts';
import { attributeList, GROUP_DEFAULTS, withAttributes } from './attributes.ts';
import { describeGroup } from './describe.ts';
import { groupOf, noGroup } from './lookup.ts';
import { PAGES } from './paging.ts';
import { balancersOf, type HealthCheck, keyOf, type TargetGroup, targetGroups, targets, targetsOf } from './records.ts';
import { tagMap } from './tags.ts';

export const targetGroupHandlers: Elbv2 = {
  /** Groups of instances behind HTTP or HTTPS. The same settings under the same name again: the same group. */
  CreateTargetGroup(input, call) {
    const { world, region } = call;
    if ((input.TargetType ?? 'instance') !== 'instance') throw notModelled(`targets of type ${input.TargetType}`);
    if (!['HTTP', 'HTTPS'].includes(input.Protocol ?? ''))
      throw notModelled(`target groups of protocol ${input.Protocol}`);
    if ((input.IpAddressType ?? 'ipv4') !== 'ipv4') throw notModelled('IPv6 targets');
    if (!vpcs(world).get(inRegion(region, input.VpcId ?? ''))) {
      throw new AwsError('ValidationError', `there is no VPC ${input.VpcId} in ${region}`);
    }
    const request = canonicalHash({ ...input, Tags: undefined });
    const same = targetGroups(world).values(`${region}/targetgroup/${input.Name}/`)[0];
    if (same && same.request !== request) {
      throw new AwsError('DuplicateTargetGroupName', `${input.Name} exists with other settings`);
    }
    const group: TargetGroup = same ?? {
      arn: `arn:aws:elasticloadbalancing:${region}:${call.account}:targetgroup/${input.Name}/${call.newId('', 16)}`,
      region,
      name: input.Name ?? '',
      protocol: input.Protocol ?? '',
      protocolVersion: input.ProtocolVersion ?? 'HTTP1',
      port: input.Port ?? 0,
      vpcId: input.VpcId ?? '',
      healthCheck: checkOf(input, FIRST_CHECK),
      attributes: { ...GROUP_DEFAULTS },
      tags: tagMap(input.Tags),
      request,
    };
    targetGroups(world).put(keyOf(group.arn), group);
    return { TargetGroups: [describeGroup(world, group)] };
  },

  DescribeTargetGroups(input, call) {
    const all = targetGroups(call.world).values(`${call.region}/`);
    const { TargetGroupArns: arns = [], Names: names = [], LoadBalancerArn: balancer } = input;
    for (const name of names) if (!all.some((group) => group.name === name)) throw noGroup(name);
    const found = arns.length > 0 ? arns.map((arn) => groupOf(call, arn)) : all;
    const wanted = found
      .filter((group) => names.length === 0 || names.includes(group.name))
      .filter((group) => balancer === undefined || balancersOf(call.world, group.arn).includes(balancer));
    const { items, next } = pageOf(call, input, wanted, PAGES);
    return { TargetGroups: items.map((group) => describeGroup(call.world, group)), NextMarker: next };
  },

  ModifyTargetGroup(input, call) {
    const group = groupOf(call, input.TargetGroupArn);
    const changed = { ...group, healthCheck: checkOf(input, group.healthCheck) };
    targetGroups(call.world).put(keyOf(group.arn), changed);
    return { TargetGroups: [describeGroup(call.world, changed)] };
  },

  DescribeTargetGroupAttributes(input, call) {
    return { Attributes: attributeList(groupOf(call, input.TargetGroupArn).attributes) };
  },

  ModifyTargetGroupAttributes(input, call) {
    const group = groupOf(call, input.TargetGroupArn);
    const attributes = withAttributes(group.attributes, input.Attributes);
    targetGroups(call.world).put(keyOf(group.arn), { ...group, attributes });
    return { Attributes: attributeList(attributes) };
  },

  /** Deleting one that is not there succeeds: the API names no error for it. */
  DeleteTargetGroup(input, call) {
    const group = targetGroups(call.world).get(keyOf(input.TargetGroupArn ?? ''));
    if (!group) return {};
    const [balancer] = balancersOf(call.world, group.arn);
    if (balancer) {
      throw new AwsError('ResourceInUse', `${group.name} is used by a listener of ${balancer}`, { row: 'ELB-05' });
    }
    for (const target of targetsOf(call.world, group.arn)) {
      targets(call.world).delete(`${keyOf(group.arn)}/${target.id}:${target.port}`);
    }
    targetGroups(call.world).delete(keyOf(group.arn));
    return {};
  },
};

/** timings-source.md 3b, "ALB/NLB health check"; the timeout of 5 s by its correction in 3h. */
const FIRST_CHECK: HealthCheck = {
  enabled: true,
  protocol: 'HTTP',
  port: 'traffic-port',
  path: '/',
  intervalSeconds: 30,
  timeoutSeconds: 5,
  healthyThreshold: 5,
  unhealthyThreshold: 2,
  matcher: '200',
};

type CheckInput =
  | Parameters<NonNullable<Elbv2['ModifyTargetGroup']>>[0]
  | Parameters<NonNullable<Elbv2['CreateTargetGroup']>>[0];

function checkOf(input: CheckInput, before: HealthCheck): HealthCheck {
  return {
    enabled: input.HealthCheckEnabled ?? before.enabled,
    protocol: input.HealthCheckProtocol ?? before.protocol,
    port: input.HealthCheckPort ?? before.port,
    path: input.HealthCheckPath ?? before.path,
    intervalSeconds: input.HealthCheckIntervalSeconds ?? before.intervalSeconds,
    timeoutSeconds: input.HealthCheckTimeoutSeconds ?? before.timeoutSeconds,
    healthyThreshold: input.HealthyThresholdCount ?? before.healthyThreshold,
    unhealthyThreshold: input.UnhealthyThresholdCount ?? before.unhealthyThreshold,
    matcher: input.Matcher?.HttpCode ?? input.Matcher?.GrpcCode ?? before.matcher,
  };
}
