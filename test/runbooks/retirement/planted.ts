import { draw } from '../../../src/lib/chance.ts';
import type { Subject } from '../../../src/runner/runbook.ts';
import type { ServiceName } from '../../../src/twin/call.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import type { World } from '../../../src/twin/world.ts';

/** How a thing that no stack holds can be seen to belong to a system: by its tags, by a describe of what it was made from, or not at all. */
export type Visibility = 'tag' | 'describe' | 'none';

/** Something made outside the stacks: left over from the system (`orphan`), or somebody else's that must not be touched. */
export interface Planted {
  readonly what: string;
  readonly role: 'orphan' | 'bystander';
  readonly visibility: Visibility;
  /** A part of its ARN or name by which a report names it. */
  readonly id: string;
  /** Records of the world that it consists of, `table key`. */
  readonly records: readonly string[];
}

interface Ground {
  readonly twin: Twin;
  readonly subject: Subject;
  readonly region: string;
  readonly name: string;
}

/** Puts some of each into a world, as drawn from a seed. Answers what was put there. */
export function plant(twin: Twin, subject: Subject, seed: number): Planted[] {
  const planted: Planted[] = [];
  for (const { region } of subject.topology.sites) {
    for (const [what, kind] of Object.entries(KINDS)) {
      if (draw(seed, `${region}/${what}`, 'planted') >= 0.4) continue;
      const name = `${what}-${Math.floor(draw(seed, `${region}/${what}`, 'name') * 9000 + 1000)}`;
      const before = recordsOf(twin.world);
      const id = kind.make({ twin, subject, region, name });
      twin.world.complete('arn:');
      const records = [...recordsOf(twin.world).keys()].filter((key) => !before.has(key));
      planted.push({ what, role: kind.role, visibility: kind.visibility, id, records });
    }
  }
  return planted;
}

/** What a world holds of AWS resources, by table and key: no times, samples, histories, or numbers that ids are told apart by. */
export function recordsOf(world: World): Map<string, string> {
  return new Map(
    world
      .dump()
      .records.filter(({ table }) => !BOOKS.test(table))
      .filter(({ record }) => (record as { state?: string }).state !== 'terminated')
      .map(({ table, key, record }) => [`${table} ${key}`, JSON.stringify(record)]),
  );
}

const BOOKS =
  /^(traffic|world|fault|tagging|provider)\.|^fault$|^cloudwatch\.(datapoint|metric)|^rds\.(event|volume|stream|rejoin)|^autoscaling\.activity|^route53\.(change|caller-reference|served)|^backup\.job|^acm\.token|^ec2\.(client-token|token-bucket|quota|vpc-member|address-in-use|launch-template-name)|^sts\./;

type Make = (ground: Ground) => string;
interface Kind {
  readonly role: Planted['role'];
  readonly visibility: Visibility;
  readonly make: Make;
}

const orphan = (visibility: Visibility, make: Make): Kind => ({ role: 'orphan', visibility, make });
const bystander = (make: Make): Kind => ({ role: 'bystander', visibility: 'none', make });

const KINDS: Readonly<Record<string, Kind>> = {
  'tagged-vpc': orphan('tag', (ground) => vpc(ground, ownTags(ground))),
  'tagged-alarm': orphan('tag', (ground) => alarm(ground, ownTags(ground))),
  'tagged-vault': orphan('tag', (ground) => vault(ground, ownTags(ground))),
  'tagged-key': orphan('tag', (ground) => key(ground, ownTags(ground))),
  'tagged-table': orphan('tag', (ground) => table(ground, ownTags(ground))),
  'tagged-secret': orphan('tag', (ground) => secret(ground, ownTags(ground))),
  'tagged-snapshot': orphan('tag', (ground) => snapshot(ground, clusterOf(ground), ownTags(ground))),
  'bare-snapshot': orphan('describe', (ground) => snapshot(ground, clusterOf(ground), {})),
  'bare-alarm': orphan('none', (ground) => alarm(ground, {})),
  'bare-role': orphan('none', (ground) => role(ground)),
  'billing-vpc': bystander((ground) => vpc(ground, { ...ownTags(ground), 'evenkeel:system': 'billing' })),
  'other-environment': bystander((ground) => table(ground, { ...ownTags(ground), 'evenkeel:environment': 'test' })),
  'similar-name': bystander((ground) =>
    table({ ...ground, name: `${ground.subject.system.system}-${ground.name}` }, {}),
  ),
  'untagged-secret': bystander((ground) => secret(ground, {})),
  'untagged-key': bystander((ground) => key(ground, {})),
  'other-cluster': bystander((ground) => snapshot(ground, cluster(ground), {})),
  'other-role': bystander((ground) => role({ ...ground, name: `${ground.subject.system.system}-${ground.name}` })),
};

