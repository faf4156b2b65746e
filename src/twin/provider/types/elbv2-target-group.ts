import type { TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { PropertyMap } from '../../../lib/property.ts';
import type { Adapter, AdapterAws } from '../adapter.ts';
import { gone, listedTags, optional } from './common.ts';
import {
  type AttributeNames,
  arnSuffix,
  attributesOf,
  attributesTold,
  attributesToSet,
  retagElb,
  tagsAt,
} from './elbv2-common.ts';
import { isMap, likeKnown, onceTold, refuseInputs } from './shape.ts';

export const targetGroup: Adapter = {
  type: 'aws:lb/targetGroup:TargetGroup',

  create(inputs, aws) {
    refuseInputs('aws:lb/targetGroup:TargetGroup', inputs, UNMODELLED);
    const { TargetGroups } = aws.call<{ TargetGroups: TargetGroup[] }>('elbv2', 'CreateTargetGroup', {
      Name: inputs['name'],
      ...optional('Port', inputs['port']),
      ...optional('Protocol', inputs['protocol']),
      ...optional('ProtocolVersion', inputs['protocolVersion']),
      ...optional('TargetType', inputs['targetType']),
      ...optional('VpcId', inputs['vpcId']),
      ...optional('IpAddressType', inputs['ipAddressType']),
      ...healthCheckOf(inputs),
      Tags: listedTags(inputs),
    });
    const arn = TargetGroups[0]?.TargetGroupArn ?? '';
    setAttributes(aws, arn, inputs);
    return arn;
  },

  read(arn, aws, known) {
    const found = gone(
      () => aws.call<{ TargetGroups: TargetGroup[] }>('elbv2', 'DescribeTargetGroups', { TargetGroupArns: [arn] }),
      'TargetGroupNotFound',
    );
    const [record] = found?.TargetGroups ?? [];
    if (!record) return undefined;
    const attributes = attributesOf(aws, 'DescribeTargetGroupAttributes', { TargetGroupArn: arn });
    const { stickiness, targetGroupHealth, ...others } = attributesTold(ATTRIBUTES, attributes);
    return {
      arn,
      arnSuffix: arnSuffix(arn),
      name: record.TargetGroupName,
      port: record.Port,
      protocol: record.Protocol,
      protocolVersion: record.ProtocolVersion,
      targetType: record.TargetType,
      vpcId: record.VpcId,
      ipAddressType: record.IpAddressType,
      healthCheck: likeKnown(healthCheckTold(record), known['healthCheck']),
      ...others,
      stickiness: likeKnown(cookieOf(stickiness as PropertyMap), known['stickiness']),
      targetGroupHealth: likeKnown(targetGroupHealth, known['targetGroupHealth']),
      // a listener that forwards to it changes this
      ...onceTold(known, { loadBalancerArns: record.LoadBalancerArns ?? [] }),
      tags: tagsAt(aws, arn),
    };
  },

  update(arn, change, aws) {
    refuseInputs('aws:lb/targetGroup:TargetGroup', change.after, UNMODELLED);
    if (change.changed.has('healthCheck')) {
      aws.call('elbv2', 'ModifyTargetGroup', { TargetGroupArn: arn, ...healthCheckOf(change.after) });
    }
    setAttributes(aws, arn, change.after);
    retagElb(aws, arn, change);
  },

  delete(arn, _state, aws) {
    aws.call('elbv2', 'DeleteTargetGroup', { TargetGroupArn: arn });
  },
};

const UNMODELLED = [
  'connectionTermination',
  'lambdaMultiValueHeadersEnabled',
  'preserveClientIp',
  'proxyProtocolV2',
  'targetControlPort',
  'targetFailovers',
  'targetHealthStates',
];

const HEALTH = 'target_group_health';
const ATTRIBUTES: AttributeNames = [
  ['deregistrationDelay', 'deregistration_delay.timeout_seconds'],
  ['loadBalancingAlgorithmType', 'load_balancing.algorithm.type'],
  ['loadBalancingAnomalyMitigation', 'load_balancing.algorithm.anomaly_mitigation'],
  ['loadBalancingCrossZoneEnabled', 'load_balancing.cross_zone.enabled'],
  ['slowStart', 'slow_start.duration_seconds'],
  ['stickiness.enabled', 'stickiness.enabled'],
  ['stickiness.type', 'stickiness.type'],
  ['stickiness.lbCookieDuration', 'stickiness.lb_cookie.duration_seconds'],
  ['stickiness.appCookieDuration', 'stickiness.app_cookie.duration_seconds'],
  ['stickiness.cookieName', 'stickiness.app_cookie.cookie_name'],
  ['targetGroupHealth.dnsFailover.minimumHealthyTargetsCount', `${HEALTH}.dns_failover.minimum_healthy_targets.count`],
  [
    'targetGroupHealth.dnsFailover.minimumHealthyTargetsPercentage',
    `${HEALTH}.dns_failover.minimum_healthy_targets.percentage`,
  ],
  [
    'targetGroupHealth.unhealthyStateRouting.minimumHealthyTargetsCount',
    `${HEALTH}.unhealthy_state_routing.minimum_healthy_targets.count`,
  ],
  [
    'targetGroupHealth.unhealthyStateRouting.minimumHealthyTargetsPercentage',
    `${HEALTH}.unhealthy_state_routing.minimum_healthy_targets.percentage`,
  ],
];

function setAttributes(aws: AdapterAws, arn: string, inputs: PropertyMap): void {
  const there = attributesOf(aws, 'DescribeTargetGroupAttributes', { TargetGroupArn: arn });
  const wanted = attributesToSet(ATTRIBUTES, withCookie(inputs), there);
  if (wanted.length > 0) {
    aws.call('elbv2', 'ModifyTargetGroupAttributes', { TargetGroupArn: arn, Attributes: wanted });
  }
}

/** The input has one duration; AWS has one for each type of cookie. */
function withCookie(inputs: PropertyMap): PropertyMap {
  const { stickiness } = inputs;
  if (!isMap(stickiness)) return inputs;
  const { cookieDuration, ...rest } = stickiness;
  const name = rest['type'] === 'app_cookie' ? 'appCookieDuration' : 'lbCookieDuration';
  return { ...inputs, stickiness: { ...rest, [name]: cookieDuration } };
}

function cookieOf(told: PropertyMap): PropertyMap {
  const { lbCookieDuration, appCookieDuration, cookieName, ...rest } = told;
  const isApp = rest['type'] === 'app_cookie';
  return { ...rest, cookieDuration: isApp ? appCookieDuration : lbCookieDuration, cookieName: isApp ? cookieName : '' };
}

function healthCheckOf(inputs: PropertyMap): object {
  const check = isMap(inputs['healthCheck']) ? inputs['healthCheck'] : {};
  const code = inputs['protocolVersion'] === 'GRPC' ? 'GrpcCode' : 'HttpCode';
  return {
    ...optional('HealthCheckEnabled', check['enabled']),
    ...optional('HealthyThresholdCount', check['healthyThreshold']),
    ...optional('UnhealthyThresholdCount', check['unhealthyThreshold']),
    ...optional('HealthCheckIntervalSeconds', check['interval']),
    ...optional('HealthCheckTimeoutSeconds', check['timeout']),
    ...optional('HealthCheckPath', check['path']),
    ...optional('HealthCheckPort', check['port']),
    ...optional('HealthCheckProtocol', check['protocol']),
    ...(check['matcher'] !== undefined && { Matcher: { [code]: check['matcher'] } }),
  };
}

function healthCheckTold(record: TargetGroup): PropertyMap {
  return {
    enabled: record.HealthCheckEnabled,
    healthyThreshold: record.HealthyThresholdCount,
    unhealthyThreshold: record.UnhealthyThresholdCount,
    interval: record.HealthCheckIntervalSeconds,
    timeout: record.HealthCheckTimeoutSeconds,
    path: record.HealthCheckPath,
    port: record.HealthCheckPort,
    protocol: record.HealthCheckProtocol,
    matcher: record.Matcher?.HttpCode ?? record.Matcher?.GrpcCode,
  };
}
