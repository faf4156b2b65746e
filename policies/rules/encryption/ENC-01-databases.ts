import { anyOf, must, type Resource, rule, together } from 'evenkeel/policy';
import { isRestricted } from '../../facts/audience.ts';
import { CLUSTER, INSTANCE } from '../../facts/counterparts.ts';
import { usesCustomerKey } from '../../facts/customer-key.ts';

const DOCUMENTS = 'aws:docdb/cluster:Cluster';
const GRAPH = 'aws:neptune/cluster:Cluster';

export const enc01 = rule({
  id: 'ENC-01',
  title: 'Databases are encrypted at rest, restricted data with a key of the customer',
  why: 'A snapshot that is shared by mistake, or a disk that is taken, is readable where it is not encrypted; a key of your own can be taken away from whoever has the copy.',
  remedy:
    'Set `storageEncrypted: true`, and `kmsKeyId` (Neptune: `kmsKeyArn`) for restricted data. A database that is there is encrypted by a restore of an encrypted copy of its snapshot.',
  severity: 'high',
  types: [INSTANCE, CLUSTER, DOCUMENTS, GRAPH],
  reads: ['aws:kms/key:Key'],
  decidedAt: 'deployed',
  cannotSee: [
    'whether a key that is in none of the checkpoints is the customer’s: the verdict is unknown',
    'snapshots and exports that were made before it was encrypted',
  ],
  parameters: {},
  check: together(isEncrypted, hasItsKey),
});

/** What makes a database a copy of another, which decides whether it is encrypted. Source: @pulumi/aws 7.48.0. */
const COPIES = [
  'replicateSourceDb',
  'replicationSourceIdentifier',
  'snapshotIdentifier',
  'restoreToPointInTime',
  'globalClusterIdentifier',
];

function isEncrypted(database: Resource) {
  // of clusters of RDS the default depends on the mode, and on when AWS made it
  const isOpen = database.type === CLUSTER || COPIES.some((path) => database.isGiven(path));
  const found = isOpen ? database.need('storageEncrypted') : database.readOr('storageEncrypted', false);
  return must(found === true, 'is not encrypted', 'storageEncrypted');
}

function hasItsKey(database: Resource) {
  const path = database.type === GRAPH ? 'kmsKeyArn' : 'kmsKeyId';
  const isGood = anyOf(
    () => usesCustomerKey(database, path),
    () => !isRestricted(database),
  );
  return must(isGood, 'holds restricted data and has no key of the customer', path);
}
