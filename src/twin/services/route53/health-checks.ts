import type { HealthCheck, HealthCheckConfig } from '@aws-sdk/client-route-53';
import { canonicalHash } from '../../../lib/canonical.ts';
import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call, Handlers } from '../../call.ts';
import { type AlarmWatch, alarmTable } from '../cloudwatch/records.ts';
import { isHealthy } from './health.ts';
import { bareId, type HealthCheckRecord, healthCheckTable } from './records.ts';

const MAX_HEALTH_CHECKS = 200;
const MAX_CHILDREN = 256;
const ENDPOINT_TYPES = ['HTTP', 'HTTPS', 'HTTP_STR_MATCH', 'HTTPS_STR_MATCH', 'TCP'];
const STATUS_WITHOUT_DATA = ['Healthy', 'Unhealthy', 'LastKnownStatus'];

/** Health checks: calculated, on a metric, and on an endpoint (kept, but nobody asks the endpoint). */
export const healthChecks: Handlers<typeof import('@aws-sdk/client-route-53')> = {
  CreateHealthCheck(input, call) {
    const config = input.HealthCheckConfig ?? ({ Type: undefined } as HealthCheckConfig);
    const callerReference = input.CallerReference ?? '';
    const fingerprint = canonicalHash(config);
    const used = referenceTable(call).get(callerReference);
    if (used) return location(sameCheck(call, callerReference, used, fingerprint));
    if (healthCheckTable(call.world).values().length >= MAX_HEALTH_CHECKS) {
      throw new AwsError('TooManyHealthChecks', `an account has at most ${MAX_HEALTH_CHECKS} health checks`, {
        row: 'R53-21',
      });
    }
    const hex = call.newId('', 32);
    const check: HealthCheckRecord = {
      id: [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-'),
      callerReference,
      version: 1,
      config: completed(config),
      watch: watchOf(call, config),
      tags: {},
      createdMs: call.world.nowMs,
    };
    healthCheckTable(call.world).put(check.id, check);
    referenceTable(call).put(callerReference, { id: check.id, fingerprint });
    return location(check);
  },

  GetHealthCheck(input, call) {
    return { HealthCheck: described(findCheck(call, input.HealthCheckId)) };
  },

  UpdateHealthCheck(input, call) {
    const check = findCheck(call, input.HealthCheckId);
    if (input.HealthCheckVersion !== undefined && input.HealthCheckVersion !== check.version) {
      throw new AwsError(
        'HealthCheckVersionMismatch',
        `health check ${check.id} is at version ${check.version}, not ${input.HealthCheckVersion}`,
        { row: 'R53-22', status: 409 },
      );
    }
    const { HealthCheckId, HealthCheckVersion, ResetElements, ...wanted } = input;
    const config = { ...check.config } as Record<string, unknown>;
    for (const [member, value] of Object.entries(wanted)) {
      if (value !== undefined && UPDATABLE.has(member)) config[member] = value;
    }
    for (const member of ResetElements ?? []) delete config[member];
    const changed = config as unknown as HealthCheckConfig;
    const next = { ...check, version: check.version + 1, config: changed, watch: watchOf(call, changed) };
    healthCheckTable(call.world).put(check.id, next);
    return { HealthCheck: described(next) };
  },

  DeleteHealthCheck(input, call) {
    // accepted although records or calculated checks use it (refusals R53-19)
    healthCheckTable(call.world).delete(findCheck(call, input.HealthCheckId).id);
    return {};
  },

  GetHealthCheckStatus(input, call) {
    const check = findCheck(call, input.HealthCheckId);
    const healthy = isHealthy(call.world, check.id);
    const CheckedTime = new Date(call.world.nowMs);
    return {
      HealthCheckObservations: [
        {
          Region: 'us-east-1',
          StatusReport: { Status: healthy ? 'Success: healthy' : 'Failure: unhealthy', CheckedTime },
        },
      ],
    };
  },
};

/** A check by its id; throws `NoSuchHealthCheck`. */
export function findCheck(call: Call, id: string | undefined): HealthCheckRecord {
  const check = healthCheckTable(call.world).get(bareId(id));
  if (!check) throw new AwsError('NoSuchHealthCheck', `no health check ${bareId(id)}`, { status: 404 });
  return check;
}

/** What UpdateHealthCheck can change: not the type, the request interval or the measured latency (refusals R53-23). */
const UPDATABLE: ReadonlySet<string> = new Set([
  'AlarmIdentifier',
  'ChildHealthChecks',
  'Disabled',
  'EnableSNI',
  'FailureThreshold',
  'FullyQualifiedDomainName',
  'HealthThreshold',
  'IPAddress',
  'InsufficientDataHealthStatus',
  'Inverted',
  'Port',
  'Regions',
  'ResourcePath',
  'SearchString',
]);

/** Caller references stay taken after a check is deleted (refusals R53-20). */
function referenceTable(call: Call) {
  return call.world.table<{ id: string; fingerprint: string }>('route53.caller-reference');
}

function sameCheck(call: Call, reference: string, used: { id: string; fingerprint: string }, fingerprint: string) {
  const check = healthCheckTable(call.world).get(used.id);
  if (check && used.fingerprint === fingerprint) return check;
  throw new AwsError(
    'HealthCheckAlreadyExists',
    `the caller reference ${reference} belongs to another or a deleted check`,
    {
      row: 'R53-20',
      status: 409,
    },
  );
}

function completed(config: HealthCheckConfig): HealthCheckConfig {
  if (!ENDPOINT_TYPES.includes(config.Type ?? '')) return config;
  return { RequestInterval: 30, FailureThreshold: 3, MeasureLatency: false, ...config };
}

/** Validates a configuration, and copies the alarm of a metric check: a later change of the alarm does not count. */
function watchOf(call: Call, config: HealthCheckConfig): AlarmWatch | undefined {
  if (config.Type === 'CLOUDWATCH_METRIC') return alarmOf(call, config);
  if (config.Type === 'CALCULATED') refuseChildren(call, config);
  else if (!ENDPOINT_TYPES.includes(config.Type ?? '')) throw notModelled(`health checks of type ${config.Type}`);
  return undefined;
}

function alarmOf(call: Call, config: HealthCheckConfig): AlarmWatch {
  const { Name = '', Region = '' } = config.AlarmIdentifier ?? {};
  const alarm = alarmTable(call.world).get(`${Region}/${Name}`);
  if (!alarm) throw new AwsError('InvalidInput', `no alarm ${Name} in ${Region}`);
  if (!STATUS_WITHOUT_DATA.includes(config.InsufficientDataHealthStatus ?? '')) {
    throw notModelled('a metric check that does not say what counts without data');
  }
  return alarm.watch;
}

function refuseChildren(call: Call, config: HealthCheckConfig): void {
  const children = config.ChildHealthChecks ?? [];
  if (config.HealthThreshold === undefined) throw new AwsError('InvalidInput', 'a calculated check needs a threshold');
  if (children.length > MAX_CHILDREN)
    throw new AwsError('InvalidInput', `a calculated check has at most ${MAX_CHILDREN} children`);
  for (const id of children) {
    const child = healthCheckTable(call.world).get(id);
    if (!child) throw new AwsError('InvalidInput', `no health check ${id} to be a child`);
    if (child.config.Type === 'CALCULATED')
      throw new AwsError('InvalidInput', `${id} is calculated: calculated checks do not nest`);
  }
}

function location(check: HealthCheckRecord) {
  return {
    HealthCheck: described(check),
    Location: `https://route53.amazonaws.com/2013-04-01/healthcheck/${check.id}`,
  };
}

function described(check: HealthCheckRecord): HealthCheck {
  return {
    Id: check.id,
    CallerReference: check.callerReference,
    HealthCheckConfig: check.config,
    HealthCheckVersion: check.version,
    ...(check.watch && {
      CloudWatchAlarmConfiguration: {
        EvaluationPeriods: check.watch.evaluationPeriods,
        Threshold: check.watch.threshold,
        ComparisonOperator: check.watch.comparison,
        Period: check.watch.periodSeconds,
        MetricName: check.watch.series.name,
        Namespace: check.watch.series.namespace,
        Statistic: check.watch.statistic,
        Dimensions: Object.entries(check.watch.series.dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
    }),
  };
}
