import { expect } from 'vitest';
import { HOUR_MS } from '../../../src/lib/clock.ts';
import { acceptsWrites } from '../../../src/twin/services/rds/index.ts';
import { ACCOUNT, cluster, DataWorld, EAST, IRELAND, WEST } from '../../support/data-services.ts';
import { RefusalTests } from '../../support/refusal-rows.ts';
import { coverage } from './keys-and-secrets.ts';

const rows = new RefusalTests(['KMS', 'SEC'], coverage);
const DAY_MS = 24 * HOUR_MS;

function withKey(): { data: DataWorld; key: { KeyId: string } } {
  const data = new DataWorld();
  const { KeyMetadata } = data.call<{ KeyMetadata: { Arn: string } }>(EAST, 'kms', 'CreateKey', {});
  return { data, key: { KeyId: KeyMetadata.Arn } };
}

function withKeyIn(data: DataWorld): { KeyId: string } {
  return {
    KeyId: data.call<{ KeyMetadata: { Arn: string } }>(EAST, 'kms', 'CreateKey', { Description: 'another' }).KeyMetadata
      .Arn,
  };
}

/** A multi-Region key with a replica that can be used. */
function withReplica(): { data: DataWorld; primary: { KeyId: string }; replica: { KeyId: string } } {
  const data = new DataWorld();
  const { KeyMetadata } = data.call<{ KeyMetadata: { Arn: string } }>(EAST, 'kms', 'CreateKey', { MultiRegion: true });
  const primary = { KeyId: KeyMetadata.Arn };
  data.call(EAST, 'kms', 'ReplicateKey', { ...primary, ReplicaRegion: WEST });
  data.pass(10 * 60_000);
  return { data, primary, replica: { KeyId: KeyMetadata.Arn.replace(EAST, WEST) } };
}

function stateOf(data: DataWorld, key: object) {
  return data.call<{ KeyMetadata: { KeyState: string; DeletionDate?: Date; Arn?: string } }>(
    EAST,
    'kms',
    'DescribeKey',
    key,
  ).KeyMetadata;
}

for (const days of [6, 31]) {
  rows.refuses('KMS-01', 'ValidationException', 'M', () => {
    const { data, key } = withKey();
    data.call(EAST, 'kms', 'ScheduleKeyDeletion', { ...key, PendingWindowInDays: days });
  });
}
rows.refuses('KMS-02', 'KMSInvalidStateException', 'V', () => {
  const { data, key } = withKey();
  data.call(EAST, 'kms', 'ScheduleKeyDeletion', { ...key, PendingWindowInDays: 7 });
  const first = stateOf(data, key).DeletionDate;
  try {
    data.call(EAST, 'kms', 'ScheduleKeyDeletion', { ...key, PendingWindowInDays: 30 });
  } finally {
    expect(stateOf(data, key).DeletionDate).toEqual(first);
  }
});
rows.shows('KMS-05', () => {
  const { data, key } = withKey();
  data.call(EAST, 'kms', 'ScheduleKeyDeletion', { ...key, PendingWindowInDays: 7 });
  expect(stateOf(data, key).KeyState).toBe('PendingDeletion');
  data.call(EAST, 'kms', 'CancelKeyDeletion', key);
  expect(stateOf(data, key).KeyState).toBe('Disabled');
  data.pass(8 * DAY_MS);
  expect(stateOf(data, key).KeyState).toBe('Disabled');
});
rows.shows('KMS-04', () => {
  const { data, primary, replica } = withReplica();
  data.call(EAST, 'kms', 'ScheduleKeyDeletion', { ...primary, PendingWindowInDays: 7 });
  data.pass(30 * DAY_MS);
  expect(stateOf(data, primary)).toMatchObject({ KeyState: 'PendingReplicaDeletion', PendingDeletionWindowInDays: 7 });
  expect(stateOf(data, primary).DeletionDate).toBeUndefined();
  data.call(WEST, 'kms', 'ScheduleKeyDeletion', { ...replica, PendingWindowInDays: 10 });
  data.pass(10 * DAY_MS);
  // the replica is gone: only now does the primary's own clock run
  expect(stateOf(data, primary)).toMatchObject({ KeyState: 'PendingDeletion' });
  expect(stateOf(data, primary).DeletionDate).toEqual(new Date(data.world.nowMs + 7 * DAY_MS));
  data.pass(7 * DAY_MS);
  expect(data.refusal(() => stateOf(data, primary)).code).toBe('NotFoundException');
});
rows.refuses('KMS-06', 'AlreadyExistsException', 'V', () => {
  const { data, primary } = withReplica();
  data.call(EAST, 'kms', 'ReplicateKey', { ...primary, ReplicaRegion: WEST });
});
rows.refuses('KMS-07', 'UnsupportedOperationException', 'V', () => {
  const { data, key } = withKey();
  data.call(EAST, 'kms', 'ReplicateKey', { ...key, ReplicaRegion: WEST });
});
rows.refuses('KMS-07', 'UnsupportedOperationException', 'V', () => {
  const { data, replica } = withReplica();
  data.call(WEST, 'kms', 'ReplicateKey', { ...replica, ReplicaRegion: IRELAND });
});
rows.shows('KMS-12', () => {
  const { data, primary, replica } = withReplica();
  data.call(EAST, 'kms', 'TagResource', { ...primary, Tags: [{ TagKey: 'a', TagValue: 'b' }] });
  data.call(EAST, 'kms', 'CreateAlias', { AliasName: 'alias/orders', TargetKeyId: primary.KeyId });
  expect(data.call(WEST, 'kms', 'ListResourceTags', replica)).toMatchObject({ Tags: [] });
  expect(data.call(WEST, 'kms', 'ListAliases', replica)).toMatchObject({ Aliases: [] });
  expect(stateOf(data, { KeyId: 'alias/orders' })).toMatchObject({ Arn: primary.KeyId });
  data.call(EAST, 'kms', 'UpdateAlias', { AliasName: 'alias/orders', TargetKeyId: withKeyIn(data).KeyId });
  expect(stateOf(data, { KeyId: 'alias/orders' })).not.toMatchObject({ Arn: primary.KeyId });
});
rows.shows('KMS-11', () => {
  const { data, key } = withKey();
  data.rds(EAST, 'CreateDBCluster', {
    ...cluster('alone'),
    KmsKeyId: key.KeyId,
    MasterUsername: 'app',
    MasterUserPassword: 'planted-secret-7',
  });
  data.settle();
  data.instance(EAST, 'alone', 1);
  data.call(EAST, 'kms', 'DisableKey', key);
  data.pass(DAY_MS);
  expect(acceptsWrites(data.world, `arn:aws:rds:${EAST}:${ACCOUNT}:cluster:alone`)).toBe(true);
  const refusal = data.refusal(() =>
    data.rds(EAST, 'CreateDBCluster', {
      ...cluster('another'),
      KmsKeyId: key.KeyId,
      MasterUsername: 'app',
      MasterUserPassword: 'planted-secret-8',
    }),
  );
  expect(refusal.code).toBe('KMSKeyNotAccessibleFault');
});

