import { isBalancerActive } from '../services/elbv2/load-balancers.ts';
import { reachableTargets } from '../services/elbv2/reachable-targets.ts';
import { acceptsWrites, appendWrites, heldBy, isFenced, writerOf } from '../services/rds/volume.ts';
import { possibleAnswers, resolveDns } from '../services/route53/dns.ts';
import type { TrafficPorts } from './ports.ts';

/** The ports on the twin's own services: what clients meet is what runbooks change. */
export const realPorts: TrafficPorts = {
  resolve(world, host, subject) {
    const answer = resolveDns(world, host, 'A', { subject });
    const target = answer?.aliasTarget ?? answer?.answers[0];
    return answer && target !== undefined ? { target, ttlSeconds: answer.ttlSeconds } : undefined;
  },
  answerable: (world, host) =>
    possibleAnswers(world, host, 'A').map((answer) => answer.aliasTarget ?? answer.answers[0] ?? ''),
  reachableTargets: (world, targetGroupArn) => reachableTargets(world, targetGroupArn).length,
  isBalancerActive,
  acceptsWrites,
  appendWrites,
  heldBy,
  writerOf,
  isFenced,
};
