import { expect, test } from 'vitest';
import { AwsError } from '../../../src/twin/aws-error.ts';
import type { ServiceName } from '../../../src/twin/call.ts';
import { Dispatcher } from '../../../src/twin/dispatch.ts';
import { backup } from '../../../src/twin/services/backup/index.ts';
import { reactions as backupReactions } from '../../../src/twin/services/backup/reactions.ts';
import { iam } from '../../../src/twin/services/iam/index.ts';
import { kms } from '../../../src/twin/services/kms/index.ts';
import { reactions as kmsReactions } from '../../../src/twin/services/kms/reactions.ts';
import { secretsmanager } from '../../../src/twin/services/secretsmanager/index.ts';
import { reactions as secretReactions } from '../../../src/twin/services/secretsmanager/reactions.ts';
import { sts } from '../../../src/twin/services/sts/index.ts';
import { World } from '../../../src/twin/world.ts';

const DAY = 24 * 3600 * 1000;
const ACCOUNT = '111122223333';

function twin() {
  const world = new World({ seed: '1', account: ACCOUNT, nowMs: 0 });
  for (const register of [kmsReactions, secretReactions, backupReactions]) register(world);
  const dispatcher = new Dispatcher(world, { kms, secretsmanager, iam, sts, backup } as never);
  const call = <T = Record<string, unknown>>(
    service: ServiceName,
    operation: string,
    input: object,
    region = 'us-east-1',
  ) => dispatcher.dispatch({ service, operation, region, input }) as T;
  return { world, call };
}

function refusal(body: () => unknown): [code: string, row: string | undefined] {
  try {
    body();
  } catch (error) {
    if (error instanceof AwsError) return [error.code, error.row];
    throw error;
  }
  throw new Error('it was not refused');
}

test('a key waits out its window, can be called back disabled, and is gone when the window is over', () => {
  const { world, call } = twin();
  const { KeyMetadata } = call<{ KeyMetadata: { KeyId: string } }>('kms', 'CreateKey', {});
  const key = { KeyId: KeyMetadata.KeyId };
  expect(refusal(() => call('kms', 'ScheduleKeyDeletion', { ...key, PendingWindowInDays: 6 }))).toEqual([
    'ValidationException',
    'KMS-01',
  ]);
  call('kms', 'ScheduleKeyDeletion', { ...key, PendingWindowInDays: 7 });
  expect(refusal(() => call('kms', 'ScheduleKeyDeletion', key))).toEqual(['KMSInvalidStateException', 'KMS-02']);
  call('kms', 'CancelKeyDeletion', key);
  expect(call('kms', 'DescribeKey', key)).toMatchObject({ KeyMetadata: { KeyState: 'Disabled' } });
  call('kms', 'EnableKey', key);
  call('kms', 'ScheduleKeyDeletion', { ...key, PendingWindowInDays: 7 });
  world.advanceTo(7 * DAY - 1);
  expect(call('kms', 'DescribeKey', key)).toMatchObject({ KeyMetadata: { KeyState: 'PendingDeletion' } });
  world.advanceTo(7 * DAY);
  expect(refusal(() => call('kms', 'DescribeKey', key))[0]).toBe('NotFoundException');
});

test('a secret is read from its replica and changed only at its primary', () => {
  const { call } = twin();
  const { ARN } = call<{ ARN: string }>('secretsmanager', 'CreateSecret', {
    Name: 'db',
    SecretString: 'one',
    AddReplicaRegions: [{ Region: 'us-west-2' }],
  });
  const west = ARN.replace('us-east-1', 'us-west-2');
  expect(call('secretsmanager', 'GetSecretValue', { SecretId: west }, 'us-west-2')).toMatchObject({
    SecretString: 'one',
    ARN: west,
  });
  expect(
    refusal(() => call('secretsmanager', 'PutSecretValue', { SecretId: west, SecretString: 'x' }, 'us-west-2'))[0],
  ).toBe('InvalidRequestException');
  expect(refusal(() => call('secretsmanager', 'DeleteSecret', { SecretId: ARN }))).toEqual([
    'InvalidRequestException',
    'SEC-01',
  ]);
  const token = { SecretId: ARN, ClientRequestToken: 't'.repeat(32) };
  call('secretsmanager', 'PutSecretValue', { ...token, SecretString: 'two' });
  call('secretsmanager', 'PutSecretValue', { ...token, SecretString: 'two' });
  expect(refusal(() => call('secretsmanager', 'PutSecretValue', { ...token, SecretString: 'three' }))).toEqual([
    'ResourceExistsException',
    'SEC-03',
  ]);
  expect(call('secretsmanager', 'GetSecretValue', { SecretId: ARN, VersionStage: 'AWSPREVIOUS' })).toMatchObject({
    SecretString: 'one',
  });
  call('secretsmanager', 'RemoveRegionsFromReplication', { SecretId: ARN, RemoveReplicaRegions: ['us-west-2'] });
  expect(
    refusal(() =>
      call('secretsmanager', 'DeleteSecret', {
        SecretId: ARN,
        RecoveryWindowInDays: 7,
        ForceDeleteWithoutRecovery: true,
      }),
    ),
  ).toEqual(['InvalidParameterException', 'SEC-04']);
  call('secretsmanager', 'DeleteSecret', { SecretId: ARN, RecoveryWindowInDays: 7 });
  expect(refusal(() => call('secretsmanager', 'GetSecretValue', { SecretId: ARN }))).toEqual([
    'InvalidRequestException',
    'SEC-02',
  ]);
});

