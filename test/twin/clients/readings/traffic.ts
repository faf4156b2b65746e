import type { DescribeCertificateCommandOutput, ListTagsForCertificateCommandOutput } from '@aws-sdk/client-acm';
import type {
  ListTagsForResourceCommandOutput as AlarmTags,
  DescribeAlarmsCommandOutput,
} from '@aws-sdk/client-cloudwatch';
import type {
  DescribeRuleCommandOutput,
  ListTargetsByRuleCommandOutput,
  ListTagsForResourceCommandOutput as RuleTags,
} from '@aws-sdk/client-eventbridge';
import type {
  ListTagsForResourceCommandOutput as DnsTags,
  GetHealthCheckCommandOutput,
  GetHostedZoneCommandOutput,
  ListResourceRecordSetsCommandOutput,
} from '@aws-sdk/client-route-53';
import { instant, type Reading, type Resource, reading, tagMap } from './reading.ts';

export const traffic: readonly Reading[] = [
  reading<GetHostedZoneCommandOutput>()({
    type: 'aws:route53/zone:Zone',
    service: 'route53',
    operation: 'GetHostedZone',
    input: ({ id }) => ({ Id: id }),
    item: (answer) => answer,
    properties: {
      zoneId: ({ HostedZone }) => HostedZone?.Id?.replace('/hostedzone/', ''),
      name: ({ HostedZone }) => HostedZone?.Name?.replace(/\.$/, ''),
      comment: ({ HostedZone }) => HostedZone?.Config?.Comment,
      nameServers: ({ DelegationSet }) => DelegationSet?.NameServers,
    },
  }),
  reading<DnsTags>()({
    type: 'aws:route53/zone:Zone',
    service: 'route53',
    operation: 'ListTagsForResource',
    input: ({ id }) => ({ ResourceType: 'hostedzone', ResourceId: id }),
    item: ({ ResourceTagSet }) => ResourceTagSet,
    properties: { tagsAll: ({ Tags }) => tagMap(Tags) },
  }),
  reading<ListResourceRecordSetsCommandOutput>()({
    type: 'aws:route53/record:Record',
    service: 'route53',
    operation: 'ListResourceRecordSets',
    input: (record) => ({
      HostedZoneId: record.text('zoneId'),
      StartRecordName: record.text('fqdn'),
      StartRecordType: record.text('type'),
    }),
    item: ({ ResourceRecordSets }, { outputs }) =>
      ResourceRecordSets?.find(
        ({ Name, Type, SetIdentifier }) =>
          Name === `${outputs['fqdn']}.` && Type === outputs['type'] && SetIdentifier === outputs['setIdentifier'],
      ),
    properties: {
      type: ({ Type }) => Type,
      fqdn: ({ Name }) => Name?.replace(/\.$/, ''),
      ttl: ({ TTL }) => TTL,
      records: ({ ResourceRecords }) => ResourceRecords?.map(({ Value }) => Value),
      setIdentifier: ({ SetIdentifier }) => SetIdentifier,
      healthCheckId: ({ HealthCheckId }) => HealthCheckId,
      failoverRoutingPolicies: ({ Failover }) => (Failover === undefined ? undefined : [{ type: Failover }]),
      weightedRoutingPolicies: ({ Weight }) => (Weight === undefined ? undefined : [{ weight: Weight }]),
      aliases: ({ AliasTarget }, { outputs }) =>
        AliasTarget && [
          {
            name: withoutPrefix(AliasTarget.DNSName, outputs),
            zoneId: AliasTarget.HostedZoneId,
            evaluateTargetHealth: AliasTarget.EvaluateTargetHealth,
          },
        ],
    },
  }),
  reading<GetHealthCheckCommandOutput>()({
    type: 'aws:route53/healthCheck:HealthCheck',
    service: 'route53',
    operation: 'GetHealthCheck',
    input: ({ id }) => ({ HealthCheckId: id }),
    item: ({ HealthCheck }) => HealthCheck?.HealthCheckConfig,
    properties: {
      type: ({ Type }) => Type,
      disabled: ({ Disabled }) => Disabled ?? false,
      invertHealthcheck: ({ Inverted }, { outputs }) =>
        outputs['invertHealthcheck'] === undefined ? undefined : Inverted,
      cloudwatchAlarmName: ({ AlarmIdentifier }) => AlarmIdentifier?.Name,
      cloudwatchAlarmRegion: ({ AlarmIdentifier }) => AlarmIdentifier?.Region,
      insufficientDataHealthStatus: ({ InsufficientDataHealthStatus }) => InsufficientDataHealthStatus,
      childHealthchecks: ({ ChildHealthChecks }) => ChildHealthChecks,
      childHealthThreshold: ({ HealthThreshold }) => HealthThreshold,
    },
  }),
  reading<DnsTags>()({
    type: 'aws:route53/healthCheck:HealthCheck',
    service: 'route53',
    operation: 'ListTagsForResource',
    input: ({ id }) => ({ ResourceType: 'healthcheck', ResourceId: id }),
    item: ({ ResourceTagSet }) => ResourceTagSet,
    properties: { tagsAll: ({ Tags }) => tagMap(Tags) },
  }),
  reading<DescribeCertificateCommandOutput>()({
    type: 'aws:acm/certificate:Certificate',
    service: 'acm',
    operation: 'DescribeCertificate',
    input: ({ id }) => ({ CertificateArn: id }),
    item: ({ Certificate }) => Certificate,
    properties: {
      arn: ({ CertificateArn }) => CertificateArn,
      domainName: ({ DomainName }) => DomainName,
      subjectAlternativeNames: ({ SubjectAlternativeNames }) => SubjectAlternativeNames,
      status: ({ Status }) => Status,
      type: ({ Type }) => Type,
      keyAlgorithm: ({ KeyAlgorithm }) => KeyAlgorithm,
      renewalEligibility: ({ RenewalEligibility }) => RenewalEligibility,
      validationMethod: ({ DomainValidationOptions }) => DomainValidationOptions?.[0]?.ValidationMethod,
      notBefore: ({ NotBefore }) => instant(NotBefore),
      notAfter: ({ NotAfter }) => instant(NotAfter),
      domainValidationOptions: ({ DomainValidationOptions }) =>
        DomainValidationOptions?.map(({ DomainName, ResourceRecord }) => ({
          domainName: DomainName,
          resourceRecordName: ResourceRecord?.Name,
          resourceRecordType: ResourceRecord?.Type,
          resourceRecordValue: ResourceRecord?.Value,
        })),
    },
  }),
  reading<ListTagsForCertificateCommandOutput>()({
    type: 'aws:acm/certificate:Certificate',
    service: 'acm',
    operation: 'ListTagsForCertificate',
    input: ({ id }) => ({ CertificateArn: id }),
    item: ({ Tags }) => Tags,
    properties: { tagsAll: (list) => tagMap(list) },
  }),
  reading<DescribeCertificateCommandOutput>()({
    type: 'aws:acm/certificateValidation:CertificateValidation',
    service: 'acm',
    operation: 'DescribeCertificate',
    input: (validation) => ({ CertificateArn: validation.text('certificateArn') }),
    item: ({ Certificate }) => Certificate,
    properties: {
      id: ({ IssuedAt }) => instant(IssuedAt),
      certificateArn: ({ CertificateArn }) => CertificateArn,
      validationRecordFqdns: ({ DomainValidationOptions }) =>
        DomainValidationOptions?.map(({ ResourceRecord }) => ResourceRecord?.Name?.replace(/\.$/, '')),
    },
  }),
  reading<DescribeAlarmsCommandOutput>()({
    type: 'aws:cloudwatch/metricAlarm:MetricAlarm',
    service: 'cloudwatch',
    operation: 'DescribeAlarms',
    input: ({ id }) => ({ AlarmNames: [id] }),
    item: ({ MetricAlarms }) => MetricAlarms?.[0],
    properties: {
      name: ({ AlarmName }) => AlarmName,
      arn: ({ AlarmArn }) => AlarmArn,
      alarmDescription: ({ AlarmDescription }) => AlarmDescription,
      actionsEnabled: ({ ActionsEnabled }) => ActionsEnabled,
      comparisonOperator: ({ ComparisonOperator }) => ComparisonOperator,
      evaluationPeriods: ({ EvaluationPeriods }) => EvaluationPeriods,
      metricName: ({ MetricName }) => MetricName,
      namespace: ({ Namespace }) => Namespace,
      period: ({ Period }) => Period,
      statistic: ({ Statistic }) => Statistic,
      threshold: ({ Threshold }) => Threshold,
      treatMissingData: ({ TreatMissingData }) => TreatMissingData,
      dimensions: ({ Dimensions }) => Object.fromEntries((Dimensions ?? []).map(({ Name, Value }) => [Name, Value])),
    },
  }),
  reading<AlarmTags>()({
    type: 'aws:cloudwatch/metricAlarm:MetricAlarm',
    service: 'cloudwatch',
    operation: 'ListTagsForResource',
    input: (alarm) => ({ ResourceARN: alarm.text('arn') }),
    item: ({ Tags }) => Tags,
    properties: { tagsAll: (list) => tagMap(list) },
  }),
  reading<DescribeRuleCommandOutput>()({
    type: 'aws:cloudwatch/eventRule:EventRule',
    service: 'events',
    operation: 'DescribeRule',
    input: (rule) => ({ Name: rule.text('name') }),
    item: (answer) => answer,
    properties: {
      name: ({ Name }) => Name,
      arn: ({ Arn }) => Arn,
      description: ({ Description }) => Description,
      eventBusName: ({ EventBusName }) => EventBusName,
      scheduleExpression: ({ ScheduleExpression }) => ScheduleExpression,
      state: ({ State }) => State,
    },
  }),
  reading<RuleTags>()({
    type: 'aws:cloudwatch/eventRule:EventRule',
    service: 'events',
    operation: 'ListTagsForResource',
    input: (rule) => ({ ResourceARN: rule.text('arn') }),
    item: ({ Tags }) => Tags,
    properties: { tagsAll: (list) => tagMap(list) },
  }),
  reading<ListTargetsByRuleCommandOutput>()({
    type: 'aws:cloudwatch/eventTarget:EventTarget',
    service: 'events',
    operation: 'ListTargetsByRule',
    input: (target) => ({ Rule: target.text('rule') }),
    item: ({ Targets }, target) => Targets?.find(({ Id }) => Id === target.text('targetId')),
    properties: { targetId: ({ Id }) => Id, arn: ({ Arn }) => Arn },
  }),
];

/** Route 53 answers names with a dot at their end and in lower case; the checkpoint keeps the name as the program gave it. */
function withoutPrefix(name: string | undefined, outputs: Resource['outputs']): string | undefined {
  const bare = name?.replace(/\.$/, '');
  const given = (outputs['aliases'] as { name: string }[] | undefined)?.[0]?.name;
  return given?.toLowerCase() === bare ? given : bare;
}
