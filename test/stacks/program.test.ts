import { beforeAll, describe, expect, test } from 'vitest';
import { loadSystem } from '../../src/system/load.ts';
import { parseSystem } from '../../src/system/parse.ts';
import { accountStackOf, stacksOf } from '../../src/system/stacks.ts';
import type { Environment, System } from '../../src/system/system.ts';
import behaviour from '../../src/twin/provider/behaviour.json' with { type: 'json' };
import { Left } from '../../stacks/layers/left.ts';
import { generateSystem } from '../system/generate.ts';
import { type Declared, type DeclaredStack, declareStack, declareSystem, PASSWORD } from './mocked-engine.ts';

const orders = loadSystem('stacks/systems/orders.yaml');
const prod = orders.environments['prod'] as Environment;
let account: DeclaredStack;
let stacks: readonly DeclaredStack[];
let everything: readonly (Declared & { readonly stack: DeclaredStack })[];

beforeAll(async () => {
  const [first, ...own] = await declareSystem(orders, prod);
  if (first === undefined) throw new Error('an environment is in an account');
  account = first;
  stacks = own;
  everything = stacks.flatMap((stack) => awsOf(stack).map((resource) => ({ ...resource, stack })));
});

describe('orders', () => {
  test('each layer declares these resources, and together they are the sixty types', () => {
    const [base, founder, other, link] = stacks.map((stack) => countsOf(awsOf(stack)));
    expect(base).toEqual({
      'budgets/budget': 1,
      'costexplorer/anomalyMonitor': 1,
      'costexplorer/anomalySubscription': 1,
      'iam/instanceProfile': 1,
      'iam/role': 4,
      'iam/rolePolicy': 3,
      'iam/rolePolicyAttachment': 4,
      'rds/globalCluster': 1,
      'route53/zone': 1,
      'secretsmanager/secret': 1,
      'secretsmanager/secretVersion': 1,
    });
    expect(founder).toEqual({
      'acm/certificate': 1,
      'acm/certificateValidation': 1,
      'autoscaling/group': 1,
      'backup/vault': 1,
      'backup/vaultLockConfiguration': 1,
      'backup/vaultNotifications': 1,
      'backup/vaultPolicy': 1,
      'cloudwatch/dashboard': 1,
      'cloudwatch/eventRule': 1,
      'cloudwatch/eventTarget': 1,
      'cloudwatch/logGroup': 4,
      'cloudwatch/metricAlarm': 13,
      'dynamodb/table': 1,
      'dynamodb/tableItem': 2,
      'ec2/defaultSecurityGroup': 1,
      'ec2/eip': 3,
      'ec2/flowLog': 1,
      'ec2/internetGateway': 1,
      'ec2/launchTemplate': 1,
      'ec2/natGateway': 3,
      'ec2/route': 4,
      'ec2/routeTable': 5,
      'ec2/routeTableAssociation': 9,
      'ec2/securityGroup': 3,
      'ec2/subnet': 9,
      'ec2/vpc': 1,
      'iam/rolePolicy': 1,
      'kms/key': 1,
      'lambda/function': 1,
      'lambda/permission': 1,
      'lb/listener': 1,
      'lb/loadBalancer': 1,
      'lb/targetGroup': 1,
      'rds/cluster': 1,
      'rds/clusterInstance': 2,
      'rds/subnetGroup': 1,
      'route53/record': 1,
      'ssm/maintenanceWindow': 1,
      'ssm/maintenanceWindowTarget': 1,
      'ssm/maintenanceWindowTask': 1,
      'ssm/patchBaseline': 1,
      'ssm/patchGroup': 1,
      'wafv2/webAcl': 1,
      'wafv2/webAclAssociation': 1,
      'wafv2/webAclLoggingConfiguration': 1,
    });
    expect(other).toEqual(founder);
    expect(link).toEqual({
      'backup/plan': 2,
      'backup/restoreTestingPlan': 2,
      'backup/restoreTestingSelection': 4,
      'backup/selection': 2,
      'route53/healthCheck': 6,
      'route53/record': 3,
    });
    expect(new Set(everything.map(({ type }) => type)).size).toBe(60);
  });

  test('everything that takes tags has them: system, environment, layer, component, and the site where it belongs to one', () => {
    let tagged = 0;
    for (const { type, name, inputs, stack } of everything) {
      if (!takesTags(type)) continue;
      tagged += 1;
      const tags = tagsIn(inputs['tags']);
      expect([name, tags]).toEqual([
        name,
        expect.objectContaining({
          'evenkeel:system': 'orders',
          'evenkeel:environment': 'prod',
          'evenkeel:layer': stack.spec.layer,
          'evenkeel:component': expect.stringMatching(/^[a-z-]+$/),
          'evenkeel:contact': 'order-desk@example.com',
          'evenkeel:recovery': 'warm-standby',
          owner: 'order-desk',
          'cost-center': 'order-desk',
          environment: 'prod',
          service: 'orders',
          tier: '1',
          'backup-objective': '1d',
          'data-classification': 'confidential',
          rto: '15min',
          rpo: '30s',
        }),
      ]);
      const site = stack.spec.site ?? /-(use1|usw2)(-|$)/.exec(name)?.[1];
      expect([name, tags['evenkeel:site']]).toEqual([name, site]);
    }
    expect(tagged).toBe(11 + 2 * 62 + 10);
  });

  test('every resource names the provider of its site’s region, has a component as parent, and a name that begins with it', () => {
    for (const { name, parent, provider, stack } of everything) {
      const site = stack.spec.site ?? /-(use1|usw2)(-|$)/.exec(name)?.[1] ?? 'use1';
      expect(provider).toMatch(new RegExp(`::pulumi:providers:aws::aws-${site}::`));
      const [, component = ''] = /::evenkeel:component:\w+::([\w-]+)$/.exec(parent) ?? [];
      expect(name.startsWith(`${component}-`) && component !== '').toBe(true);
    }
    const providers = stacks.map(({ resources }) =>
      resources.filter(({ type }) => type === 'pulumi:providers:aws').map(({ inputs }) => inputs['region']),
    );
    expect(providers).toEqual([['us-east-1'], ['us-east-1'], ['us-west-2'], ['us-east-1', 'us-west-2']]);
  });

  test('what a failover moves is ignored, and what AWS alone fills in, and the password that is made once', () => {
    const ignored = everything.filter(({ ignoreChanges }) => ignoreChanges.length > 0);
    const byType = new Map(ignored.map(({ type, ignoreChanges }) => [shortType(type), ignoreChanges]));
    expect(Object.fromEntries(byType)).toEqual({
      'acm/certificate': ['notAfter', 'notBefore', 'status'],
      'autoscaling/group': ['desiredCapacity'],
      'dynamodb/tableItem': ['item'],
      'rds/cluster': ['replicationSourceIdentifier'],
      'rds/clusterInstance': ['writer'],
      'rds/globalCluster': ['globalClusterMembers'],
      'secretsmanager/secretVersion': ['secretString'],
    });
    for (const { type, ignoreChanges } of everything) expect(ignoreChanges).toEqual(byType.get(shortType(type)) ?? []);
  });

  test('what holds data or identity is protected, until it is named', async () => {
    const names = (all: readonly Declared[]) => all.filter(({ protect }) => protect).map(({ name }) => name);
    expect(names(everything)).toEqual([
      'database-global',
      'dns-zone',
      'backups-vault',
      'gate-table',
      'key-key',
      'balancer-balancer',
      'database-cluster',
      'backups-vault',
      'gate-table',
      'key-key',
      'balancer-balancer',
      'database-cluster',
    ]);
    const unprotected = [
      'dns-zone',
      'database-global',
      'backups-vault',
      'gate-table',
      'key-key',
      'balancer-balancer',
      'database-cluster',
    ];
    const [, ...bare] = await declareSystem(orders, prod, { unprotected });
    const after = bare.flatMap(awsOf);
    expect(names(after)).toEqual([]);
    const guards = (all: readonly Declared[]) => all.flatMap(({ inputs }) => inputs['deletionProtection'] ?? []);
    expect(guards(everything)).toEqual([true, true, true]);
    expect(guards(after)).toEqual([false, false, false]);
    const forced = (all: readonly Declared[]) => all.flatMap(({ inputs }) => inputs['forceDestroy'] ?? []);
    expect([forced(everything), forced(after)]).toEqual([
      [false, false],
      [true, true],
    ]);
  });

  test('the password is a secret wherever it goes, and only the founder is told it', () => {
    const holders = everything.filter(({ inputs }) => JSON.stringify(inputs).includes(PASSWORD));
    expect(holders.map(({ name, stack }) => [stack.spec.stack, name])).toEqual([
      ['orders-prod-base', 'database-secret-version'],
      ['orders-prod-use1', 'database-cluster'],
    ]);
    for (const { inputs } of everything) expect(JSON.stringify(withoutSecrets(inputs))).not.toContain(PASSWORD);
  });

  test('the layer’s references go left, and each is the whole name of a generated stack', () => {
    expect(stacks.map(({ spec, references }) => [spec.stack, references])).toEqual([
      ['orders-prod-base', []],
      ['orders-prod-use1', ['organization/evenkeel/account-prod', 'organization/evenkeel/orders-prod-base']],
      ['orders-prod-usw2', ['organization/evenkeel/account-prod', 'organization/evenkeel/orders-prod-base']],
      [
        'orders-prod-link',
        [
          'organization/evenkeel/orders-prod-base',
          'organization/evenkeel/orders-prod-use1',
          'organization/evenkeel/orders-prod-usw2',
        ],
      ],
    ]);
  });

  test('no resource spells the ARN or the id of a resource on its right', () => {
    stacks.forEach((stack, index) => {
      const right = stacks.slice(index + 1).flatMap(({ outputs }) => textsOf(outputs));
      const identities = right.filter(
        (text) => /^arn:|-id$|\.elb\./.test(text) && !/roles-|database-global|database-secret/.test(text),
      );
      const said = JSON.stringify(awsOf(stack).map(({ inputs }) => inputs));
      if (stack.spec.layer !== 'base') return;
      expect(identities.length).toBeGreaterThan(0);
      for (const identity of identities) expect(said).not.toContain(JSON.stringify(identity));
    });
  });

  test('sites differ in nothing but names, places, the founder’s birth, and the hours in which they are worked on', () => {
    const [founder = [], other = []] = stacks.filter(({ spec }) => spec.layer === 'site').map(comparable);
    expect(founder.map(({ key }) => key)).toEqual(other.map(({ key }) => key));
    const differing = founder.flatMap(({ key, inputs }, index) => {
      const theirs = other[index]?.inputs ?? {};
      const names = [...new Set([...Object.keys(inputs), ...Object.keys(theirs)])].sort();
      return names
        .filter((name) => JSON.stringify(inputs[name]) !== JSON.stringify(theirs[name]))
        .map((name) => `${key} ${name}`);
    });
    expect(differing).toEqual([
      'autoscaling/group fleet-group desiredCapacity',
      'dynamodb/tableItem gate-claim item',
      'rds/cluster database-cluster databaseName',
      'rds/cluster database-cluster masterPassword',
      'rds/cluster database-cluster masterUsername',
      'rds/cluster database-cluster preferredMaintenanceWindow',
      'rds/clusterInstance database-member-1 preferredMaintenanceWindow',
      'rds/clusterInstance database-member-2 preferredMaintenanceWindow',
      'ssm/maintenanceWindow patching-window schedule',
    ]);
  });

  test('traffic moves by the gate alone: calculated checks over the claim and every veto, no evaluated target, a sink', () => {
    const records = everything.filter(
      ({ type, stack }) => shortType(type) === 'route53/record' && stack.spec.layer === 'link',
    );
    expect(
      records.map(({ inputs }) => [
        inputs['setIdentifier'],
        inputs['weightedRoutingPolicies'],
        inputs['healthCheckId'],
      ]),
    ).toEqual([
      ['use1', [{ weight: 1 }], 'gate-use1-open-id'],
      ['usw2', [{ weight: 1 }], 'gate-usw2-open-id'],
      ['sink', [{ weight: 0 }], undefined],
    ]);
    expect(records.flatMap(({ inputs }) => inputs['aliases'] ?? [])).toEqual(
      ['use1', 'usw2'].map((site) => ({
        name: `orders-prod-${site}.elb.example.net`,
        zoneId: 'ZELB',
        evaluateTargetHealth: false,
      })),
    );
    expect(inputsOf('gate-use1-open')).toMatchObject({
      type: 'CALCULATED',
      childHealthchecks: ['gate-use1-claim-id', 'gate-use1-veto-by-usw2-id'],
      childHealthThreshold: 2,
    });
    expect(inputsOf('gate-use1-veto-by-usw2')).toMatchObject({
      type: 'CLOUDWATCH_METRIC',
      cloudwatchAlarmName: 'orders-prod-usw2-veto-use1',
      cloudwatchAlarmRegion: 'us-west-2',
      insufficientDataHealthStatus: 'LastKnownStatus',
    });
    expect(inputsOf('gate-use1-claim')).toMatchObject({ insufficientDataHealthStatus: 'Unhealthy' });
  });

  test('the flags are born with one claim, the founder’s', () => {
    const items = everything.filter(({ type }) => shortType(type) === 'dynamodb/tableItem');
    expect(items.map(({ inputs, stack }) => [stack.spec.site, JSON.parse(String(inputs['item']))])).toEqual([
      ['use1', { id: { S: 'claim' }, on: { N: '1' } }],
      ['use1', { id: { S: 'veto#usw2' }, on: { N: '0' } }],
      ['usw2', { id: { S: 'claim' }, on: { N: '0' } }],
      ['usw2', { id: { S: 'veto#use1' }, on: { N: '0' } }],
    ]);
  });

  test('the feeder is told what it feeds, and whom', () => {
    expect(inputsOf('gate-feeder-function', 'orders-prod-usw2')['environment']).toEqual({
      variables: {
        EVENKEEL_FUNCTION: 'gate-feeder@1',
        GATE_TABLE: 'orders-prod-usw2-gate',
        SITE: 'usw2',
        NAMESPACE: 'Evenkeel/orders-prod',
        SERVICE_URL: 'https://www.orders.example.com/healthz',
        PEERS: '[{"site":"use1","region":"us-east-1"}]',
        DB_CLUSTER: 'database-cluster-id',
      },
    });
  });

  test('instances take IMDSv2 only, are replaced where the balancer finds them unwell, and the balancer speaks TLS', () => {
    expect(inputsOf('fleet-template')['metadataOptions']).toEqual({
      httpEndpoint: 'enabled',
      httpTokens: 'required',
      httpPutResponseHopLimit: 1,
    });
    expect(inputsOf('fleet-group')).toMatchObject({
      healthCheckType: 'ELB',
      minSize: 3,
      maxSize: 12,
      desiredCapacity: 6,
    });
    expect(inputsOf('balancer-tls')).toMatchObject({
      port: 443,
      protocol: 'HTTPS',
      sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    });
  });

  test('members stand in named zones, and the database leaves a final snapshot', () => {
    const zones = everything
      .filter(({ type }) => shortType(type) === 'rds/clusterInstance')
      .map(({ inputs }) => inputs['availabilityZone']);
    expect(zones).toEqual(['us-east-1a', 'us-east-1b', 'us-west-2a', 'us-west-2b']);
    expect(inputsOf('database-cluster')).toMatchObject({
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: 'orders-prod-use1-final',
      storageEncrypted: true,
      backupRetentionPeriod: 35,
    });
  });

  test('recovery points are copied to every other site', () => {
    expect(inputsOf('backup-use1-plan')['rules']).toEqual([
      expect.objectContaining({
        schedule: 'cron(0 3 * * ? *)',
        targetVaultName: 'orders-prod-use1',
        lifecycle: { deleteAfter: 35 },
        copyActions: [{ destinationVaultArn: 'arn:mock:backup/vault:backups-vault', lifecycle: { deleteAfter: 35 } }],
      }),
    ]);
  });
});