test('a random password keeps the rules of its request and differs from call to call', () => {
  const { call } = twin();
  const request = { PasswordLength: 40, ExcludePunctuation: true, ExcludeCharacters: 'abc0' };
  const one = call<{ RandomPassword: string }>('secretsmanager', 'GetRandomPassword', request).RandomPassword;
  const two = call<{ RandomPassword: string }>('secretsmanager', 'GetRandomPassword', request).RandomPassword;
  expect(one).toMatch(/^[A-Zd-z1-9]{40}$/);
  expect(two).toMatch(/^[A-Zd-z1-9]{40}$/);
  expect(two).not.toBe(one);
});

test('a role goes only when nothing hangs on it, and sessions keep their limits', () => {
  const { call } = twin();
  const { Role } = call<{ Role: { Arn: string } }>('iam', 'CreateRole', {
    RoleName: 'r',
    AssumeRolePolicyDocument: '{}',
  });
  call('iam', 'AttachRolePolicy', { RoleName: 'r', PolicyArn: 'arn:aws:iam::aws:policy/x' });
  expect(refusal(() => call('iam', 'DeleteRole', { RoleName: 'r' }))).toEqual(['DeleteConflict', 'IAM-08']);
  const session = { RoleArn: Role.Arn, RoleSessionName: 's' };
  expect(refusal(() => call('sts', 'AssumeRole', { ...session, Policy: 'x'.repeat(2049) }))).toEqual([
    'PackedPolicyTooLarge',
    'IAM-05',
  ]);
  const { Credentials } = call<{ Credentials: { AccessKeyId: string } }>('sts', 'AssumeRole', session);
  expect(Credentials.AccessKeyId).toMatch(/^TWIN[0-9A-F]{16}$/);
  call('iam', 'DetachRolePolicy', { RoleName: 'r', PolicyArn: 'arn:aws:iam::aws:policy/x' });
  call('iam', 'DeleteRole', { RoleName: 'r' });
  expect(refusal(() => call('iam', 'GetRole', { RoleName: 'r' }))[0]).toBe('NoSuchEntity');
});

test('a job leaves a recovery point, once for a token; a lock keeps it; a short retention fails the job, not the call', () => {
  const { world, call } = twin();
  call('backup', 'CreateBackupVault', { BackupVaultName: 'v' });
  const job = {
    BackupVaultName: 'v',
    ResourceArn: 'arn:aws:dynamodb:us-east-1:1:table/t',
    IamRoleArn: 'arn:r',
    IdempotencyToken: 't',
  };
  expect(refusal(() => call('backup', 'StartBackupJob', { ...job, StartWindowMinutes: 59 }))).toEqual([
    'InvalidParameterValueException',
    'BKP-15',
  ]);
  const first = call<{ BackupJobId: string }>('backup', 'StartBackupJob', job);
  expect(call<{ BackupJobId: string }>('backup', 'StartBackupJob', job).BackupJobId).toBe(first.BackupJobId);
  world.advanceTo(DAY);
  const done = call<{ State: string; RecoveryPointArn: string }>('backup', 'DescribeBackupJob', {
    BackupJobId: first.BackupJobId,
  });
  expect(done.State).toBe('COMPLETED');
  expect(refusal(() => call('backup', 'DeleteBackupVault', { BackupVaultName: 'v' }))).toEqual([
    'InvalidRequestException',
    'BKP-05',
  ]);
  expect(
    refusal(() => call('backup', 'PutBackupVaultLockConfiguration', { BackupVaultName: 'v', ChangeableForDays: 2 })),
  ).toEqual(['InvalidParameterValueException', 'BKP-03']);
  call('backup', 'PutBackupVaultLockConfiguration', {
    BackupVaultName: 'v',
    MinRetentionDays: 30,
    ChangeableForDays: 3,
  });
  const point = { BackupVaultName: 'v', RecoveryPointArn: done.RecoveryPointArn };
  expect(refusal(() => call('backup', 'DeleteRecoveryPoint', point))).toEqual(['InvalidRequestException', 'BKP-01']);
  const short = call<{ BackupJobId: string }>('backup', 'StartBackupJob', {
    ...job,
    IdempotencyToken: 'u',
    Lifecycle: { DeleteAfterDays: 7 },
  });
  world.advanceTo(5 * DAY);
  expect(call<{ State: string }>('backup', 'DescribeBackupJob', { BackupJobId: short.BackupJobId }).State).toBe(
    'FAILED',
  );
  expect(refusal(() => call('backup', 'DeleteBackupVaultLockConfiguration', { BackupVaultName: 'v' }))).toEqual([
    'InvalidRequestException',
    'BKP-02',
  ]);
});
