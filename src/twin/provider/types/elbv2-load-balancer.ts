import type { LoadBalancer } from '@aws-sdk/client-elastic-load-balancing-v2';
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
import { isMap, likeKnown, maps, refuseInputs, texts } from './shape.ts';

export const loadBalancer: Adapter = {
  type: 'aws:lb/loadBalancer:LoadBalancer',

  create(inputs, aws) {
    refuseInputs('aws:lb/loadBalancer:LoadBalancer', inputs, UNMODELLED);
    const { LoadBalancers } = aws.call<{ LoadBalancers: LoadBalancer[] }>('elbv2', 'CreateLoadBalancer', {
      Name: inputs['name'],
      Scheme: inputs['internal'] === true ? 'internal' : 'internet-facing',
      ...optional('Type', inputs['loadBalancerType']),
      ...optional('IpAddressType', inputs['ipAddressType']),
      ...optional('SecurityGroups', inputs['securityGroups']),
      ...subnetsOf(inputs),
      Tags: listedTags(inputs),
    });
    const arn = LoadBalancers[0]?.LoadBalancerArn ?? '';
    setAttributes(aws, arn, inputs);
    aws.settle(arn);
    return arn;
  },

  read(arn, aws, known) {
    const found = gone(
      () => aws.call<{ LoadBalancers: LoadBalancer[] }>('elbv2', 'DescribeLoadBalancers', { LoadBalancerArns: [arn] }),
      'LoadBalancerNotFound',
    );
    const [record] = found?.LoadBalancers ?? [];
    if (!record) return undefined;
    const subnets = (record.AvailabilityZones ?? []).map((zone) => zone.SubnetId ?? '');
    const attributes = attributesOf(aws, 'DescribeLoadBalancerAttributes', { LoadBalancerArn: arn });
    return {
      arn,
      arnSuffix: arnSuffix(arn),
      name: record.LoadBalancerName,
      dnsName: record.DNSName,
      zoneId: record.CanonicalHostedZoneId,
      vpcId: record.VpcId,
      internal: record.Scheme === 'internal',
      ipAddressType: record.IpAddressType,
      loadBalancerType: record.Type,
      securityGroups: record.SecurityGroups ?? [],
      subnets,
      subnetMappings: likeKnown(
        subnets.map((subnetId) => ({ subnetId })),
        known['subnetMappings'],
      ),
      ...attributesTold(ATTRIBUTES, attributes),
      ...Object.fromEntries(LOGS.map((name) => [name, logsTold(name, attributes, known)])),
      tags: tagsAt(aws, arn),
    };
  },

  update(arn, change, aws) {
    const { after, changed } = change;
    refuseInputs('aws:lb/loadBalancer:LoadBalancer', after, UNMODELLED);
    if (changed.has('securityGroups')) {
      aws.call('elbv2', 'SetSecurityGroups', { LoadBalancerArn: arn, SecurityGroups: texts(after['securityGroups']) });
    }
    if (changed.has('subnets') || changed.has('subnetMappings')) {
      const wanted = changed.has('subnets') ? { Subnets: texts(after['subnets']) } : subnetsOf(after);
      aws.call('elbv2', 'SetSubnets', { LoadBalancerArn: arn, ...wanted });
    }
    setAttributes(aws, arn, after);
    retagElb(aws, arn, change);
  },

  /** Waits for its interfaces too, as the provider does: what they hold can be deleted only then. */
  delete(arn, _state, aws) {
    aws.call('elbv2', 'DeleteLoadBalancer', { LoadBalancerArn: arn });
    aws.settle(arn);
  },
};

const UNMODELLED = [
  'customerOwnedIpv4Pool',
  'dnsRecordClientRoutingPolicy',
  'enablePrefixForIpv6SourceNat',
  'enforceSecurityGroupInboundRulesOnPrivateLinkTraffic',
  'ipamPools',
  'minimumLoadBalancerCapacity',
  'secondaryIpsAutoAssignedPerSubnet',
];

const ATTRIBUTES: AttributeNames = [
  ['clientKeepAlive', 'client_keep_alive.seconds'],
  ['desyncMitigationMode', 'routing.http.desync_mitigation_mode'],
  ['dropInvalidHeaderFields', 'routing.http.drop_invalid_header_fields.enabled'],
  ['enableDeletionProtection', 'deletion_protection.enabled'],
  ['enableHttp2', 'routing.http2.enabled'],
  ['enableTlsVersionAndCipherSuiteHeaders', 'routing.http.x_amzn_tls_version_and_cipher_suite.enabled'],
  ['enableWafFailOpen', 'waf.fail_open.enabled'],
  ['enableXffClientPort', 'routing.http.xff_client_port.enabled'],
  ['enableZonalShift', 'zonal_shift.config.enabled'],
  ['idleTimeout', 'idle_timeout.timeout_seconds'],
  ['preserveHostHeader', 'routing.http.preserve_host_header.enabled'],
  ['xffHeaderProcessingMode', 'routing.http.xff_header_processing.mode'],
];

const LOGS = ['accessLogs', 'connectionLogs', 'healthCheckLogs'] as const;
const LOG_PREFIX = {
  accessLogs: 'access_logs.s3',
  connectionLogs: 'connection_logs.s3',
  healthCheckLogs: 'health_check_logs.s3',
} as const;

function logNames(name: (typeof LOGS)[number]): AttributeNames {
  return ['bucket', 'enabled', 'prefix'].map(
    (member) => [`${name}.${member}`, `${LOG_PREFIX[name]}.${member}`] as const,
  );
}

/** Logs that are off and that the program does not name are not told. */
function logsTold(name: (typeof LOGS)[number], attributes: Readonly<Record<string, string>>, known: PropertyMap) {
  const told = attributesTold(logNames(name), attributes)[name];
  return isMap(known[name]) || (isMap(told) && told['enabled'] === true) ? likeKnown(told, known[name]) : undefined;
}

function setAttributes(aws: AdapterAws, arn: string, inputs: PropertyMap): void {
  const there = attributesOf(aws, 'DescribeLoadBalancerAttributes', { LoadBalancerArn: arn });
  const wanted = attributesToSet([...ATTRIBUTES, ...LOGS.flatMap(logNames)], inputs, there);
  if (wanted.length === 0) return;
  aws.call('elbv2', 'ModifyLoadBalancerAttributes', { LoadBalancerArn: arn, Attributes: wanted });
}

function subnetsOf(inputs: PropertyMap): object {
  const mappings = maps(inputs['subnetMappings']);
  if (mappings.length === 0 || inputs['subnets'] !== undefined) return { Subnets: texts(inputs['subnets']) };
  for (const mapping of mappings) refuseInputs('subnetMappings', mapping, ['allocationId', 'privateIpv4Address']);
  return { SubnetMappings: mappings.map((mapping) => ({ SubnetId: mapping['subnetId'] })) };
}
