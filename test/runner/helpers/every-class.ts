import type { DescribeDBClustersCommandOutput } from '@aws-sdk/client-rds';
import { defineRunbook } from '../../../src/runner/runbook.ts';
import { act, MARK, type Step } from '../../../src/runner/step.ts';
import { FakeAws, fails, Stale } from './fake-target.ts';
import { STEP } from './subject.ts';

const REGION = 'us-west-2';
const on = (...names: Step['operations'][number]['name'][]) => names.map((name) => ({ name, region: REGION }));

/** One step of each repeat class, one after the other. Those of class `token` and `refused` have no check on purpose. */
export const everyClass = defineRunbook<{ writerBefore: string }>({
  name: 'every-class',
  title: 'A step of every repeat class',
  defaultScenario: 'region-loss',
  observes: () => on('rds.DescribeDBClusters'),
  observe: async (io) => ({
    writerBefore: writerOf(await io.call('rds.DescribeDBClusters', REGION, { DBClusterIdentifier: 'shop-b' })),
  }),
  plan: ({ writerBefore }) => [
    {
      ...STEP,
      key: 'token',
      title: 'a backup job, by its token',
      operations: on('backup.StartBackupJob'),
      act: act('backup.StartBackupJob', REGION, { BackupVaultName: 'v', ResourceArn: 'arn:r', IamRoleArn: 'arn:i' }),
    },
    {
      ...STEP,
      key: 'absolute',
      title: 'six instances',
      after: ['token'],
      operations: on('autoscaling.SetDesiredCapacity'),
      act: act('autoscaling.SetDesiredCapacity', REGION, { AutoScalingGroupName: 'g', DesiredCapacity: 6 }),
    },
    {
      ...STEP,
      key: 'refused',
      title: 'a snapshot, whose second is refused by name',
      after: ['absolute'],
      operations: on('rds.CreateDBClusterSnapshot'),
      act: act('rds.CreateDBClusterSnapshot', REGION, {
        DBClusterIdentifier: 'shop-b',
        DBClusterSnapshotIdentifier: 'before',
      }),
    },
    {
      ...STEP,
      key: 'marked',
      title: 'a backup, found by its name',
      after: ['refused'],
      operations: on('dynamodb.CreateBackup', 'dynamodb.ListBackups'),
      check: async (io) => {
        const { BackupSummaries } = await io.call('dynamodb.ListBackups', REGION, { TableName: 't' });
        const found = (BackupSummaries ?? []).filter((backup) => backup.BackupName === io.mark).length;
        return { holds: found > 0, detail: `${found} backups of that name` };
      },
      act: act('dynamodb.CreateBackup', REGION, { TableName: 't', BackupName: MARK }),
    },
    {
      ...STEP,
      key: 'once',
      title: 'another writer; a second call would move it back',
      after: ['marked'],
      operations: on('rds.FailoverDBCluster', 'rds.DescribeDBClusters'),
      check: async (io) => {
        const writer = writerOf(await io.call('rds.DescribeDBClusters', REGION, { DBClusterIdentifier: 'shop-b' }));
        return { holds: writer !== writerBefore, detail: `${writer} writes` };
      },
      act: act('rds.FailoverDBCluster', REGION, { DBClusterIdentifier: 'shop-b' }),
    },
  ],
  leaves: () => ({}),
});

function writerOf(answer: Pick<DescribeDBClustersCommandOutput, 'DBClusters'>) {
  const members = answer.DBClusters?.[0]?.DBClusterMembers ?? [];
  return members.find((member) => member.IsClusterWriter)?.DBInstanceIdentifier ?? 'none';
}

/** What the runbook's calls leave behind. Reads lag behind writes by some seconds. */
export class ClassWorld {
  readonly aws = new FakeAws();
  readonly jobs = new Map<string, object>();
  desired = 2;
  readonly snapshots: string[] = [];
  readonly backups = new Stale<readonly string[]>(this.aws, [], 5);
  readonly writer = new Stale(this.aws, 1, 8);

  constructor() {
    const { handlers } = this.aws;
    handlers['backup.StartBackupJob'] = (input) => {
      // AWS (and the SDK) make a token of their own for a request that carries none
      const token = input['IdempotencyToken'] ?? `made-up-${this.jobs.size}`;
      this.jobs.set(token, input);
      return {};
    };
    handlers['autoscaling.SetDesiredCapacity'] = (input) => {
      this.desired = input['DesiredCapacity'] ?? 0;
      return {};
    };
    handlers['rds.CreateDBClusterSnapshot'] = (input) => {
      const id = String(input['DBClusterSnapshotIdentifier']);
      if (this.snapshots.includes(id)) throw fails('refused', 'DBClusterSnapshotAlreadyExistsFault');
      this.snapshots.push(id);
      return {};
    };
    handlers['dynamodb.CreateBackup'] = (input) => {
      this.backups.write([...this.backups.now, String(input['BackupName'])]);
      return {};
    };
    handlers['dynamodb.ListBackups'] = () => ({
      BackupSummaries: this.backups.seen.map((BackupName) => ({ BackupName })),
    });
    handlers['rds.FailoverDBCluster'] = () => {
      this.writer.write(this.writer.now === 1 ? 2 : 1);
      return {};
    };
    handlers['rds.DescribeDBClusters'] = () => ({
      DBClusters: [
        {
          DBClusterMembers: [1, 2].map((n) => ({
            DBInstanceIdentifier: `i-${n}`,
            IsClusterWriter: n === this.writer.seen,
          })),
        },
      ],
    });
  }

  /** Resources, without times. */
  state(): object {
    return {
      jobs: this.jobs.size,
      desired: this.desired,
      snapshots: this.snapshots,
      backups: this.backups.now,
      writer: this.writer.now,
    };
  }
}