test('a reference to a stack that is not on the left is refused', () => {
  const [base, founder, other] = stacksOf(orders, prod);
  if (!base || !founder || !other) throw new Error('orders has a base and two sites');
  expect(() => new Left(base, founder.stack)).toThrow(/orders-prod-base may not refer to orders-prod-use1/);
  expect(() => new Left(founder, other.stack)).toThrow(/not on its left/);
  expect(() => new Left(founder, founder.stack)).toThrow(/not on its left/);
});

test('a preview in which nothing exists declares the same resources', async () => {
  const preview = await declareSystem(orders, prod, { nothingExists: true });
  const namesOf = (all: readonly DeclaredStack[]) =>
    all.map(({ spec, resources }) => [spec.stack, resources.map(({ type, name }) => `${type} ${name}`).sort()]);
  expect(namesOf(preview)).toEqual(namesOf([account, ...stacks]));
});

test('a zone that exists is looked up, not created', async () => {
  const domain = { ...prod.domain, zoneExists: true };
  const [, base, ...sites] = await declareSystem(orders, { ...prod, domain });
  expect(base?.calls).toContain('aws:route53/getZone:getZone');
  expect(base?.resources.map(({ type }) => type)).not.toContain('aws:route53/zone:Zone');
  expect(base?.outputs).toMatchObject({ zoneId: 'ZFOUND', nameServers: ['ns.of.orders.example.com'] });
  const records = sites.flatMap(awsOf).filter(({ type }) => shortType(type) === 'route53/record');
  expect(new Set(records.map(({ inputs }) => inputs['zoneId']))).toEqual(new Set(['ZFOUND']));
});

