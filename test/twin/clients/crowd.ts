import { NetworkWorld } from '../../support/network-world.ts';
import { ALARM } from './alarm.ts';

/** More of every kind than the smallest page of its listing holds. */
const COUNT = 12;
/** RDS has no pages of fewer than twenty. */
const DATA_COUNT = 45;

/** A twin in one region that is crowded enough for every paginated operation to need several pages. */
export interface Crowd {
  readonly world: NetworkWorld;
  readonly balancerArn: string;
  readonly templateId: string;
  readonly keyId: string;
  readonly vaultArn: string;
  /** A cluster with many recovery points, and a hold on them. */
  readonly backedUpArn: string;
  readonly legalHoldId: string;
}

export function crowd(): Crowd {
  const world = new NetworkWorld();
  const network = world.network();
  manyNetworks(world, network.subnetIds[0] ?? '');
  const fleet = world.fleet(network, { desired: COUNT, group: { MaxSize: COUNT } });
  for (let n = 1; n < COUNT; n++) {
    world.template(network, `template-${n}`);
    world.ec2('CreateLaunchTemplateVersion', {
      LaunchTemplateId: fleet.templateId,
      LaunchTemplateData: { ImageId: `ami-${n}`, InstanceType: 'm7g.large', SecurityGroupIds: [network.groupId] },
    });
    world.autoscaling('CreateAutoScalingGroup', {
      AutoScalingGroupName: `group-${n}`,
      MinSize: 0,
      MaxSize: 0,
      VPCZoneIdentifier: network.subnetIds.join(','),
      LaunchTemplate: { LaunchTemplateId: fleet.templateId, Version: '1' },
      Tags: [
        {
          ResourceId: `group-${n}`,
          ResourceType: 'auto-scaling-group',
          Key: 'n',
          Value: `${n}`,
          PropagateAtLaunch: false,
        },
      ],
    });
    world.balancer(network, `balancer-${n}`);
    world.elbv2('CreateTargetGroup', { Name: `group-${n}`, Protocol: 'HTTP', Port: 80 + n, VpcId: network.vpcId });
    world.listen(fleet.balancerArn, fleet.targetGroupArn, 80 + n);
  }
  world.settle();
  manyDatabases(world, network.subnetIds);
  world.settle();
  for (let n = 0; n < COUNT; n++) {
    world.autoscaling('StartInstanceRefresh', { AutoScalingGroupName: 'group-1' });
    world.pass(180);
  }
  manySignals(world);
  const keyId = world.call<{ KeyMetadata: { KeyId: string } }>('kms', 'CreateKey', {
    Tags: numbered((n) => ({ TagKey: `k${n}`, TagValue: `${n}` })),
  }).KeyMetadata.KeyId;
  for (let n = 0; n < COUNT; n++) {
    const { KeyId } = world.call<{ KeyMetadata: { KeyId: string } }>('kms', 'CreateKey', {}).KeyMetadata;
    world.call('kms', 'CreateAlias', { AliasName: `alias/key-${n}`, TargetKeyId: KeyId });
  }
  return {
    world,
    balancerArn: fleet.balancerArn,
    templateId: fleet.templateId,
    keyId,
    ...manyBackups(world),
  };
}

function manyBackups(world: NetworkWorld): Pick<Crowd, 'vaultArn' | 'backedUpArn' | 'legalHoldId'> {
  const backup = <T>(operation: string, input: object) => world.call<T>('backup', operation, input);
  const vaultArn = backup<{ BackupVaultArn: string }>('CreateBackupVault', {
    BackupVaultName: 'vault',
    BackupVaultTags: Object.fromEntries(numbered((n) => [`k${n}`, `${n}`])),
  }).BackupVaultArn;
  const backedUpArn = 'arn:aws:rds:us-east-1:111122223333:cluster:cluster-10';
  const IamRoleArn = 'arn:aws:iam::111122223333:role/role';
  for (let n = 0; n < COUNT; n++) {
    backup('CreateBackupVault', { BackupVaultName: `vault-${n}` });
    const IdempotencyToken = `job-${n}`;
    backup('StartBackupJob', { BackupVaultName: 'vault', ResourceArn: backedUpArn, IamRoleArn, IdempotencyToken });
  }
  world.pass(24 * 3600);
  const { RecoveryPoints } = backup<{ RecoveryPoints: { RecoveryPointArn: string }[] }>(
    'ListRecoveryPointsByResource',
    { ResourceArn: backedUpArn },
  );
  const RecoveryPointArn = RecoveryPoints[0]?.RecoveryPointArn;
  const holds = numbered((n) =>
    backup<{ LegalHoldId: string }>('CreateLegalHold', { Title: `hold-${n}`, Description: 'kept' }),
  );
  for (let n = 0; n < COUNT; n++) {
    const IdempotencyToken = `job-${n}`;
    backup('StartCopyJob', {
      RecoveryPointArn,
      SourceBackupVaultName: 'vault',
      DestinationBackupVaultArn: `${vaultArn}-1`,
      IamRoleArn,
      IdempotencyToken,
    });
    const Metadata = { DBClusterIdentifier: `restored-${n}`, Engine: 'aurora-postgresql' };
    backup('StartRestoreJob', { RecoveryPointArn, Metadata, IamRoleArn, IdempotencyToken });
  }
  return { vaultArn, backedUpArn, legalHoldId: holds[0]?.LegalHoldId ?? '' };
}

