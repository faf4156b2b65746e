import { expect, test } from 'vitest';
import { homeRegion, operation, operations } from '../../src/operations/index.ts';

/** SDK packages that are installed, by the table's service names. What it does not prove: anything of the other services. */
const PACKAGES: Readonly<Record<string, () => Promise<object>>> = {
  acm: () => import('@aws-sdk/client-acm'),
  autoscaling: () => import('@aws-sdk/client-auto-scaling'),
  backup: () => import('@aws-sdk/client-backup'),
  cloudwatch: () => import('@aws-sdk/client-cloudwatch'),
  dynamodb: () => import('@aws-sdk/client-dynamodb'),
  ec2: () => import('@aws-sdk/client-ec2'),
  elbv2: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  kms: () => import('@aws-sdk/client-kms'),
  rds: () => import('@aws-sdk/client-rds'),
  route53: () => import('@aws-sdk/client-route-53'),
  secretsmanager: () => import('@aws-sdk/client-secrets-manager'),
  sts: () => import('@aws-sdk/client-sts'),
};

test('rows are sorted, unique, named by service and operation, and complete', () => {
  const keys = operations().map((row) => `${row.service} ${row.operation}`);
  expect(keys).toEqual([...new Set(keys)].sort());
  for (const row of operations()) {
    expect(row.name).toBe(`${row.service}.${row.operation}`);
    expect([row.name, row.access === 'read']).toEqual([row.name, row.repeat === 'read']);
    expect([row.name, row.repeat === 'token' && row.token === null]).toEqual([row.name, false]);
    expect([row.name, ['control', 'data'].includes(row.plane)]).toEqual([row.name, true]);
  }
});

test('every row of an installed SDK package is an operation of it', async () => {
  const missing: string[] = [];
  for (const [service, load] of Object.entries(PACKAGES)) {
    const module = await load();
    for (const row of operations().filter((one) => one.service === service)) {
      if (!(`${row.operation}Command` in module)) missing.push(row.name);
    }
  }
  expect(missing).toEqual([]);
});

test('a question to the name servers needs no region, a DNS edit needs us-east-1', () => {
  expect(operation('dns.Query')).toMatchObject({ plane: 'data', home: 'global', access: 'read', iamActions: [] });
  expect(homeRegion('route53', 'ChangeResourceRecordSets', 'us-west-2')).toBe('us-east-1');
  expect(homeRegion('rds', 'FailoverGlobalCluster', 'us-west-2')).toBe('us-west-2');
});

test('an operation without a row is refused by name', () => {
  expect(() => operation('rds.Nothing')).toThrow('the operation table has no row for rds.Nothing');
});
