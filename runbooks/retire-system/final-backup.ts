import { act, type Fate, MARK, type Step, type StepIo, takes, uses } from 'evenkeel/runbook';
import { allPages, found } from './found.ts';
import { DAY_SECONDS, proofIdOf, type RetirementInput } from './input.ts';
import { isUnderWay, type Job, MOST_JOBS, restoresOf, unfinished } from './jobs.ts';
import { IAM_REGION, retentionRole, retentionRoleArn } from './retention-role.ts';
import { vaultOf } from './vaults.ts';

/** The vault and the key of what outlives its system: one of each in a region, for every system, in no system's stacks. */
export const RETENTION_VAULT = 'evenkeel-retention';
export const RETENTION_TAG = { Key: 'evenkeel:purpose', Value: 'retention' } as const;

const HOURS = 3600;

/** The last copy of the data, in a vault and under a key that stay, proved by a restore from there. */
export function finalBackup(input: RetirementInput, after: string): Step[] {
  return [
    retentionKey(input, after),
    retentionVault(input),
    ...retentionRole(after),
    backup(input, after),
    retainedCopy(input),
    restore(input),
    reader(input),
    read(input),
    restoredGone(input),
  ];
}

/** Key of the last of the steps. */
export const PROVED = 'restored-gone';

export function writerOf({ topology, writer }: RetirementInput) {
  const site = topology.sites.find(({ site: name }) => name === writer);
  if (site?.vault === undefined) throw new Error(`broken invariant: ${writer} has a cluster and a vault`);
  return { ...site, vault: site.vault, proofId: proofIdOf(site.cluster.id) };
}

function retentionKey(input: RetirementInput, after: string): Step {
  const { region } = writerOf(input);
  return {
    key: 'retention-key',
    title: `A key that belongs to no system is in ${region}`,
    after: [after],
    operations: uses(region, 'kms.CreateKey', 'kms.DescribeKey', 'resourcegroupstaggingapi.GetResources'),
    expected: takes('kms.visible'),
    timeoutSeconds: 900,
    check: async (io) => {
      const arn = await keyArnOf(io, region);
      return { holds: arn !== undefined, detail: arn ?? 'none is there' };
    },
    act: act('kms.CreateKey', region, {
      Description: 'backups of systems that were retired',
      Tags: [
        { TagKey: RETENTION_TAG.Key, TagValue: RETENTION_TAG.Value },
        { TagKey: 'evenkeel:made-by', TagValue: MARK },
      ],
    }),
    confirm: {
      everySeconds: 10,
      until: async (io) => {
        const arn = await keyArnOf(io, region);
        return { holds: arn !== undefined, detail: arn ?? 'tagging does not list it yet' };
      },
    },
    undo: { none: 'a key that holds nothing harms nobody, and the next retirement uses it' },
    onFailure: 'undo',
  };
}

/** The key of retained backups that is there and enabled: `wanted`, where that is one. */
export async function keyArnOf(io: StepIo, region: string, wanted?: string): Promise<string | undefined> {
  const { ResourceTagMappingList = [] } = await io.call('resourcegroupstaggingapi.GetResources', region, {
    TagFilters: [{ Key: RETENTION_TAG.Key, Values: [RETENTION_TAG.Value] }],
    ResourceTypeFilters: ['kms:key'],
  });
  const arns: string[] = [];
  for (const { ResourceARN = '' } of ResourceTagMappingList) {
    const key = await found(() => io.call('kms.DescribeKey', region, { KeyId: ResourceARN }));
    if (key?.KeyMetadata?.Enabled && key.KeyMetadata.Arn) arns.push(key.KeyMetadata.Arn);
  }
  return arns.find((arn) => arn === wanted) ?? arns[0];
}

