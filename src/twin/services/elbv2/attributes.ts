import { own } from '../../../lib/own.ts';
import { AwsError } from '../../aws-error.ts';

/**
 * The attributes that a new application load balancer and its target groups have, as text: what Describe…Attributes
 * answers. Source: the API reference, LoadBalancerAttribute and TargetGroupAttribute. Of them the twin heeds
 * `deletion_protection.enabled` and `deregistration_delay.timeout_seconds`; the others are kept.
 */
export const BALANCER_DEFAULTS: Readonly<Record<string, string>> = {
  'access_logs.s3.bucket': '',
  'access_logs.s3.enabled': 'false',
  'access_logs.s3.prefix': '',
  'client_keep_alive.seconds': '3600',
  'connection_logs.s3.bucket': '',
  'connection_logs.s3.enabled': 'false',
  'connection_logs.s3.prefix': '',
  'deletion_protection.enabled': 'false',
  'health_check_logs.s3.bucket': '',
  'health_check_logs.s3.enabled': 'false',
  'health_check_logs.s3.prefix': '',
  'idle_timeout.timeout_seconds': '60',
  'ipv6.deny_all_igw_traffic': 'false',
  'load_balancing.cross_zone.enabled': 'true',
  'routing.http.desync_mitigation_mode': 'defensive',
  'routing.http.drop_invalid_header_fields.enabled': 'false',
  'routing.http.preserve_host_header.enabled': 'false',
  'routing.http.x_amzn_tls_version_and_cipher_suite.enabled': 'false',
  'routing.http.xff_client_port.enabled': 'false',
  'routing.http.xff_header_processing.mode': 'append',
  'routing.http2.enabled': 'true',
  'waf.fail_open.enabled': 'false',
  'zonal_shift.config.enabled': 'false',
};

export const GROUP_DEFAULTS: Readonly<Record<string, string>> = {
  'deregistration_delay.timeout_seconds': '300',
  'load_balancing.algorithm.anomaly_mitigation': 'off',
  'load_balancing.algorithm.type': 'round_robin',
  'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
  'slow_start.duration_seconds': '0',
  'stickiness.app_cookie.cookie_name': '',
  'stickiness.app_cookie.duration_seconds': '86400',
  'stickiness.enabled': 'false',
  'stickiness.lb_cookie.duration_seconds': '86400',
  'stickiness.type': 'lb_cookie',
  'target_group_health.dns_failover.minimum_healthy_targets.count': '1',
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': 'off',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': '1',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': 'off',
};

interface Attribute {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** Attributes with what was sent put over them. Throws for a key that this kind of resource has not. */
export function withAttributes(
  attributes: Readonly<Record<string, string>>,
  sent: readonly Attribute[] | undefined,
): Record<string, string> {
  const changed = { ...attributes };
  for (const { Key = '', Value = '' } of sent ?? []) {
    if (own(changed, Key) === undefined)
      throw new AwsError('InvalidConfigurationRequest', `there is no attribute ${Key} here`);
    changed[Key] = Value;
  }
  return changed;
}

export function attributeList(attributes: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.keys(attributes)
    .sort()
    .map((Key) => ({ Key, Value: attributes[Key] ?? '' }));
}
