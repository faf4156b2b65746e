import { putMetric } from '../services/cloudwatch/metrics.ts';
import { isBalancerActive } from '../services/elbv2/load-balancers.ts';
import { failingTargets, reachableTargets } from '../services/elbv2/reachable-targets.ts';
import { acceptsWrites, appendWrites, heldBy, isFenced, writerOf } from '../services/rds/volume.ts';
import { possibleAnswers, resolveDns, zoneOf } from '../services/route53/dns.ts';
import type { TrafficPorts } from './ports.ts';

/** The ports on the twin's own services: what clients meet is what runbooks change. */
export const realPorts: TrafficPorts = {
  resolve(world, host, subject) {
    const answer = resolveDns(world, host, 'A', { subject });
    const target = answer?.aliasTarget ?? answer?.answers[0];
    return answer && target !== undefined ? { target, ttlSeconds: answer.ttlSeconds } : undefined;
  },
  // "Monitoring hosted zones using CloudWatch": a metric of us-east-1, whatever the zone; nothing where nobody asks
  countQuery(world, host) {
    const zone = zoneOf(world, host);
    if (!zone) return;
    putMetric(world, 'us-east-1', 'AWS/Route53', 'DNSQueries', { HostedZoneId: zone.id }, 1, world.nowMs);
  },
  answerable: (world, host) =>
    possibleAnswers(world, host, 'A').map((answer) => answer.aliasTarget ?? answer.answers[0] ?? ''),
  reachableTargets: (world, targetGroupArn) => reachableTargets(world, targetGroupArn).length,
  failingTargets,
  isBalancerActive,
  acceptsWrites,
  // names and dimension: "CloudWatch metrics for your Application Load Balancer"; AWS publishes an error count only where there are errors
  countRequests(world, balancerArn, { requests, targetErrors, balancerErrors }) {
    const [, , , region = '', , ...rest] = balancerArn.split(':');
    const LoadBalancer = rest.join(':').slice('loadbalancer/'.length);
    const put = (name: string, count: number) => {
      if (count > 0) putMetric(world, region, 'AWS/ApplicationELB', name, { LoadBalancer }, count, world.nowMs);
    };
    put('RequestCount', requests);
    put('HTTPCode_Target_5XX_Count', targetErrors);
    put('HTTPCode_ELB_5XX_Count', balancerErrors);
  },
  appendWrites,
  heldBy,
  writerOf,
  isFenced,
};
