import type { KeyMetadata } from '@aws-sdk/client-kms';
import { AwsError } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import type { World } from '../../world.ts';
import { type KeyRecord, keyOf, keys, replicasOf } from './records.ts';

/** The key that an id, an ARN or an alias names in the caller's region. Throws NotFoundException. */
export function findKey(call: Call, id: string | undefined): KeyRecord {
  const key = keyOf(call.world, call.region, id ?? '');
  if (!key) throw new AwsError('NotFoundException', `there is no key ${id} in ${call.region}`);
  return key;
}

/** A key that is there and not on its way out. */
export function usable(call: Call, id: string | undefined, row?: string): KeyRecord {
  const key = findKey(call, id);
  if (key.state !== 'Enabled' && key.state !== 'Disabled') throw invalidState(key, row);
  return key;
}

export function enabled(call: Call, id: string | undefined): KeyRecord {
  const key = usable(call, id);
  if (key.state === 'Disabled') throw new AwsError('DisabledException', `${key.arn} is disabled`);
  return key;
}

export function invalidState(key: KeyRecord, row: string | undefined): AwsError {
  return new AwsError('KMSInvalidStateException', `${key.arn} is ${key.state}`, row === undefined ? {} : { row });
}

export function put(call: Call, key: KeyRecord): KeyRecord {
  keys(call.world).put(`${key.region}/${key.id}`, key);
  return key;
}

/** A key as DescribeKey tells it. */
export function metadata(world: World, key: KeyRecord): KeyMetadata {
  return {
    AWSAccountId: key.arn.split(':')[4],
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: new Date(key.createdMs),
    Enabled: key.state === 'Enabled',
    Description: key.description,
    KeyUsage: key.keyUsage as NonNullable<KeyMetadata['KeyUsage']>,
    KeyState: key.state,
    ...(key.deletionMs !== undefined && { DeletionDate: new Date(key.deletionMs) }),
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    CustomerMasterKeySpec: key.keySpec as NonNullable<KeyMetadata['CustomerMasterKeySpec']>,
    KeySpec: key.keySpec as NonNullable<KeyMetadata['KeySpec']>,
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: key.multiRegion,
    ...(key.waitingDays !== undefined && { PendingDeletionWindowInDays: key.waitingDays }),
    ...(key.multiRegion && { MultiRegionConfiguration: regionsOf(world, key) }),
  };
}

function regionsOf(world: World, key: KeyRecord): NonNullable<KeyMetadata['MultiRegionConfiguration']> {
  const primary = key.primaryRegion === undefined ? key : keys(world).get(`${key.primaryRegion}/${key.id}`);
  return {
    MultiRegionKeyType: key.primaryRegion === undefined ? 'PRIMARY' : 'REPLICA',
    PrimaryKey: { Arn: primary?.arn, Region: primary?.region },
    ReplicaKeys: replicasOf(world, key).map(({ arn, region }) => ({ Arn: arn, Region: region })),
  };
}