function retentionVault(input: RetirementInput): Step {
  const { region } = writerOf(input);
  return {
    key: 'retention-vault',
    title: `A vault under that key, in no system's stacks, is in ${region}`,
    after: ['retention-key'],
    operations: [
      ...uses(region, 'backup.ListBackupVaults', 'backup.CreateBackupVault'),
      ...uses(region, 'kms.DescribeKey', 'resourcegroupstaggingapi.GetResources'),
    ],
    expected: takes('kms.visible'),
    timeoutSeconds: 900,
    sweep: {
      everySeconds: 10,
      find: async (io) => {
        if (await vaultOf(io, region, RETENTION_VAULT)) return [];
        const EncryptionKeyArn = await keyArnOf(io, region);
        // under AWS Backup's own key it could never serve: rather none
        if (EncryptionKeyArn === undefined) return [];
        const BackupVaultTags = { [RETENTION_TAG.Key]: RETENTION_TAG.Value };
        const wanted = { BackupVaultName: RETENTION_VAULT, EncryptionKeyArn, BackupVaultTags };
        return [{ ...act('backup.CreateBackupVault', region, wanted), about: RETENTION_VAULT }];
      },
    },
    confirm: {
      everySeconds: 10,
      until: async (io) => {
        const vault = await vaultOf(io, region, RETENTION_VAULT);
        if (vault === undefined) return { holds: false, detail: 'AWS Backup does not show it yet' };
        const under = vault.EncryptionKeyArn;
        const holds = under !== undefined && under === (await keyArnOf(io, region, under));
        const detail = `${RETENTION_VAULT} is under ${under ?? "AWS Backup's own key"}`;
        return holds ? { holds, detail } : { holds, detail: `${detail}, no retention key`, ruledOut: true };
      },
    },
    undo: { none: 'an empty vault harms nobody, and the next retirement uses it' },
    onFailure: 'undo',
  };
}

/** AWS's clock and the runner's may be apart so far. */
const CLOCKS_APART_MS = 60_000;

/** The newest point of the writing cluster in a vault that was made by this run's backup or after it: the waits and their questions are over then. */
async function finalPoint(io: StepIo, input: RetirementInput, BackupVaultName: string) {
  const { region, cluster } = writerOf(input);
  const sinceMs = io.startedMs('final-backup');
  if (sinceMs === undefined) return undefined;
  const { RecoveryPoints = [] } = await io.call('backup.ListRecoveryPointsByBackupVault', region, {
    BackupVaultName,
    ByResourceArn: cluster.arn,
    ByCreatedAfter: new Date(sinceMs - CLOCKS_APART_MS),
  });
  const complete = RecoveryPoints.filter(({ Status }) => Status === 'COMPLETED');
  const time = (point: (typeof complete)[number]) => point.CreationDate?.getTime() ?? 0;
  return complete.sort((a, b) => time(b) - time(a))[0];
}

export const retainedPoint = (io: StepIo, input: RetirementInput) => finalPoint(io, input, RETENTION_VAULT);

function backup(input: RetirementInput, after: string): Step {
  const { region, cluster, vault } = writerOf(input);
  return {
    key: 'final-backup',
    title: `A backup of ${cluster.id}, made after the last write`,
    after: [after],
    operations: uses(region, 'backup.StartBackupJob', 'backup.ListRecoveryPointsByBackupVault'),
    expected: takes('backup.job'),
    timeoutSeconds: 12 * HOURS,
    act: act('backup.StartBackupJob', region, {
      BackupVaultName: vault.name,
      ResourceArn: cluster.arn,
      IamRoleArn: input.inventory.backupRoles[region],
      Lifecycle: { DeleteAfterDays: Math.max(input.retirement.retentionDays, leastDays(input, vault.name)) },
    }),
    confirm: {
      everySeconds: 60,
      until: async (io) => {
        const point = await finalPoint(io, input, vault.name);
        return { holds: point !== undefined, detail: point?.RecoveryPointArn ?? 'not complete yet' };
      },
    },
    undo: { none: 'it goes with its retention; one backup more harms nobody' },
    onFailure: 'undo',
  };
}