function manyNetworks(world: NetworkWorld, subnetId: string): void {
  for (let n = 1; n <= COUNT; n++) {
    const { VpcId } = world.ec2<{ Vpc: { VpcId: string } }>('CreateVpc', { CidrBlock: `10.${n}.0.0/16` }).Vpc;
    world.ec2('CreateSubnet', { VpcId, CidrBlock: `10.${n}.0.0/24`, AvailabilityZone: 'us-east-1a' });
    world.ec2('CreateInternetGateway', {});
    const { AllocationId } = world.ec2<{ AllocationId: string }>('AllocateAddress', { Domain: 'vpc' });
    world.ec2('CreateNatGateway', { SubnetId: subnetId, AllocationId });
  }
}

function manyDatabases(world: NetworkWorld, subnetIds: readonly string[]): void {
  const rds = (operation: string, input: object) => world.call('rds', operation, input);
  for (let n = 10; n < 10 + DATA_COUNT; n++) {
    rds('CreateDBSubnetGroup', {
      DBSubnetGroupName: `subnets-${n}`,
      DBSubnetGroupDescription: 'd',
      SubnetIds: subnetIds,
    });
    rds('CreateGlobalCluster', {
      GlobalClusterIdentifier: `global-${n}`,
      Engine: 'aurora-postgresql',
      EngineVersion: '16.4',
    });
    rds('CreateDBCluster', {
      DBClusterIdentifier: `cluster-${n}`,
      Engine: 'aurora-postgresql',
      EngineVersion: '16.4',
      MasterUsername: 'app',
      MasterUserPassword: 'planted-secret-1',
      DBSubnetGroupName: `subnets-${n}`,
    });
    rds('CreateDBInstance', {
      DBInstanceIdentifier: `instance-${n}`,
      DBClusterIdentifier: `cluster-${n}`,
      DBInstanceClass: 'db.r6g.large',
      Engine: 'aurora-postgresql',
    });
  }
  world.settle();
  for (let n = 10; n < 10 + DATA_COUNT; n++) {
    rds('CreateDBClusterSnapshot', {
      DBClusterIdentifier: `cluster-${n}`,
      DBClusterSnapshotIdentifier: `snapshot-${n}`,
    });
  }
}

function manySignals(world: NetworkWorld): void {
  const atMs = world.world.nowMs;
  for (let n = 0; n < COUNT; n++) {
    world.call('cloudwatch', 'PutMetricAlarm', { ...ALARM, AlarmName: `alarm-${n}` });
    const datum = { MetricName: 'M', Value: n, Timestamp: new Date(atMs - n * 60_000) };
    world.call('cloudwatch', 'PutMetricData', { Namespace: 'N', MetricData: [datum] });
    world.call('route53', 'CreateHostedZone', { Name: `zone-${n}.example.com`, CallerReference: `${n}` });
  }
  const policy = '{"Version":"2012-10-17","Statement":[]}';
  world.call('iam', 'CreateRole', { RoleName: 'role', AssumeRolePolicyDocument: policy });
  for (let n = 0; n < COUNT; n++) {
    world.call('iam', 'PutRolePolicy', { RoleName: 'role', PolicyName: `inline-${n}`, PolicyDocument: policy });
    world.call('iam', 'AttachRolePolicy', { RoleName: 'role', PolicyArn: `arn:aws:iam::aws:policy/attached-${n}` });
  }
  world.call('events', 'PutRule', { Name: 'rule', ScheduleExpression: 'rate(1 hour)' });
  const targets = numbered((n) => ({ Id: `t${n}`, Arn: `arn:aws:lambda:us-east-1:111122223333:function:f${n}` }));
  world.call('events', 'PutTargets', { Rule: 'rule', Targets: targets.slice(0, 5) });
}

function numbered<T>(item: (n: number) => T): T[] {
  return Array.from({ length: COUNT }, (_, n) => item(n));
}
