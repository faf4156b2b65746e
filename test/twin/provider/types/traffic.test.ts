import { beforeEach, describe, expect, test } from 'vitest';
import type { PropertyMap } from '../../../../src/lib/property.ts';
import { type TestTwin, testTwin } from '../../../support/traffic-gate.ts';
import { adapters, computedOutputs, create } from '../../../support/traffic-resources.ts';

const TAGS = { 'evenkeel:system': 'orders', 'evenkeel:site': 'use1' };

let twin: TestTwin;
beforeEach(() => {
  twin = testTwin();
});

/** Inputs of each type as a completed program would send them, given what stands already. */
const SAMPLES: Readonly<Record<string, (twin: TestTwin) => PropertyMap>> = {
  'aws:route53/zone:Zone': () => ({
    name: 'orders.example.com',
    comment: 'Managed by Pulumi',
    forceDestroy: false,
    tags: TAGS,
    tagsAll: TAGS,
  }),
  'aws:route53/record:Record': (on) => ({ zoneId: zone(on), name: 'www', type: 'A', ttl: 60, records: ['192.0.2.7'] }),
  'aws:route53/healthCheck:HealthCheck': () => ({
    type: 'CALCULATED',
    childHealthThreshold: 1,
    childHealthchecks: [],
    disabled: false,
    measureLatency: false,
    tags: TAGS,
    tagsAll: TAGS,
  }),
  'aws:acm/certificate:Certificate': () => ({
    domainName: 'www.orders.example.com',
    validationMethod: 'DNS',
    subjectAlternativeNames: ['www.orders.example.com'],
    keyAlgorithm: 'RSA_2048',
    options: { certificateTransparencyLoggingPreference: 'ENABLED' },
    tags: TAGS,
    tagsAll: TAGS,
  }),
  'aws:acm/certificateValidation:CertificateValidation': (on) => ({ certificateArn: provenCertificate(on) }),
  'aws:cloudwatch/metricAlarm:MetricAlarm': () => ({
    name: 'orders-prod-claim',
    alarmDescription: 'the site claims',
    actionsEnabled: true,
    comparisonOperator: 'LessThanThreshold',
    dimensions: { Site: 'use1' },
    evaluationPeriods: 2,
    datapointsToAlarm: 1,
    metricName: 'Claim',
    namespace: 'Evenkeel/orders-prod',
    period: 60,
    statistic: 'Maximum',
    threshold: 1,
    treatMissingData: 'missing',
    tags: TAGS,
    tagsAll: TAGS,
  }),
  'aws:dynamodb/table:Table': () => ({
    name: 'orders-prod-gate',
    attributes: [{ name: 'id', type: 'S' }],
    hashKey: 'id',
    billingMode: 'PAY_PER_REQUEST',
    deletionProtectionEnabled: false,
    pointInTimeRecovery: { enabled: true },
    serverSideEncryption: { enabled: true, kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/k' },
    tags: TAGS,
    tagsAll: TAGS,
  }),
  'aws:dynamodb/tableItem:TableItem': (on) => ({
    tableName: gateTable(on),
    hashKey: 'id',
    item: '{"on": {"N": "1"}, "id": {"S": "claim"}}',
  }),
  'aws:lambda/function:Function': () => functionInputs(),
  'aws:lambda/permission:Permission': (on) => ({
    action: 'lambda:InvokeFunction',
    function: create(on, 'aws:lambda/function:Function', functionInputs()).outputs['name'] as string,
    principal: 'events.amazonaws.com',
    sourceArn: 'arn:aws:events:us-east-1:111122223333:rule/feeder',
    statementId: 'rule',
  }),
  'aws:cloudwatch/eventRule:EventRule': () => ruleInputs(),
  'aws:cloudwatch/eventTarget:EventTarget': (on) => ({
    rule: create(on, 'aws:cloudwatch/eventRule:EventRule', ruleInputs()).id,
    arn: 'arn:aws:lambda:us-east-1:111122223333:function:feeder',
    eventBusName: 'default',
    targetId: 'feeder',
  }),
};

/** What AWS does not tell: kept from the state by the layer above. */
const UNTOLD = new Set(['forceDestroy', 'code', 'publish', 'skipDestroy']);

describe.each(adapters.map((adapter) => adapter.type))('%s', (type) => {
  const inputsOf = SAMPLES[type];

  test('tells every input back as it was sent, and every output that the provider computes', () => {
    const inputs = inputsOf?.(twin) ?? {};
    const { outputs } = create(twin, type, inputs);
    const told = Object.entries(inputs).filter(([name]) => !UNTOLD.has(name));
    for (const [name, value] of told) expect({ [name]: outputs[name] }).toEqual({ [name]: value });
    expect(computedOutputs(type).filter((name) => outputs[name] === undefined)).toEqual([]);
  });

  test('reads the same again while nothing happens, and is gone after it was destroyed', () => {
    const resource = create(twin, type, inputsOf?.(twin) ?? {});
    expect(resource.read()).toEqual(resource.outputs);
    resource.destroy();
    if (type !== 'aws:acm/certificateValidation:CertificateValidation') expect(resource.read()).toBeUndefined();
  });
});

test.each([
  ['aws:route53/zone:Zone', { comment: 'ours' }],
  ['aws:route53/record:Record', { ttl: 5, records: ['192.0.2.8', '192.0.2.9'] }],
  ['aws:route53/healthCheck:HealthCheck', { childHealthThreshold: 0, disabled: true }],
  ['aws:cloudwatch/metricAlarm:MetricAlarm', { threshold: 2, treatMissingData: 'breaching' }],
  ['aws:dynamodb/table:Table', { deletionProtectionEnabled: true, pointInTimeRecovery: { enabled: false } }],
  ['aws:dynamodb/tableItem:TableItem', { item: '{"id":{"S":"claim"},"on":{"N":"0"}}' }],
  ['aws:lambda/function:Function', { timeout: 90, environment: { variables: { SITE: 'usw2' } } }],
  ['aws:cloudwatch/eventRule:EventRule', { state: 'DISABLED', scheduleExpression: 'rate(5 minutes)' }],
  ['aws:cloudwatch/eventTarget:EventTarget', { input: '{}' }],
])('%s is updated in place', (type, change) => {
  const inputs = SAMPLES[type]?.(twin) ?? {};
  const updated = create(twin, type, inputs).update({ ...inputs, ...change });
  for (const [name, value] of Object.entries(change)) expect(updated[name]).toEqual(value);
});

test.each(adapters.filter((adapter) => 'tags' in (SAMPLES[adapter.type]?.(testTwin()) ?? {})).map(({ type }) => type))(
  'tags of %s are added, overwritten and taken away',
  (type) => {
    const inputs = SAMPLES[type]?.(twin) ?? {};
    const tags = { 'evenkeel:site': 'usw2', owner: 'team' };
    expect(create(twin, type, inputs).update({ ...inputs, tags, tagsAll: tags })['tagsAll']).toEqual(tags);
  },
);

test('a changed archive is changed code of the function', () => {
  const inputs = functionInputs();
  const resource = create(twin, 'aws:lambda/function:Function', inputs);
  const updated = resource.update({ ...inputs, code: { hash: 'b'.repeat(64) } });
  expect(updated['codeSha256']).not.toBe(resource.outputs['codeSha256']);
});

test('a validation of a certificate without its record says what to do', () => {
  const certificateArn = create(
    twin,
    'aws:acm/certificate:Certificate',
    SAMPLES['aws:acm/certificate:Certificate']?.(twin) ?? {},
  ).id;
  zone(twin);
  expect(() => create(twin, 'aws:acm/certificateValidation:CertificateValidation', { certificateArn })).toThrow(
    /status PENDING_VALIDATION[\s\S]*create the records of domainValidationOptions/,
  );
});

test('one validation record proves the certificates of two regions', () => {
  const first = provenCertificate(twin);
  const inputs = SAMPLES['aws:acm/certificate:Certificate']?.(twin) ?? {};
  const second = create(twin, 'aws:acm/certificate:Certificate', inputs, 'us-west-2').id;
  expect(second).not.toBe(first);
  const validation = create(
    twin,
    'aws:acm/certificateValidation:CertificateValidation',
    { certificateArn: second },
    'us-west-2',
  );
  expect(validation.id).toBe('2026-01-01T00:00:00.000Z');
});

test('a weighted alias record keeps its set identifier, its check and the spelling of its target', () => {
  const check = create(
    twin,
    'aws:route53/healthCheck:HealthCheck',
    SAMPLES['aws:route53/healthCheck:HealthCheck']?.(twin) ?? {},
  );
  const inputs = {
    zoneId: zone(twin),
    name: 'www.orders.example.com',
    type: 'A',
    setIdentifier: 'use1',
    healthCheckId: check.id,
    weightedRoutingPolicies: [{ weight: 1 }],
    aliases: [{ name: 'Orders-1.us-east-1.elb.amazonaws.com', zoneId: 'Z35SXDOTRQ7X7K', evaluateTargetHealth: false }],
  };
  const { id, outputs } = create(twin, 'aws:route53/record:Record', inputs);
  expect(outputs).toMatchObject({ ...inputs, fqdn: 'www.orders.example.com' });
  expect(id).toBe(`${inputs.zoneId}_www.orders.example.com_A_use1`);
});

test('a health check made again after its end is another check, although its caller reference stays taken', () => {
  const inputs = SAMPLES['aws:route53/healthCheck:HealthCheck']?.(twin) ?? {};
  const first = create(twin, 'aws:route53/healthCheck:HealthCheck', inputs);
  first.destroy();
  expect(create(twin, 'aws:route53/healthCheck:HealthCheck', inputs).id).not.toBe(first.id);
});

function zone(on: TestTwin): string {
  return create(on, 'aws:route53/zone:Zone', SAMPLES['aws:route53/zone:Zone']?.(on) ?? {}).id;
}

function gateTable(on: TestTwin): string {
  return create(on, 'aws:dynamodb/table:Table', SAMPLES['aws:dynamodb/table:Table']?.(on) ?? {}).id;
}

function provenCertificate(on: TestTwin): string {
  const certificate = create(
    on,
    'aws:acm/certificate:Certificate',
    SAMPLES['aws:acm/certificate:Certificate']?.(on) ?? {},
  );
  const [option] = certificate.outputs['domainValidationOptions'] as Record<string, string>[];
  create(on, 'aws:route53/record:Record', {
    zoneId: zone(on),
    name: option?.['resourceRecordName'],
    type: 'CNAME',
    ttl: 60,
    records: [option?.['resourceRecordValue'] ?? ''],
  });
  return certificate.id;
}

function functionInputs(): PropertyMap {
  return {
    name: 'orders-prod-gate-feeder',
    role: 'arn:aws:iam::111122223333:role/feeder',
    runtime: 'nodejs22.x',
    handler: 'index.handler',
    code: { hash: 'a'.repeat(64), path: './functions/gate-feeder' },
    environment: { variables: { EVENKEEL_FUNCTION: 'gate-feeder@1', SITE: 'use1' } },
    memorySize: 128,
    timeout: 70,
    packageType: 'Zip',
    publish: false,
    reservedConcurrentExecutions: -1,
    skipDestroy: false,
    tags: TAGS,
    tagsAll: TAGS,
  };
}

function ruleInputs(): PropertyMap {
  return {
    name: 'feeder',
    eventBusName: 'default',
    scheduleExpression: 'rate(1 minute)',
    state: 'ENABLED',
    forceDestroy: false,
    tags: TAGS,
    tagsAll: TAGS,
  };
}