/** The least days that the vault's own lock takes a point for; it goes with the vault. */
function leastDays({ inventory }: RetirementInput, name: string): number {
  return Math.max(
    0,
    ...inventory.vaults.flatMap((vault) => (vault.name === name ? (vault.lock?.minRetentionDays ?? 0) : [])),
  );
}

/** Days from now until neither the retention nor a hold needs it any more. */
function keptDays(nowMs: number, { retirement }: RetirementInput): number {
  const ends = retirement.legalHolds.map(({ until }) => Date.parse(`${until}T00:00:00Z`) + DAY_SECONDS * 1000);
  const held = Math.ceil((Math.max(0, ...ends) - nowMs) / (DAY_SECONDS * 1000));
  return Math.max(retirement.retentionDays, held);
}

/** The copies of this run to the retention vault. */
async function copies(io: StepIo, input: RetirementInput) {
  const { region, cluster } = writerOf(input);
  const destination = (await vaultOf(io, region, RETENTION_VAULT))?.BackupVaultArn;
  const about = { ByResourceArn: cluster.arn, ByDestinationVaultArn: destination };
  const pages = await allPages((from) => io.call('backup.ListCopyJobs', region, { ...about, ...from }));
  const sinceMs = (io.startedMs('final-backup') ?? io.nowMs()) - CLOCKS_APART_MS;
  const jobs = pages
    .flatMap(({ CopyJobs = [] }) => CopyJobs)
    .map(({ CopyJobId = '', State = '', StatusMessage, CreationDate }): Job => {
      return { id: CopyJobId, state: State, message: StatusMessage, createdMs: CreationDate?.getTime() ?? 0 };
    });
  return { destination, jobs: jobs.filter(({ createdMs }) => createdMs >= sinceMs) };
}

function retainedCopy(input: RetirementInput): Step {
  const { region, vault } = writerOf(input);
  return {
    key: 'retained-copy',
    title: `A copy of it is in ${RETENTION_VAULT}, for ${input.retirement.retentionDays} days and as long as a hold says`,
    after: ['final-backup', 'retention-vault', 'retention-rights'],
    operations: [
      ...uses(region, 'backup.ListRecoveryPointsByBackupVault', 'backup.ListCopyJobs', 'backup.ListBackupVaults'),
      ...uses(region, 'backup.StartCopyJob'),
      ...uses(IAM_REGION, 'iam.GetRole'),
    ],
    expected: takes('backup.job'),
    timeoutSeconds: 24 * HOURS,
    sweep: {
      everySeconds: 60,
      find: async (io) => {
        if (await retainedPoint(io, input)) return [];
        const { destination, jobs } = await copies(io, input);
        if (isUnderWay(jobs) || jobs.length >= MOST_JOBS) return [];
        const point = await finalPoint(io, input, vault.name);
        const copy = act('backup.StartCopyJob', region, {
          RecoveryPointArn: point?.RecoveryPointArn,
          SourceBackupVaultName: vault.name,
          DestinationBackupVaultArn: destination,
          // the role that AWS deletes the copy with on its day: the system's own is gone by then (refusals, BKP-06)
          IamRoleArn: await retentionRoleArn(io),
          Lifecycle: { DeleteAfterDays: keptDays(io.nowMs(), input) },
          // a job that failed is started again as another one
          IdempotencyToken: `${io.mark}-${jobs.length}`,
        });
        return [{ ...copy, about: point?.RecoveryPointArn ?? '' }];
      },
    },
    confirm: {
      everySeconds: 60,
      until: async (io) => {
        const point = await retainedPoint(io, input);
        if (point !== undefined) return { holds: true, detail: point.RecoveryPointArn ?? '' };
        return unfinished((await copies(io, input)).jobs);
      },
    },
    undo: { none: 'it goes with its retention; one copy more harms nobody' },
    onFailure: 'undo',
  };
}