const SECRET = { SecretId: 'orders/db' };

/** A secret at one site with a copy at the other. */
function withSecret(copied = true): DataWorld {
  const data = new DataWorld();
  data.call(EAST, 'secretsmanager', 'CreateSecret', {
    Name: 'orders/db',
    SecretString: 'first',
    ClientRequestToken: '00000000-0000-4000-8000-000000000001',
    ...(copied && { AddReplicaRegions: [{ Region: WEST }] }),
  });
  return data;
}

function valueIn(data: DataWorld, region: string): string {
  return data.call<{ SecretString: string }>(region, 'secretsmanager', 'GetSecretValue', SECRET).SecretString;
}

rows.refuses('SEC-01', 'InvalidRequestException', 'V', () => {
  withSecret().call(EAST, 'secretsmanager', 'DeleteSecret', SECRET);
});
rows.shows('SEC-01', () => {
  const data = withSecret();
  data.call(EAST, 'secretsmanager', 'RemoveRegionsFromReplication', { ...SECRET, RemoveReplicaRegions: [WEST] });
  data.call(EAST, 'secretsmanager', 'DeleteSecret', SECRET);
});
rows.refuses('SEC-02', 'InvalidRequestException', 'V', () => {
  const data = withSecret(false);
  data.call(EAST, 'secretsmanager', 'DeleteSecret', { ...SECRET, RecoveryWindowInDays: 7 });
  valueIn(data, EAST);
});
rows.refuses('SEC-03', 'ResourceExistsException', 'V', () => {
  withSecret().call(EAST, 'secretsmanager', 'PutSecretValue', {
    ...SECRET,
    SecretString: 'second',
    ClientRequestToken: '00000000-0000-4000-8000-000000000001',
  });
});
rows.refuses('SEC-04', 'InvalidParameterException', 'V', () => {
  withSecret(false).call(EAST, 'secretsmanager', 'DeleteSecret', {
    ...SECRET,
    RecoveryWindowInDays: 7,
    ForceDeleteWithoutRecovery: true,
  });
});
rows.shows('SEC-05', () => {
  const data = withSecret(false);
  data.call(WEST, 'secretsmanager', 'CreateSecret', { Name: 'orders/db', SecretString: 'another' });
  const { ReplicationStatus } = data.call<{ ReplicationStatus: { Region: string; Status: string }[] }>(
    EAST,
    'secretsmanager',
    'ReplicateSecretToRegions',
    { ...SECRET, AddReplicaRegions: [{ Region: WEST }] },
  );
  expect(ReplicationStatus).toMatchObject([{ Region: WEST, Status: 'Failed' }]);
  expect([valueIn(data, EAST), valueIn(data, WEST)]).toEqual(['first', 'another']);
});

rows.complete();
