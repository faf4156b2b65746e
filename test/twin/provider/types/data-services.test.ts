import { expect, test } from 'vitest';
import { HOUR_MS } from '../../../../src/lib/clock.ts';
import type { PropertyMap } from '../../../../src/lib/property.ts';
import { strike } from '../../../../src/twin/physics/faults.ts';
import type { Adapter } from '../../../../src/twin/provider/adapter.ts';
import { behaviourOf } from '../../../../src/twin/provider/behaviour.ts';
import { adapters as backupAdapters } from '../../../../src/twin/provider/types/backup.ts';
import { adapters as kmsAdapters } from '../../../../src/twin/provider/types/kms.ts';
import { adapters as secretAdapters } from '../../../../src/twin/provider/types/secretsmanager.ts';
import { ACCOUNT, DataWorld, EAST, WEST } from '../../../support/data-services.ts';

const adapters = [...backupAdapters, ...kmsAdapters, ...secretAdapters];
const VALUE = 'planted-secret-11';

function adapter(type: string): Adapter {
  const found = adapters.find((each) => each.type === type);
  if (!found) throw new Error(`no adapter of ${type}`);
  return found;
}

/** Creates, reads back, and checks that what was sent is told again and that no output is missing. */
function roundTrip(data: DataWorld, type: string, inputs: PropertyMap, notTold: readonly string[] = []) {
  const aws = data.adapterAws(EAST);
  const id = adapter(type).create(inputs, aws);
  const outputs = adapter(type).read(id, aws, inputs) ?? {};
  for (const [name, value] of Object.entries(inputs)) {
    if (!notTold.includes(name)) expect([name, outputs[name]]).toMatchObject([name, value]);
  }
  for (const name of Object.keys(behaviourOf(type)?.out ?? {})) expect([name, outputs[name]]).not.toContain(undefined);
  return { id, outputs };
}

test('a key comes up with its rotation and tags, and is gone for the provider once its deletion is scheduled', () => {
  const data = new DataWorld();
  const { id, outputs } = roundTrip(
    data,
    'aws:kms/key:Key',
    { description: 'data', enableKeyRotation: true, deletionWindowInDays: 7, tags: { 'evenkeel:site': 'use1' } },
    ['deletionWindowInDays'],
  );
  expect(outputs).toMatchObject({ isEnabled: true, keyUsage: 'ENCRYPT_DECRYPT', multiRegion: false });
  adapter('aws:kms/key:Key').delete(id, { deletionWindowInDays: 7 }, data.adapterAws(EAST));
  expect(adapter('aws:kms/key:Key').read(id, data.adapterAws(EAST), {})).toBeUndefined();
});

test('a secret is readable at its replica while the region of its primary is lost', () => {
  const data = new DataWorld();
  const secret = roundTrip(
    data,
    'aws:secretsmanager/secret:Secret',
    {
      name: 'orders/db',
      description: 'master',
      recoveryWindowInDays: 0,
      replicas: [{ region: WEST }],
      tags: { a: 'b' },
    },
    ['recoveryWindowInDays'],
  );
  const version = roundTrip(data, 'aws:secretsmanager/secretVersion:SecretVersion', {
    secretId: secret.id,
    secretString: VALUE,
  });
  expect(version.id).toBe(`${secret.id}|${version.outputs['versionId']}`);
  data.world.transact(() => strike(data.world, { kind: 'region-loss', region: EAST }, HOUR_MS));
  const read = { SecretId: 'orders/db' };
  expect(data.call(WEST, 'secretsmanager', 'GetSecretValue', read)).toMatchObject({
    ARN: secret.id.replace(EAST, WEST),
    SecretString: VALUE,
  });
  expect(() => data.call(EAST, 'secretsmanager', 'GetSecretValue', read)).toThrow('cannot be reached');
  const refusal = data.refusal(() =>
    data.call(WEST, 'secretsmanager', 'PutSecretValue', { ...read, SecretString: 'planted-secret-12' }),
  );
  expect(refusal.code).toBe('InvalidRequestException');
  expect(refusal.message).not.toContain('planted');
});

test('a secret goes with its replicas, at once where no recovery is wanted', () => {
  const data = new DataWorld();
  const state = { name: 'orders/db', recoveryWindowInDays: 0, replicas: [{ region: WEST }] };
  const { id } = roundTrip(data, 'aws:secretsmanager/secret:Secret', state, ['recoveryWindowInDays']);
  adapter('aws:secretsmanager/secret:Secret').delete(id, state, data.adapterAws(EAST));
  expect(data.world.table('secretsmanager.secret').values()).toEqual([]);
});

