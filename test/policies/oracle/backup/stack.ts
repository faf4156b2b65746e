import * as parts from '../../cases/backup/parts.ts';
import { type Add, type Added, type CaseStack, stackOf } from '../../cases/build.ts';
import type { Chance } from '../build.ts';
import { each, tagsOf } from './draws.ts';
import { buckets } from './stack-buckets.ts';
import { addPlans } from './stack-plans.ts';

/** A random stack of things that hold data, in good and bad forms, with none, one and two companions. */
export function backupStack(chance: Chance, name: string): CaseStack {
  return stackOf({ name, region: 'us-east-1' }, (add) => {
    const made = [...databases(add, chance), ...stores(add, chance), ...files(add, chance), ...buckets(add, chance)];
    if (chance.is('key'))
      add('aws:kms/key:Key', 'key', { tags: tagsOf(chance, 'key') }, { protect: chance.is('key kept') });
    addPlans(add, chance, made);
  });
}

function databases(add: Add, chance: Chance): Added[] {
  const given = (name: string) => ({
    tags: tagsOf(chance, name),
    backupRetentionPeriod: chance.oneOf(`${name} days`, [0, 6, 7, 34, 35]),
    deletionProtection: chance.oneOf(`${name} deletion`, [true, true, false, undefined]),
    skipFinalSnapshot: chance.oneOf(`${name} skip`, [false, false, true, undefined]),
    finalSnapshotIdentifier: chance.oneOf(`${name} last`, [`${name}-last`, `${name}-last`, undefined]),
    deleteAutomatedBackups: chance.oneOf(`${name} backups`, [false, false, true, undefined]),
  });
  const options = (name: string) => ({ protect: chance.is(`${name} kept`) });
  const own = each(chance, 'db', (name) => parts.database(add, name, given(name), options(name)));
  own.forEach((one, index) => {
    const sourceDbInstanceArn = one.ref('arn');
    if (chance.is(`replicated ${index}`))
      add(REPLICATED, `backups-${index}`, { sourceDbInstanceArn, region: 'us-west-2' });
    if (!chance.is(`replica ${index}`, 0.3)) return;
    parts.database(add, `replica-${index}`, { ...given(`replica-${index}`), replicateSourceDb: one.ref('arn') });
  });
  const clusters = each(chance, 'cluster', (name) =>
    parts.cluster(add, name, { engine: 'aurora-mysql', ...given(name) }),
  );
  return [...own, ...clusters];
}

const REPLICATED = 'aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication';

function stores(add: Add, chance: Chance): Added[] {
  for (const [type, name] of [
    ['aws:docdb/cluster:Cluster', 'documents'],
    ['aws:neptune/cluster:Cluster', 'relations'],
  ] as const) {
    const deletionProtection = chance.oneOf(`${name} deletion`, [true, false, undefined]);
    const environment = chance.oneOf(`${name} environment`, ['prod', 'dev']);
    if (chance.is(name, 0.3)) add(type, name, { deletionProtection, tags: { environment } });
  }
  const days = (name: string) => chance.oneOf(`${name} days`, [0, 35, undefined]);
  if (chance.is('cache', 0.3))
    add('aws:elasticache/replicationGroup:ReplicationGroup', 'cache', { snapshotRetentionLimit: days('cache') });
  if (chance.is('sales', 0.3))
    add('aws:redshift/cluster:Cluster', 'sales', {
      clusterIdentifier: 'sales',
      automatedSnapshotRetentionPeriod: chance.oneOf('sales days', [0, 35]),
    });
  const volumes = each(chance, 'volume', (name) => parts.volume(add, name, { tags: tagsOf(chance, name) }));
  const tables = each(chance, 'table', (name) => {
    const enabled = chance.oneOf(`${name} pitr`, [true, false, undefined]);
    const given = {
      tags: tagsOf(chance, name),
      deletionProtectionEnabled: chance.oneOf(`${name} deletion`, [true, false, undefined]),
      ...(enabled !== undefined && { pointInTimeRecovery: { enabled } }),
    };
    return parts.table(add, name, given, { protect: chance.is(`${name} kept`) });
  });
  return [...volumes, ...tables];
}

function files(add: Add, chance: Chance): Added[] {
  return each(chance, 'files', (name) => {
    const one = parts.fileSystem(add, name, { tags: tagsOf(chance, name) }, { protect: chance.is(`${name} kept`) });
    const status = chance.oneOf(`${name} status`, ['ENABLED', 'ENABLED', 'DISABLED']);
    for (let index = 0; index < chance.oneOf(`${name} policies`, [0, 1, 1, 2]); index++)
      add('aws:efs/backupPolicy:BackupPolicy', `${name}-${index}`, {
        fileSystemId: one.ref('id'),
        backupPolicy: { status },
      });
    if (chance.is(`${name} replicated`))
      add('aws:efs/replicationConfiguration:ReplicationConfiguration', `${name}-copy`, {
        sourceFileSystemId: one.ref('id'),
        destination: { region: 'us-west-2' },
      });
    return one;
  });
}
