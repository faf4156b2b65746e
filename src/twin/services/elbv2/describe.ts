import type { World } from '../../world.ts';
import { inRegion, subnets } from '../ec2/records.ts';
import { balancersOf, type Listener, type LoadBalancer, type TargetGroup } from './records.ts';

/** Records as ELB's Describe calls answer them. */
export function describeBalancer(world: World, balancer: LoadBalancer) {
  return {
    LoadBalancerArn: balancer.arn,
    LoadBalancerName: balancer.name,
    DNSName: balancer.dnsName,
    CanonicalHostedZoneId: balancer.hostedZoneId,
    Scheme: balancer.scheme,
    Type: 'application' as const,
    IpAddressType: 'ipv4' as const,
    VpcId: balancer.vpcId,
    State: { Code: balancer.state },
    CreatedTime: new Date(balancer.createdMs),
    SecurityGroups: [...balancer.groupIds],
    AvailabilityZones: balancer.subnetIds.map((id) => ({
      SubnetId: id,
      ZoneName: subnets(world).get(inRegion(balancer.region, id))?.zone,
      LoadBalancerAddresses: [],
    })),
  };
}

export function describeGroup(world: World, group: TargetGroup) {
  const { healthCheck } = group;
  return {
    TargetGroupArn: group.arn,
    TargetGroupName: group.name,
    Protocol: group.protocol as 'HTTP',
    ProtocolVersion: group.protocolVersion,
    Port: group.port,
    VpcId: group.vpcId,
    TargetType: 'instance' as const,
    IpAddressType: 'ipv4' as const,
    LoadBalancerArns: balancersOf(world, group.arn),
    HealthCheckEnabled: healthCheck.enabled,
    HealthCheckProtocol: healthCheck.protocol as 'HTTP',
    HealthCheckPort: healthCheck.port,
    HealthCheckPath: healthCheck.path,
    HealthCheckIntervalSeconds: healthCheck.intervalSeconds,
    HealthCheckTimeoutSeconds: healthCheck.timeoutSeconds,
    HealthyThresholdCount: healthCheck.healthyThreshold,
    UnhealthyThresholdCount: healthCheck.unhealthyThreshold,
    Matcher: group.protocolVersion === 'GRPC' ? { GrpcCode: healthCheck.matcher } : { HttpCode: healthCheck.matcher },
  };
}

export function describeListener(listener: Listener) {
  return {
    ListenerArn: listener.arn,
    LoadBalancerArn: listener.loadBalancerArn,
    Protocol: listener.protocol as 'HTTPS',
    Port: listener.port,
    SslPolicy: listener.sslPolicy,
    Certificates: listener.certificateArn ? [{ CertificateArn: listener.certificateArn }] : undefined,
    AlpnPolicy: listener.alpnPolicy ? [listener.alpnPolicy] : undefined,
    DefaultActions: listener.defaultActions as { Type: 'forward' }[],
  };
}
