import type { HealthCheckConfig } from '@aws-sdk/client-route-53';
import { canonicalHash } from '../../../lib/canonical.ts';
import type { PropertyMap } from '../../../lib/property.ts';
import { AwsError } from '../../aws-error.ts';
import { healthCheckArn } from '../../services/route53/records.ts';
import type { Adapter, AdapterAws } from '../adapter.ts';
import { gone, retag, tagsOfInputs } from './common.ts';
import { flag, number, text, texts } from './plain.ts';
import { changeTags, pairs, tagsFrom } from './route53-zone.ts';

/** A caller reference stays taken for ever (refusals R53-20): a check made again gets the next free number. */
const MAX_REFERENCES = 1_000;

export const healthCheck: Adapter = {
  type: 'aws:route53/healthCheck:HealthCheck',

  create(inputs, aws) {
    const config = configOf(inputs);
    const prefix = `${text(inputs, 'referenceName') ?? ''}${canonicalHash([aws.urn, config]).slice(0, 32)}`;
    const id = createFresh(aws, prefix, config);
    changeTags(aws, 'healthcheck', id, { AddTags: pairs(tagsOfInputs(inputs)) });
    return id;
  },

  read(id, aws, known) {
    const found = gone(
      () =>
        aws.call<{ HealthCheck: { HealthCheckConfig: HealthCheckConfig } }>('route53', 'GetHealthCheck', {
          HealthCheckId: id,
        }),
      'NoSuchHealthCheck',
    );
    if (!found) return undefined;
    const config = found.HealthCheck.HealthCheckConfig;
    const tags = tagsFrom(aws, 'healthcheck', id);
    return {
      arn: healthCheckArn(id),
      type: config.Type,
      childHealthThreshold: config.HealthThreshold,
      childHealthchecks: config.ChildHealthChecks,
      cloudwatchAlarmName: config.AlarmIdentifier?.Name,
      cloudwatchAlarmRegion: config.AlarmIdentifier?.Region,
      insufficientDataHealthStatus: config.InsufficientDataHealthStatus,
      invertHealthcheck: config.Inverted ?? flag(known, 'invertHealthcheck'),
      disabled: config.Disabled ?? false,
      enableSni: config.EnableSNI,
      failureThreshold: config.FailureThreshold,
      fqdn: config.FullyQualifiedDomainName,
      ipAddress: config.IPAddress,
      measureLatency: config.MeasureLatency ?? false,
      port: config.Port,
      regions: config.Regions,
      requestInterval: config.RequestInterval,
      resourcePath: config.ResourcePath,
      searchString: config.SearchString,
      tags,
      tagsAll: tags,
    };
  },

  update(id, { before, after }, aws) {
    // also what a change of `triggers` asks for: the check takes its alarm as it is now
    const { Type, RequestInterval, MeasureLatency, ...changes } = configOf(after);
    aws.call('route53', 'UpdateHealthCheck', { HealthCheckId: id, ...changes });
    retag(before, after, {
      add: (tags) => changeTags(aws, 'healthcheck', id, { AddTags: pairs(Object.fromEntries(tags)) }),
      remove: (names) => changeTags(aws, 'healthcheck', id, { RemoveTagKeys: names }),
    });
  },

  delete(id, _state, aws) {
    aws.call('route53', 'DeleteHealthCheck', { HealthCheckId: id });
  },
};

function createFresh(aws: AdapterAws, prefix: string, HealthCheckConfig: HealthCheckConfig): string {
  for (let number = 0; ; number++) {
    try {
      const { HealthCheck } = aws.call<{ HealthCheck: { Id: string } }>('route53', 'CreateHealthCheck', {
        CallerReference: `${prefix}-${number}`,
        HealthCheckConfig,
      });
      return HealthCheck.Id;
    } catch (error) {
      const isTaken = error instanceof AwsError && error.code === 'HealthCheckAlreadyExists';
      if (!isTaken || number >= MAX_REFERENCES) throw error;
    }
  }
}

function configOf(inputs: PropertyMap): HealthCheckConfig {
  const alarm = text(inputs, 'cloudwatchAlarmName');
  const members: Record<keyof HealthCheckConfig, unknown> = {
    Type: text(inputs, 'type'),
    IPAddress: text(inputs, 'ipAddress'),
    Port: number(inputs, 'port'),
    ResourcePath: text(inputs, 'resourcePath'),
    FullyQualifiedDomainName: text(inputs, 'fqdn'),
    SearchString: text(inputs, 'searchString'),
    RequestInterval: number(inputs, 'requestInterval'),
    FailureThreshold: number(inputs, 'failureThreshold'),
    MeasureLatency: flag(inputs, 'measureLatency') || undefined,
    Inverted: flag(inputs, 'invertHealthcheck'),
    Disabled: flag(inputs, 'disabled') ?? false,
    HealthThreshold: number(inputs, 'childHealthThreshold'),
    ChildHealthChecks: texts(inputs, 'childHealthchecks'),
    EnableSNI: flag(inputs, 'enableSni'),
    Regions: texts(inputs, 'regions'),
    AlarmIdentifier: alarm === undefined ? undefined : { Name: alarm, Region: text(inputs, 'cloudwatchAlarmRegion') },
    InsufficientDataHealthStatus: text(inputs, 'insufficientDataHealthStatus'),
    RoutingControlArn: text(inputs, 'routingControlArn'),
  };
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as unknown as HealthCheckConfig;
}