test('another account, or a zone that the account does not have, stops before anything is made', async () => {
  const tenants = [{ system: orders, environment: prod }];
  for (const spec of [accountStackOf(orders, prod), ...stacksOf(orders, prod)]) {
    const found = { system: orders, environment: prod, spec, tenants };
    const outputsOf = () => ({});
    await expect(declareStack(found, outputsOf, { account: '999999999999' })).rejects.toThrow(
      /belongs to another account[\s\S]*found: {3}999999999999\n {2}allowed: 111122223333/,
    );
    if (spec.layer !== 'site') continue;
    const zone = `${spec.region}b`;
    await expect(declareStack(found, outputsOf, { withoutZone: zone })).rejects.toThrow(
      new RegExp(`found: {3}${zone}`),
    );
  }
});

test.each([1, 2, 3, 4, 5])(
  'a generated system of %d sites declares as many of everything, with names that AWS takes',
  async (count) => {
    const system = generated(`sites ${count}`, count);
    const environment = onlyEnvironment(system);
    const declared = await declareSystem(system, environment);
    expect(declared).toHaveLength(count + 3);
    const link = countsOf(awsOf(declared.at(-1) as DeclaredStack));
    expect(link).toEqual({
      'backup/plan': count,
      'backup/restoreTestingPlan': count,
      'backup/restoreTestingSelection': 2 * count,
      'backup/selection': count,
      'route53/healthCheck': count * (count + 1),
      'route53/record': count + 1,
    });
    for (const stack of declared) {
      const left = stack.spec.references.map((name) => `organization/evenkeel/${name}`);
      expect(left).toEqual(expect.arrayContaining([...stack.references]));
      const text = JSON.stringify(stack.resources);
      for (const foreign of ['orders', '111122223333']) expect(text).not.toContain(foreign);
      const names = awsOf(stack).map(({ type, name }) => `${type} ${name}`);
      expect(new Set(names).size).toBe(names.length);
    }
    const claims = declared.flatMap(awsOf).filter(({ name }) => name === 'gate-claim');
    const on = claims.filter(({ inputs }) => String(inputs['item']).includes('"N":"1"'));
    expect([claims.length, on.length]).toEqual([count, 1]);
  },
);

