import { draw } from '../../../lib/chance.ts';
import { assert } from '../../../lib/errors.ts';
import { notModelled } from '../../aws-error.ts';
import { elapseMs } from '../../physics/duration.ts';
import type { World } from '../../world.ts';
import { lastHeardMs, stateAt } from '../cloudwatch/alarm-state.ts';
import { type HealthCheckRecord, healthCheckArn, healthCheckTable } from './records.ts';

/**
 * Whether Route 53 takes a health check for healthy now: a pure function of metric data as it was a while ago (a keyed
 * draw per check of `route53.metric-check`). Health checks run on a data plane that no region's loss stops. A check that was
 * deleted while in use is healthy or not by chance: AWS calls the routing unpredictable (refusals R53-19). Endpoint checks are not
 * modelled.
 */
export function isHealthy(world: World, checkId: string): boolean {
  const check = healthCheckTable(world).get(checkId);
  if (!check) return draw(world.seed, checkId, 'route53.deleted-check') < 0.5;
  return observed(world, check) !== (check.config.Inverted ?? false);
}

function observed(world: World, check: HealthCheckRecord): boolean {
  const { config } = check;
  if (config.Disabled) return true;
  if (config.Type === 'CALCULATED') {
    const healthy = (config.ChildHealthChecks ?? []).filter((child) => isHealthy(world, child)).length;
    return healthy >= (config.HealthThreshold ?? 0);
  }
  if (config.Type === 'CLOUDWATCH_METRIC') return metricSaysHealthy(world, check);
  throw notModelled(`the answers of endpoints to health checks (${check.id} of type ${config.Type})`);
}

/** The metric's stream, not the alarm's state (refusals R53-11); healthy before the first look (R53-10). */
function metricSaysHealthy(world: World, check: HealthCheckRecord): boolean {
  assert(check.watch, `metric check ${check.id} watches an alarm's metric`);
  const seenMs = world.nowMs - elapseMs(world, 'route53.metric-check', healthCheckArn(check.id));
  if (seenMs < check.createdMs) return true;
  const state = stateAt(world, check.watch, seenMs);
  if (state !== 'INSUFFICIENT_DATA') return state === 'OK';
  if (check.config.InsufficientDataHealthStatus !== 'LastKnownStatus') {
    return check.config.InsufficientDataHealthStatus === 'Healthy';
  }
  const heardMs = lastHeardMs(world, check.watch, seenMs);
  return heardMs === undefined || stateAt(world, check.watch, heardMs) === 'OK';
}