/** What protects a system against its end, beyond what its stacks say. */
export interface Protections {
  /** Sites whose vault holds points of the cluster. */
  readonly points: readonly string[];
  /** A vault is locked for ever: AWS deletes nothing in it before its time. */
  readonly locked?: string;
  /** A legal hold of AWS Backup lies on the points of a vault. */
  readonly held?: string;
}

/** Makes some of them, as drawn from a seed. */
export function protect(twin: Twin, subject: Subject, seed: number): Protections {
  const points: string[] = [];
  let locked: string | undefined;
  let held: string | undefined;
  for (const {
    site,
    region,
    cluster: { arn },
    vault: own,
  } of subject.topology.sites) {
    const ground = { twin, subject, region, name: site };
    const chance = (what: string) => draw(seed, site, what);
    if (own === undefined || chance('points') >= 0.5) continue;
    points.push(site);
    const BackupVaultName = own.name;
    // as long as the lock of the vault asks for at least
    const Lifecycle = { DeleteAfterDays: Math.max(35, subject.system.backup.retentionDays) };
    const IamRoleArn = subject.inventory?.backupRoles[region];
    call(ground, 'backup', 'StartBackupJob', { BackupVaultName, ResourceArn: arn, IamRoleArn, Lifecycle });
    twin.world.complete('arn:');
    if (chance('held') < 0.15) {
      const RecoveryPointSelection = { VaultNames: [BackupVaultName] };
      call(ground, 'backup', 'CreateLegalHold', { Title: site, Description: 'a case', RecoveryPointSelection });
      held = site;
    } else if (chance('locked') < 0.3) {
      call(ground, 'backup', 'PutBackupVaultLockConfiguration', {
        BackupVaultName,
        MinRetentionDays: 7,
        ChangeableForDays: 3,
      });
      locked = site;
    }
  }
  return { points, ...(locked !== undefined && { locked }), ...(held !== undefined && { held }) };
}

function call<T>({ twin, region }: Ground, service: ServiceName, operation: string, input: object): T {
  return twin.dispatcher.dispatch({ service, operation, region, input }) as T;
}

type Tags = Readonly<Record<string, string>>;

function ownTags({ subject }: Ground): Tags {
  return { 'evenkeel:system': subject.system.system, 'evenkeel:environment': subject.environment };
}

function listed<K extends string, V extends string>(tags: Tags, key_: K, value: V) {
  return Object.entries(tags).map(([Key, Value]) => ({ [key_]: Key, [value]: Value }));
}

function clusterOf({ subject, region }: Ground): string {
  const site = subject.topology.sites.find((each) => each.region === region);
  if (!site) throw new Error(`broken invariant: a site is in ${region}`);
  return site.cluster.id;
}

function vpc(ground: Ground, tags: Tags): string {
  const TagSpecifications = [{ ResourceType: 'vpc', Tags: listed(tags, 'Key', 'Value') }];
  const { Vpc } = call<{ Vpc: { VpcId: string } }>(ground, 'ec2', 'CreateVpc', {
    CidrBlock: '172.16.0.0/16',
    TagSpecifications,
  });
  return Vpc.VpcId;
}