function onlyEnvironment(system: System): Environment {
  const [environment] = Object.values(system.environments);
  if (environment === undefined) throw new Error('a system has an environment');
  return environment;
}

function generated(seed: string, sites: number): System {
  const { name, text } = generateSystem(seed, { sites });
  const result = parseSystem(text, `${name}.yaml`);
  if (!('system' in result)) throw new Error('the generator made an invalid file');
  return result.system;
}

function awsOf(stack: DeclaredStack): readonly Declared[] {
  return stack.resources.filter(({ type }) => type.startsWith('aws:'));
}

function shortType(type: string): string {
  return type.split(':')[1] ?? '';
}

function countsOf(resources: readonly Declared[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { type } of resources) counts.set(shortType(type), (counts.get(shortType(type)) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function inputsOf(name: string, stack?: string): Readonly<Record<string, unknown>> {
  const found = everything.find((one) => one.name === name && (stack === undefined || one.stack.spec.stack === stack));
  if (found === undefined) throw new Error(`no resource ${name}`);
  return found.inputs;
}

function takesTags(type: string): boolean {
  const types = behaviour.types as unknown as Readonly<
    Record<string, { readonly in: Readonly<Record<string, unknown>> }>
  >;
  return types[type]?.in['tags'] !== undefined;
}

/** Tags as a mapping: an auto-scaling group has them as a list. */
function tagsIn(tags: unknown): Record<string, string> {
  if (!Array.isArray(tags)) return (tags ?? {}) as Record<string, string>;
  return Object.fromEntries(tags.map((tag: { key: string; value: string }) => [tag.key, tag.value]));
}

function withoutSecrets(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if ('4dabf18193072939515e22adb298388d' in value) return 'secret';
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutSecrets(member)]));
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/** A site's resources with everything that names the site or its place taken out. */
function comparable(stack: DeclaredStack): { key: string; inputs: Readonly<Record<string, unknown>> }[] {
  const here = prod.sites.find(({ name }) => name === stack.spec.site);
  const other = prod.sites.find(({ name }) => name !== stack.spec.site);
  if (here === undefined || other === undefined) throw new Error('orders has two sites');
  const neutral = (text: string): string =>
    [here, other].reduce(
      (before, site, index) =>
        before
          .replaceAll(site.region, `REGION${index}`)
          .replaceAll(site.name, `SITE${index}`)
          .replaceAll(site.image, 'IMAGE')
          .replaceAll(site.cidr.replace('.0.0/16', '.'), 'NETWORK.'),
      text,
    );
  return awsOf(stack)
    .map(({ type, name, inputs }) => {
      const { userData, ...rest } = inputs;
      const script = typeof userData === 'string' ? { userData: Buffer.from(userData, 'base64').toString() } : {};
      const text = neutral(JSON.stringify({ ...rest, ...script }));
      return { key: neutral(`${shortType(type)} ${name}`), inputs: JSON.parse(text) as Record<string, unknown> };
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}
