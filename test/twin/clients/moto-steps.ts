import type { ServiceName } from '../../../src/twin/call.ts';
import { ALARM } from './alarm.ts';

/** One call of a sequence; `name` tells it from the others. The input may take what earlier answers gave. */
export interface MotoStep {
  readonly name: string;
  readonly service: ServiceName;
  readonly operation: string;
  input(got: Got): object;
  /** What later steps take from the answer. */
  readonly keep?: Readonly<Record<string, (answer: never) => string | undefined>>;
}
export type Got = Readonly<Record<string, string>>;

const step = (
  name: string,
  call: `${ServiceName}.${string}`,
  input: object | ((got: Got) => object) = {},
  keep?: MotoStep['keep'],
): MotoStep => {
  const [service, operation] = call.split('.') as [ServiceName, string];
  return {
    name,
    service,
    operation,
    input: typeof input === 'function' ? (input as (got: Got) => object) : () => input,
    ...(keep && { keep }),
  };
};

const CLUSTER = {
  Engine: 'aurora-postgresql',
  EngineVersion: '16.4',
  MasterUsername: 'app',
  MasterUserPassword: 'planted-secret-1',
};
const POLICY = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
const TRUST =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}';
const TABLE = {
  TableName: 'table',
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
};

/** The same calls for the twin and for moto, in order: what works, and what AWS refuses. */
export const STEPS: readonly MotoStep[] = [
  step('who', 'sts.GetCallerIdentity'),
  step('vpc', 'ec2.CreateVpc', { CidrBlock: '10.0.0.0/16' }, { vpc: (a: { Vpc: { VpcId: string } }) => a.Vpc.VpcId }),
  step('vpc of a wrong range', 'ec2.CreateVpc', { CidrBlock: '10.0.0.0/8' }),
  step('vpc of no range', 'ec2.CreateVpc', { CidrBlock: 'x' }),
  step('no such vpc', 'ec2.DescribeVpcs', { VpcIds: ['vpc-0123456789abcdef0'] }),
  step(
    'subnet',
    'ec2.CreateSubnet',
    (got) => ({ VpcId: got['vpc'], CidrBlock: '10.0.1.0/24', AvailabilityZone: 'us-east-1a' }),
    { subnet: (a: { Subnet: { SubnetId: string } }) => a.Subnet.SubnetId },
  ),
  step(
    'second subnet',
    'ec2.CreateSubnet',
    (got) => ({ VpcId: got['vpc'], CidrBlock: '10.0.2.0/24', AvailabilityZone: 'us-east-1b' }),
    { subnet2: (a: { Subnet: { SubnetId: string } }) => a.Subnet.SubnetId },
  ),
  step('subnet that overlaps', 'ec2.CreateSubnet', (got) => ({ VpcId: got['vpc'], CidrBlock: '10.0.1.0/25' })),
  step('subnet outside of its vpc', 'ec2.CreateSubnet', (got) => ({ VpcId: got['vpc'], CidrBlock: '10.1.0.0/24' })),
  step('no such subnet', 'ec2.DescribeSubnets', { SubnetIds: ['subnet-0123456789abcdef0'] }),
  step('group', 'ec2.CreateSecurityGroup', (got) => ({ VpcId: got['vpc'], GroupName: 'g', Description: 'd' }), {
    group: (a: { GroupId: string }) => a.GroupId,
  }),
  step('group twice', 'ec2.CreateSecurityGroup', (got) => ({ VpcId: got['vpc'], GroupName: 'g', Description: 'd' })),
  step('rule', 'ec2.AuthorizeSecurityGroupIngress', (got) => ({
    GroupId: got['group'],
    IpPermissions: [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
  })),
  step('rule twice', 'ec2.AuthorizeSecurityGroupIngress', (got) => ({
    GroupId: got['group'],
    IpPermissions: [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
  })),
  step(
    'gateway',
    'ec2.CreateInternetGateway',
    {},
    {
      gateway: (a: { InternetGateway: { InternetGatewayId: string } }) => a.InternetGateway.InternetGatewayId,
    },
  ),
  step('attach', 'ec2.AttachInternetGateway', (got) => ({ VpcId: got['vpc'], InternetGatewayId: got['gateway'] })),
  step('attach twice', 'ec2.AttachInternetGateway', (got) => ({
    VpcId: got['vpc'],
    InternetGatewayId: got['gateway'],
  })),
  step('delete an attached gateway', 'ec2.DeleteInternetGateway', (got) => ({ InternetGatewayId: got['gateway'] })),
  step('delete a vpc in use', 'ec2.DeleteVpc', (got) => ({ VpcId: got['vpc'] })),
  step('template', 'ec2.CreateLaunchTemplate', {
    LaunchTemplateName: 't',
    LaunchTemplateData: { ImageId: 'ami-0123456789abcdef0', InstanceType: 'm7g.large' },
  }),
  step('template twice', 'ec2.CreateLaunchTemplate', {
    LaunchTemplateName: 't',
    LaunchTemplateData: { ImageId: 'ami-0123456789abcdef0', InstanceType: 'm7g.large' },
  }),
  step('release nothing', 'ec2.ReleaseAddress', { AllocationId: 'eipalloc-0123456789abcdef0' }),
  step('terminate nothing', 'ec2.TerminateInstances', { InstanceIds: ['i-0123456789abcdef0'] }),
  step(
    'balancer',
    'elbv2.CreateLoadBalancer',
    (got) => ({ Name: 'lb', Subnets: [got['subnet'], got['subnet2']], SecurityGroups: [got['group']] }),
    {
      balancer: (a: { LoadBalancers: { LoadBalancerArn: string }[] }) => a.LoadBalancers[0]?.LoadBalancerArn,
    },
  ),
  step('balancer in one zone', 'elbv2.CreateLoadBalancer', (got) => ({ Name: 'lb1', Subnets: [got['subnet']] })),
  step('targets', 'elbv2.CreateTargetGroup', (got) => ({ Name: 'tg', Protocol: 'HTTP', Port: 80, VpcId: got['vpc'] }), {
    targets: (a: { TargetGroups: { TargetGroupArn: string }[] }) => a.TargetGroups[0]?.TargetGroupArn,
  }),
  step('targets twice, otherwise', 'elbv2.CreateTargetGroup', (got) => ({
    Name: 'tg',
    Protocol: 'HTTP',
    Port: 81,
    VpcId: got['vpc'],
  })),
  step('listener', 'elbv2.CreateListener', (got) => ({
    LoadBalancerArn: got['balancer'],
    Protocol: 'HTTP',
    Port: 80,
    DefaultActions: [{ Type: 'forward', TargetGroupArn: got['targets'] }],
  })),
  step('delete targets in use', 'elbv2.DeleteTargetGroup', (got) => ({ TargetGroupArn: got['targets'] })),
  step('no such balancer', 'elbv2.DescribeLoadBalancers', { Names: ['none'] }),
  step('no such targets', 'elbv2.DescribeTargetGroups', { Names: ['none'] }),
  step('fleet', 'autoscaling.CreateAutoScalingGroup', (got) => ({
    AutoScalingGroupName: 'asg',
    MinSize: 0,
    MaxSize: 2,
    DesiredCapacity: 0,
    VPCZoneIdentifier: got['subnet'],
    LaunchTemplate: { LaunchTemplateName: 't', Version: '$Latest' },
  })),
  step('fleet twice', 'autoscaling.CreateAutoScalingGroup', (got) => ({
    AutoScalingGroupName: 'asg',
    MinSize: 0,
    MaxSize: 2,
    VPCZoneIdentifier: got['subnet'],
    LaunchTemplate: { LaunchTemplateName: 't', Version: '$Latest' },
  })),
  step('capacity above the most', 'autoscaling.SetDesiredCapacity', {
    AutoScalingGroupName: 'asg',
    DesiredCapacity: 9,
  }),
  step('capacity of no fleet', 'autoscaling.SetDesiredCapacity', { AutoScalingGroupName: 'none', DesiredCapacity: 1 }),
  step('subnet group', 'rds.CreateDBSubnetGroup', (got) => ({
    DBSubnetGroupName: 'data',
    DBSubnetGroupDescription: 'd',
    SubnetIds: [got['subnet'], got['subnet2']],
  })),
  step('subnet group in one zone', 'rds.CreateDBSubnetGroup', (got) => ({
    DBSubnetGroupName: 'one',
    DBSubnetGroupDescription: 'd',
    SubnetIds: [got['subnet']],
  })),
  step('cluster', 'rds.CreateDBCluster', { ...CLUSTER, DBClusterIdentifier: 'c', DBSubnetGroupName: 'data' }),
  step('cluster twice', 'rds.CreateDBCluster', { ...CLUSTER, DBClusterIdentifier: 'c', DBSubnetGroupName: 'data' }),
  step('cluster in no subnet group', 'rds.CreateDBCluster', {
    ...CLUSTER,
    DBClusterIdentifier: 'c2',
    DBSubnetGroupName: 'none',
  }),
  step('no such cluster', 'rds.DescribeDBClusters', { DBClusterIdentifier: 'none' }),
  step('no such instance', 'rds.DescribeDBInstances', { DBInstanceIdentifier: 'none' }),
  step('delete no cluster', 'rds.DeleteDBCluster', { DBClusterIdentifier: 'none', SkipFinalSnapshot: true }),
  step('delete without a snapshot’s name', 'rds.DeleteDBCluster', { DBClusterIdentifier: 'c' }),
  step('delete a subnet group in use', 'rds.DeleteDBSubnetGroup', { DBSubnetGroupName: 'data' }),
  step('no such global cluster', 'rds.DescribeGlobalClusters', { GlobalClusterIdentifier: 'none' }),
  step(
    'zone',
    'route53.CreateHostedZone',
    { Name: 'example.com', CallerReference: 'a' },
    {
      zone: (a: { HostedZone: { Id: string } }) => a.HostedZone.Id,
    },
  ),
  step('record', 'route53.ChangeResourceRecordSets', (got) => change(got, 'CREATE', '192.0.2.1')),
  step('record twice', 'route53.ChangeResourceRecordSets', (got) => change(got, 'CREATE', '192.0.2.1')),
  step('delete of another value', 'route53.ChangeResourceRecordSets', (got) => change(got, 'DELETE', '192.0.2.9')),
  step('delete a zone with records', 'route53.DeleteHostedZone', (got) => ({ Id: got['zone'] })),
  step('no such zone', 'route53.GetHostedZone', { Id: 'Z0000000000000' }),
  step('no such health check', 'route53.GetHealthCheck', { HealthCheckId: '11111111-2222-3333-4444-555555555555' }),
  step('role', 'iam.CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: TRUST }),
  step('role twice', 'iam.CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: TRUST }),
  step('policy', 'iam.PutRolePolicy', { RoleName: 'r', PolicyName: 'p', PolicyDocument: POLICY }),
  step('delete a role with policies', 'iam.DeleteRole', { RoleName: 'r' }),
  step('no such role', 'iam.GetRole', { RoleName: 'none' }),
  step('no such policy', 'iam.GetRolePolicy', { RoleName: 'r', PolicyName: 'none' }),
  step('key', 'kms.CreateKey', {}, { key: (a: { KeyMetadata: { KeyId: string } }) => a.KeyMetadata.KeyId }),
  step('rotate', 'kms.EnableKeyRotation', (got) => ({ KeyId: got['key'] })),
  step('key goes too soon', 'kms.ScheduleKeyDeletion', (got) => ({ KeyId: got['key'], PendingWindowInDays: 3 })),
  step('key goes', 'kms.ScheduleKeyDeletion', (got) => ({ KeyId: got['key'], PendingWindowInDays: 7 })),
  step('key goes twice', 'kms.ScheduleKeyDeletion', (got) => ({ KeyId: got['key'], PendingWindowInDays: 7 })),
  step('no such key', 'kms.DescribeKey', { KeyId: '11111111-2222-3333-4444-555555555555' }),
  step('secret', 'secretsmanager.CreateSecret', { Name: 's', SecretString: 'planted-secret-2' }),
  step('secret twice', 'secretsmanager.CreateSecret', { Name: 's', SecretString: 'planted-secret-2' }),
  step('no such secret', 'secretsmanager.GetSecretValue', { SecretId: 'none' }),
  step('table', 'dynamodb.CreateTable', TABLE),
  step('table twice', 'dynamodb.CreateTable', TABLE),
  step('item', 'dynamodb.PutItem', { TableName: 'table', Item: { id: { S: 'a' }, on: { N: '1' } } }),
  step('item without its key', 'dynamodb.PutItem', { TableName: 'table', Item: { on: { N: '1' } } }),
  step('item on a condition', 'dynamodb.PutItem', {
    TableName: 'table',
    Item: { id: { S: 'a' } },
    ConditionExpression: 'attribute_not_exists(id)',
  }),
  step('no such table', 'dynamodb.DescribeTable', { TableName: 'none' }),
  step('alarm', 'cloudwatch.PutMetricAlarm', ALARM),
  step('state of no alarm', 'cloudwatch.SetAlarmState', { AlarmName: 'none', StateValue: 'OK', StateReason: 'r' }),
  step('vault', 'backup.CreateBackupVault', { BackupVaultName: 'v' }),
  step('vault twice', 'backup.CreateBackupVault', { BackupVaultName: 'v' }),
  step('no such plan', 'backup.GetBackupPlan', { BackupPlanId: 'none' }),
  step('rule of events', 'events.PutRule', { Name: 'rule', ScheduleExpression: 'rate(1 minute)' }),
  step('rule with a wrong schedule', 'events.PutRule', { Name: 'rule2', ScheduleExpression: 'sometimes' }),
  step('no such rule', 'events.DescribeRule', { Name: 'none' }),
  step('no such function', 'lambda.GetFunction', { FunctionName: 'none' }),
  step('no such certificate', 'acm.DescribeCertificate', {
    CertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555',
  }),
];

function change(got: Got, Action: string, Value: string): object {
  const ResourceRecordSet = { Name: 'a.example.com', Type: 'A', TTL: 60, ResourceRecords: [{ Value }] };
  return { HostedZoneId: got['zone'], ChangeBatch: { Changes: [{ Action, ResourceRecordSet }] } };
}