function alarm(ground: Ground, tags: Tags): string {
  call(ground, 'cloudwatch', 'PutMetricAlarm', {
    AlarmName: ground.name,
    Namespace: 'app',
    MetricName: 'm',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    Tags: listed(tags, 'Key', 'Value'),
  });
  return `alarm:${ground.name}`;
}

function vault(ground: Ground, tags: Tags): string {
  call(ground, 'backup', 'CreateBackupVault', { BackupVaultName: ground.name, BackupVaultTags: tags });
  return `backup-vault:${ground.name}`;
}

function key(ground: Ground, tags: Tags): string {
  const { KeyMetadata } = call<{ KeyMetadata: { KeyId: string } }>(ground, 'kms', 'CreateKey', {
    Description: ground.name,
    Tags: listed(tags, 'TagKey', 'TagValue'),
  });
  return KeyMetadata.KeyId;
}

function table(ground: Ground, tags: Tags): string {
  call(ground, 'dynamodb', 'CreateTable', {
    TableName: ground.name,
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
    Tags: listed(tags, 'Key', 'Value'),
  });
  return `table/${ground.name}`;
}

function secret(ground: Ground, tags: Tags): string {
  call(ground, 'secretsmanager', 'CreateSecret', {
    Name: ground.name,
    SecretString: 'planted',
    Tags: listed(tags, 'Key', 'Value'),
  });
  return `secret:${ground.name}`;
}

function snapshot(ground: Ground, DBClusterIdentifier: string, tags: Tags): string {
  call(ground, 'rds', 'CreateDBClusterSnapshot', {
    DBClusterIdentifier,
    DBClusterSnapshotIdentifier: ground.name,
    Tags: listed(tags, 'Key', 'Value'),
  });
  ground.twin.world.complete('arn:');
  const ResourceName = `arn:aws:rds:${ground.region}:${ground.twin.world.account}:cluster-snapshot:${ground.name}`;
  // tags that its cluster has copied to it would show what is to be seen by a describe only
  const { TagList } = call<{ TagList: { Key: string }[] }>(ground, 'rds', 'ListTagsForResource', { ResourceName });
  const TagKeys = TagList.map(({ Key }) => Key).filter((each) => !(each in tags));
  call(ground, 'rds', 'RemoveTagsFromResource', { ResourceName, TagKeys });
  return `cluster-snapshot:${ground.name}`;
}

/** Another system's cluster, of a similar name, in the same subnets. */
function cluster(ground: Ground): string {
  const DBClusterIdentifier = `${clusterOf(ground)}-${ground.name}`;
  const { DBClusters } = call<{ DBClusters: { EngineVersion: string }[] }>(ground, 'rds', 'DescribeDBClusters', {
    DBClusterIdentifier: clusterOf(ground),
  });
  call(ground, 'rds', 'CreateDBSubnetGroup', {
    DBSubnetGroupName: ground.name,
    DBSubnetGroupDescription: ground.name,
    SubnetIds: subnetsOf(ground, vpc(ground, {})),
  });
  call(ground, 'rds', 'CreateDBCluster', {
    DBClusterIdentifier,
    Engine: 'aurora-postgresql',
    EngineVersion: DBClusters[0]?.EngineVersion,
    MasterUsername: 'app',
    MasterUserPassword: 'planted-secret-9',
    DBSubnetGroupName: ground.name,
  });
  ground.twin.world.complete('arn:');
  return DBClusterIdentifier;
}

function subnetsOf(ground: Ground, VpcId: string): string[] {
  return ['a', 'b'].map((letter, index) => {
    const { Subnet } = call<{ Subnet: { SubnetId: string } }>(ground, 'ec2', 'CreateSubnet', {
      VpcId,
      CidrBlock: `172.16.${index}.0/24`,
      AvailabilityZone: `${ground.region}${letter}`,
    });
    return Subnet.SubnetId;
  });
}

function role(ground: Ground): string {
  const RoleName = `${ground.name}-${ground.region}`;
  call(ground, 'iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument: '{}' });
  return `role/${RoleName}`;
}