test('random passwords follow the request, and two requests do not get the same', () => {
  const data = new DataWorld();
  const ask = (input: object) =>
    data.call<{ RandomPassword: string }>(EAST, 'secretsmanager', 'GetRandomPassword', input).RandomPassword;
  const plain = { PasswordLength: 40, ExcludePunctuation: true, ExcludeCharacters: 'abc' };
  const [first, second] = [ask(plain), ask(plain)];
  expect(first).toMatch(/^[A-Zd-z0-9]{40}$/);
  expect(second).not.toBe(first);
  expect(JSON.stringify(data.world.dump())).not.toContain(first);
});

test('a plan with a copy to the other site comes back as it was sent, as do its vault and selection', () => {
  const data = new DataWorld();
  data.call(WEST, 'backup', 'CreateBackupVault', { BackupVaultName: 'orders' });
  const vault = roundTrip(data, 'aws:backup/vault:Vault', { name: 'orders', tags: { layer: 'site' } }, ['kmsKeyArn']);
  const rules = [
    {
      ruleName: 'daily',
      targetVaultName: 'orders',
      schedule: 'cron(0 3 * * ? *)',
      scheduleExpressionTimezone: 'Etc/UTC',
      startWindow: 60,
      completionWindow: 180,
      lifecycle: { deleteAfter: 35 },
      copyActions: [
        {
          destinationVaultArn: `arn:aws:backup:${WEST}:${ACCOUNT}:backup-vault:orders`,
          lifecycle: { deleteAfter: 35 },
        },
      ],
    },
  ];
  const plan = roundTrip(data, 'aws:backup/plan:Plan', { name: 'orders', rules, tags: { layer: 'link' } });
  roundTrip(data, 'aws:backup/selection:Selection', {
    name: 'orders',
    planId: plan.id,
    iamRoleArn: `arn:aws:iam::${ACCOUNT}:role/backup`,
    resources: [`arn:aws:rds:${EAST}:${ACCOUNT}:cluster:orders-us-east-1`],
  });
  expect(data.refusal(() => adapter('aws:backup/plan:Plan').delete(plan.id, {}, data.adapterAws(EAST))).code).toBe(
    'InvalidRequestException',
  );
  expect(vault.id).toBe('orders');
});

test('a backup is copied to the vault of the other site, and listed there', () => {
  const data = new DataWorld();
  for (const region of [EAST, WEST]) data.call(region, 'backup', 'CreateBackupVault', { BackupVaultName: 'orders' });
  const IamRoleArn = `arn:aws:iam::${ACCOUNT}:role/backup`;
  const { BackupJobId } = data.call<{ BackupJobId: string }>(EAST, 'backup', 'StartBackupJob', {
    BackupVaultName: 'orders',
    ResourceArn: `arn:aws:dynamodb:${EAST}:${ACCOUNT}:table/orders`,
    IamRoleArn,
    IdempotencyToken: 'once',
  });
  const again = data.call<{ BackupJobId: string }>(EAST, 'backup', 'StartBackupJob', {
    BackupVaultName: 'orders',
    ResourceArn: `arn:aws:dynamodb:${EAST}:${ACCOUNT}:table/orders`,
    IamRoleArn,
    IdempotencyToken: 'once',
  });
  expect(again.BackupJobId).toBe(BackupJobId);
  data.pass(6 * HOUR_MS);
  const { RecoveryPointArn } = data.call<{ RecoveryPointArn: string }>(EAST, 'backup', 'DescribeBackupJob', {
    BackupJobId,
  });
  const { CopyJobId } = data.call<{ CopyJobId: string }>(EAST, 'backup', 'StartCopyJob', {
    SourceBackupVaultName: 'orders',
    RecoveryPointArn,
    DestinationBackupVaultArn: `arn:aws:backup:${WEST}:${ACCOUNT}:backup-vault:orders`,
    IamRoleArn,
  });
  data.pass(6 * HOUR_MS);
  expect(data.call(EAST, 'backup', 'DescribeCopyJob', { CopyJobId })).toMatchObject({
    CopyJob: { State: 'COMPLETED' },
  });
  const { RecoveryPoints } = data.call<{ RecoveryPoints: object[] }>(
    WEST,
    'backup',
    'ListRecoveryPointsByBackupVault',
    {
      BackupVaultName: 'orders',
    },
  );
  expect(RecoveryPoints).toMatchObject([{ ResourceType: 'DynamoDB', Status: 'COMPLETED' }]);
});
