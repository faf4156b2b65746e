import * as parts from '../../cases/backup/parts.ts';
import type { Add, Added, Given } from '../../cases/build.ts';
import type { Chance } from '../build.ts';
import { each, tagsOf } from './draws.ts';

/** Buckets with what is said of them inside and beside them, and where they replicate to. */
export function buckets(add: Add, chance: Chance): Added[] {
  const all = each(chance, 'bucket', (name) => bucket(add, chance, name));
  for (const [index, one] of all.entries()) companionsOf(add, chance, `bucket-${index}`, one);
  const [first] = all;
  if (first !== undefined && chance.is('copies')) {
    const far = chance.is('copies far', 0.7) ? { region: 'us-west-2' } : {};
    parts.bucket(add, 'copies', { tags: tagsOf(chance, 'copies'), ...far });
  }
  return all;
}

function bucket(add: Add, chance: Chance, name: string): Added {
  const status = chance.oneOf(`${name} rule`, ['Enabled', 'Disabled']);
  const inline: Record<string, Given | undefined> = {
    versioning: chance.is(`${name} versions`, 0.3) ? { enabled: chance.is(`${name} versioned`, 0.7) } : undefined,
    lifecycleRules: chance.is(`${name} inline`, 0.2)
      ? [{ enabled: chance.is(`${name} on`), noncurrentVersionExpiration: { days: 30 } }]
      : undefined,
    replicationConfiguration: chance.is(`${name} out`, 0.2)
      ? { role: 'replication', rules: [{ status, destination: { bucket: 'arn:aws:s3:::copies' } }] }
      : undefined,
  };
  const options = { protect: chance.is(`${name} kept`) };
  return parts.bucket(add, name, { tags: tagsOf(chance, name), ...inline }, options);
}

/** What stands beside a bucket: of each kind none, one or two. */
function companionsOf(add: Add, chance: Chance, name: string, one: Added): void {
  const some = (kind: string, type: string, given: (of: string) => Record<string, Given | undefined>) => {
    const count = chance.oneOf(`${name} ${kind}`, [0, 1, 1, 2]);
    for (let index = 0; index < count; index++)
      add(type, `${name}-${kind}-${index}`, { bucket: one.ref('id'), ...given(`${name} ${kind} ${index}`) });
  };
  some('versioning', 'aws:s3/bucketVersioning:BucketVersioning', (of) => ({
    versioningConfiguration: { status: chance.oneOf(`${of} status`, ['Enabled', 'Enabled', 'Suspended']) },
  }));
  some('lifecycle', 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration', (of) => ({
    rules: [
      {
        id: 'old',
        status: chance.oneOf(`${of} status`, ['Enabled', 'Enabled', 'Disabled']),
        ...(chance.is(`${of} expires`, 0.7)
          ? { noncurrentVersionExpiration: { noncurrentDays: chance.oneOf(`${of} days`, [7, 30, 3650]) } }
          : { expiration: { days: 30 } }),
      },
    ],
  }));
  some('replication', 'aws:s3/bucketReplicationConfig:BucketReplicationConfig', (of) => ({
    role: 'replication',
    rules: [
      {
        status: chance.oneOf(`${of} status`, ['Enabled', 'Enabled', 'Disabled']),
        destination: { bucket: chance.oneOf(`${of} to`, ['arn:aws:s3:::copies', 'arn:aws:s3:::of-somebody']) },
      },
    ],
  }));
  some('lock', 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration', (of) => ({
    objectLockEnabled: 'Enabled',
    ...(chance.is(`${of} retention`) && { rule: { defaultRetention: { mode: 'COMPLIANCE', days: 30 } } }),
  }));
  if (chance.is(`${name} trail`)) add('aws:cloudtrail/trail:Trail', `${name}-trail`, { s3BucketName: one.ref('id') });
  if (chance.is(`${name} logs`, 0.2))
    add('aws:s3/bucketLogging:BucketLogging', `${name}-logs`, { bucket: 'web', targetBucket: one.ref('id') });
}