function restore(input: RetirementInput): Step {
  const { region, cluster, proofId } = writerOf(input);
  return {
    key: 'restore',
    title: `${proofId} is restored from ${RETENTION_VAULT}`,
    after: ['retained-copy'],
    operations: [
      ...uses(region, 'backup.ListRecoveryPointsByBackupVault', 'backup.StartRestoreJob', 'rds.DescribeDBClusters'),
      ...uses(region, 'backup.ListRestoreJobs'),
      ...uses(region, 'kms.DescribeKey', 'resourcegroupstaggingapi.GetResources'),
    ],
    expected: takes('rds.cluster-create'),
    timeoutSeconds: 12 * HOURS,
    sweep: {
      everySeconds: 60,
      find: async (io) => {
        if (await clusterOf(io, region, proofId)) return [];
        const point = await retainedPoint(io, input);
        const jobs = await restoresOf(io, region, point?.RecoveryPointArn);
        if (isUnderWay(jobs) || jobs.length >= MOST_JOBS) return [];
        const source = await clusterOf(io, region, cluster.id);
        const Metadata: Record<string, string> = {
          DBClusterIdentifier: proofId,
          Engine: source?.Engine ?? '',
          EngineVersion: source?.EngineVersion ?? '',
          DBSubnetGroupName: source?.DBSubnetGroup ?? '',
          VpcSecurityGroupIds: JSON.stringify(
            (source?.VpcSecurityGroups ?? []).map(({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? ''),
          ),
          KmsKeyId: (await keyArnOf(io, region, point?.EncryptionKeyArn)) ?? '',
          DeletionProtection: 'false',
        };
        const IamRoleArn = input.inventory.backupRoles[region];
        const IdempotencyToken = `${io.mark}-${jobs.length}`;
        const wanted = { RecoveryPointArn: point?.RecoveryPointArn, IamRoleArn, Metadata, IdempotencyToken };
        return [{ ...act('backup.StartRestoreJob', region, wanted), about: point?.RecoveryPointArn ?? '' }];
      },
    },
    confirm: {
      everySeconds: 60,
      until: async (io) => {
        const status = (await clusterOf(io, region, proofId))?.Status;
        if (status !== undefined) return { holds: status === 'available', detail: `${proofId} is ${status}` };
        return unfinished(await restoresOf(io, region, (await retainedPoint(io, input))?.RecoveryPointArn));
      },
    },
    undo: { steps: [{ ...removal(input), title: `${proofId} and its instance are gone` }] },
    onFailure: 'undo',
  };
}

async function clusterOf(io: StepIo, region: string, id: string) {
  const answer = await found(() => io.call('rds.DescribeDBClusters', region, { DBClusterIdentifier: id }));
  return answer?.DBClusters?.[0];
}

async function instanceOf(io: StepIo, region: string, id: string) {
  const answer = await found(() => io.call('rds.DescribeDBInstances', region, { DBInstanceIdentifier: id }));
  return answer?.DBInstances?.[0];
}

/** A restored cluster without an instance answers nobody: this one is its reader. */
function reader(input: RetirementInput): Step {
  const { region, proofId } = writerOf(input);
  return {
    key: 'reader',
    title: `${proofId}-1 opens what was restored`,
    after: ['restore'],
    operations: uses(region, 'rds.CreateDBInstance', 'rds.DescribeDBInstances'),
    expected: takes('rds.instance-create'),
    timeoutSeconds: 6 * HOURS,
    check: async (io) => {
      const instance = await instanceOf(io, region, `${proofId}-1`);
      return { holds: instance !== undefined, detail: instance?.DBInstanceStatus ?? 'not there' };
    },
    act: act('rds.CreateDBInstance', region, {
      DBInstanceIdentifier: `${proofId}-1`,
      DBClusterIdentifier: proofId,
      DBInstanceClass: input.instanceClass,
      Engine: 'aurora-postgresql',
      PubliclyAccessible: false,
    }),
    confirm: {
      everySeconds: 60,
      until: async (io) => {
        const status = (await instanceOf(io, region, `${proofId}-1`))?.DBInstanceStatus ?? 'not there';
        return { holds: status === 'available', detail: `${proofId}-1 is ${status}` };
      },
    },
    undo: { none: 'it goes with what was restored' },
    onFailure: 'undo',
  };
}

function read(input: RetirementInput): Step {
  const { region, cluster, proofId } = writerOf(input);
  return {
    key: 'read',
    title: `What was restored is open, under the retention key alone, as ${cluster.id} is`,
    after: ['reader'],
    operations: [
      ...uses(region, 'rds.DescribeDBClusters', 'rds.DescribeDBInstances', 'backup.ListRecoveryPointsByBackupVault'),
      ...uses(region, 'kms.DescribeKey', 'resourcegroupstaggingapi.GetResources'),
    ],
    expected: takes('kms.visible'),
    timeoutSeconds: 900,
    confirm: {
      everySeconds: 30,
      until: async (io) => {
        const point = await retainedPoint(io, input);
        const restored = await clusterOf(io, region, proofId);
        const source = await clusterOf(io, region, cluster.id);
        const status = (await instanceOf(io, region, `${proofId}-1`))?.DBInstanceStatus;
        const key = await keyArnOf(io, region, point?.EncryptionKeyArn);
        if (point !== undefined && (key === undefined || point.EncryptionKeyArn !== key)) {
          const detail = `${point.RecoveryPointArn} is under ${point.EncryptionKeyArn}, no retention key`;
          return { holds: false, detail, ruledOut: true };
        }
        const isOpen = restored?.Status === 'available' && status === 'available' && restored.Endpoint !== undefined;
        const isOurs = restored?.KmsKeyId === key && restored?.EngineVersion === source?.EngineVersion;
        const how =
          `${proofId}-1, an instance of ${restored?.Engine} ${restored?.EngineVersion}, opened it under ` +
          `${restored?.KmsKeyId}; which rows are in it was not compared`;
        const proof: Fate = { kind: 'recovery point', id: point?.RecoveryPointArn ?? '', region, fate: 'proved', how };
        return { holds: point !== undefined && isOpen && isOurs, detail: how, fates: [proof] };
      },
    },
    undo: { none: 'it only observes' },
    onFailure: 'undo',
  };
}

function restoredGone(input: RetirementInput): Step {
  const { proofId } = writerOf(input);
  return {
    key: PROVED,
    title: `${proofId} and its instance are gone again`,
    after: ['read'],
    ...removal(input),
    undo: { none: 'what was restored has served' },
    onFailure: 'undo',
  };
}

/** The instance first, then the cluster, until a describe shows neither. */
function removal(input: RetirementInput): Pick<Step, 'operations' | 'expected' | 'timeoutSeconds' | 'sweep'> {
  const { region, proofId } = writerOf(input);
  return {
    operations: [
      ...uses(region, 'rds.DescribeDBInstances', 'rds.DescribeDBClusters'),
      ...uses(region, 'rds.DeleteDBInstance', 'rds.DeleteDBCluster'),
    ],
    expected: takes('rds.delete'),
    timeoutSeconds: 18 * HOURS,
    sweep: {
      everySeconds: 60,
      find: async (io) => {
        const DBInstanceIdentifier = `${proofId}-1`;
        if (await instanceOf(io, region, DBInstanceIdentifier)) {
          const gone = { DBInstanceIdentifier, SkipFinalSnapshot: true };
          return [{ ...act('rds.DeleteDBInstance', region, gone), about: DBInstanceIdentifier }];
        }
        if ((await clusterOf(io, region, proofId)) === undefined) return [];
        const gone = { DBClusterIdentifier: proofId, SkipFinalSnapshot: true };
        return [{ ...act('rds.DeleteDBCluster', region, gone), about: proofId }];
      },
    },
  };
}
