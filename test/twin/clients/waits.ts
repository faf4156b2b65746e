import type { ServiceName } from '../../../src/twin/call.ts';
import { NetworkWorld } from '../../support/network-world.ts';
import { ALARM } from './alarm.ts';

/** One thing that a client waits for: what starts it, and the question that is asked until the answer is the wanted one. */
export interface Wait {
  readonly service: ServiceName;
  /** As the SDK names the waiter; aws-cli spells it with dashes. */
  readonly waiter: string;
  /** Starts what is waited for, and gives the waiter's input. */
  begin(stage: Stage): object;
}

/** A twin on which things are under way, none of them completed at once: time has to pass. */
export interface Stage {
  readonly world: NetworkWorld;
  readonly network: ReturnType<NetworkWorld['network']>;
  readonly fleet: ReturnType<NetworkWorld['fleet']>;
}

export function stage(): Stage {
  const world = new NetworkWorld();
  const network = world.network();
  const fleet = world.fleet(network, { desired: 2 });
  world.call('rds', 'CreateDBSubnetGroup', {
    DBSubnetGroupName: 'data',
    DBSubnetGroupDescription: 'd',
    SubnetIds: network.subnetIds,
  });
  world.call('iam', 'CreateRole', { RoleName: 'role', AssumeRolePolicyDocument: '{}' });
  world.call('iam', 'CreateInstanceProfile', { InstanceProfileName: 'profile' });
  return { world, network, fleet };
}

export const WAITS: readonly Wait[] = [
  { service: 'acm', waiter: 'CertificateValidated', begin: certificate },
  { service: 'autoscaling', waiter: 'GroupExists', begin: () => ({ AutoScalingGroupNames: ['fleet'] }) },
  { service: 'autoscaling', waiter: 'GroupInService', begin: () => ({ AutoScalingGroupNames: ['fleet'] }) },
  {
    service: 'autoscaling',
    waiter: 'GroupNotExists',
    begin({ world, network, fleet }) {
      world.autoscaling('CreateAutoScalingGroup', {
        AutoScalingGroupName: 'brief',
        MinSize: 0,
        MaxSize: 0,
        VPCZoneIdentifier: network.subnetIds.join(','),
        LaunchTemplate: { LaunchTemplateId: fleet.templateId, Version: '1' },
      });
      world.autoscaling('DeleteAutoScalingGroup', { AutoScalingGroupName: 'brief' });
      return { AutoScalingGroupNames: ['brief'] };
    },
  },
  { service: 'cloudwatch', waiter: 'AlarmExists', begin: alarm },
  { service: 'dynamodb', waiter: 'TableExists', begin: (on) => table(on, 'new') },
  {
    service: 'dynamodb',
    waiter: 'TableNotExists',
    begin(on) {
      const input = table(on, 'old');
      on.world.settle();
      on.world.call('dynamodb', 'DeleteTable', input);
      return input;
    },
  },
  { service: 'ec2', waiter: 'InstanceExists', begin: instance },
  { service: 'ec2', waiter: 'InstanceRunning', begin: instance },
  { service: 'ec2', waiter: 'InstanceStatusOk', begin: instance },
  { service: 'ec2', waiter: 'SystemStatusOk', begin: instance },
  {
    service: 'ec2',
    waiter: 'InstanceTerminated',
    begin(on) {
      const input = instance(on);
      on.world.ec2('TerminateInstances', input);
      return input;
    },
  },
  {
    service: 'ec2',
    waiter: 'InternetGatewayExists',
    begin: ({ world }) => ({
      InternetGatewayIds: [
        world.ec2<{ InternetGateway: { InternetGatewayId: string } }>('CreateInternetGateway', {}).InternetGateway
          .InternetGatewayId,
      ],
    }),
  },
  { service: 'ec2', waiter: 'NatGatewayAvailable', begin: gateway },
  {
    service: 'ec2',
    waiter: 'NatGatewayDeleted',
    begin(on) {
      const input = gateway(on);
      on.world.settle();
      on.world.ec2('DeleteNatGateway', { NatGatewayId: input.NatGatewayIds[0] });
      return input;
    },
  },
  { service: 'ec2', waiter: 'SecurityGroupExists', begin: ({ network }) => ({ GroupIds: [network.groupId] }) },
  { service: 'ec2', waiter: 'SubnetAvailable', begin: ({ network }) => ({ SubnetIds: network.subnetIds }) },
  { service: 'ec2', waiter: 'VpcAvailable', begin: ({ network }) => ({ VpcIds: [network.vpcId] }) },
  { service: 'ec2', waiter: 'VpcExists', begin: ({ network }) => ({ VpcIds: [network.vpcId] }) },
  { service: 'elbv2', waiter: 'LoadBalancerExists', begin: (on) => balancer(on, 'there') },
  { service: 'elbv2', waiter: 'LoadBalancerAvailable', begin: (on) => balancer(on, 'new') },
  {
    service: 'elbv2',
    waiter: 'LoadBalancersDeleted',
    begin(on) {
      const input = balancer(on, 'old');
      on.world.settle();
      on.world.elbv2('DeleteLoadBalancer', { LoadBalancerArn: input.LoadBalancerArns[0] });
      return input;
    },
  },
  { service: 'elbv2', waiter: 'TargetInService', begin: ({ fleet }) => ({ TargetGroupArn: fleet.targetGroupArn }) },
  { service: 'elbv2', waiter: 'TargetDeregistered', begin: leaving },
  { service: 'iam', waiter: 'InstanceProfileExists', begin: () => ({ InstanceProfileName: 'profile' }) },
  { service: 'iam', waiter: 'RoleExists', begin: () => ({ RoleName: 'role' }) },
  { service: 'lambda', waiter: 'FunctionActive', begin: (on) => fn(on, 'active') },
  { service: 'lambda', waiter: 'FunctionActiveV2', begin: (on) => fn(on, 'active-v2') },
  { service: 'lambda', waiter: 'FunctionExists', begin: (on) => fn(on, 'exists') },
  { service: 'lambda', waiter: 'FunctionUpdated', begin: (on) => updated(on, 'updated') },
  { service: 'lambda', waiter: 'FunctionUpdatedV2', begin: (on) => updated(on, 'updated-v2') },
  { service: 'lambda', waiter: 'PublishedVersionActive', begin: (on) => fn(on, 'published') },
  { service: 'rds', waiter: 'DBClusterAvailable', begin: (on) => cluster(on, 'new') },
  {
    service: 'rds',
    waiter: 'DBClusterDeleted',
    begin(on) {
      const input = cluster(on, 'old');
      on.world.settle();
      on.world.call('rds', 'DeleteDBCluster', { ...input, SkipFinalSnapshot: true });
      return input;
    },
  },
  { service: 'rds', waiter: 'DBClusterSnapshotAvailable', begin: (on) => snapshot(on, 'new') },
  {
    service: 'rds',
    waiter: 'DBClusterSnapshotDeleted',
    begin(on) {
      const input = snapshot(on, 'old');
      on.world.settle();
      on.world.call('rds', 'DeleteDBClusterSnapshot', input);
      return input;
    },
  },
  { service: 'rds', waiter: 'DBInstanceAvailable', begin: (on) => member(on, 'new') },
  {
    service: 'rds',
    waiter: 'DBInstanceDeleted',
    begin(on) {
      const input = member(on, 'old');
      on.world.settle();
      on.world.call('rds', 'DeleteDBInstance', { ...input, SkipFinalSnapshot: true });
      return input;
    },
  },
  { service: 'route53', waiter: 'ResourceRecordSetsChanged', begin: recordChange },
];

/** Waiters of the SDK that cannot end here, with the operation that they would need and the twin does not model. */
export const NEVER: Readonly<Record<string, string>> = {
  'acm AcmeDomainValidationDeleted': 'DescribeAcmeDomainValidation',
  'acm AcmeDomainValidationValidated': 'DescribeAcmeDomainValidation',
  'acm AcmeEndpointActive': 'DescribeAcmeEndpoint',
  'acm AcmeEndpointDeleted': 'DescribeAcmeEndpoint',
  'cloudwatch AlarmMuteRuleExists': 'GetAlarmMuteRule',
  'cloudwatch CompositeAlarmExists': 'PutCompositeAlarm',
  'cloudwatch LogAlarmExists': 'PutLogAlarm',
  'dynamodb BulkOperationCompleted': 'DescribeBulkOperation',
  'dynamodb ContributorInsightsEnabled': 'DescribeContributorInsights',
  'dynamodb ExportCompleted': 'DescribeExport',
  'dynamodb ImportCompleted': 'DescribeImport',
  'dynamodb KinesisStreamingDestinationActive': 'DescribeKinesisStreamingDestination',
  'ec2 BundleTaskComplete': 'DescribeBundleTasks',
  'ec2 ConversionTaskCancelled': 'DescribeConversionTasks',
  'ec2 ConversionTaskCompleted': 'DescribeConversionTasks',
  'ec2 ConversionTaskDeleted': 'DescribeConversionTasks',
  'ec2 CustomerGatewayAvailable': 'DescribeCustomerGateways',
  'ec2 ExportTaskCancelled': 'DescribeExportTasks',
  'ec2 ExportTaskCompleted': 'DescribeExportTasks',
  'ec2 ImageAvailable': 'DescribeImages',
  'ec2 ImageExists': 'DescribeImages',
  'ec2 ImageUsageReportAvailable': 'DescribeImageUsageReports',
  'ec2 InstanceStopped': 'StopInstances',
  'ec2 KeyPairExists': 'DescribeKeyPairs',
  'ec2 NetworkInterfaceAvailable': 'CreateNetworkInterface',
  'ec2 PasswordDataAvailable': 'GetPasswordData',
  'ec2 SecondaryNetworkCreateComplete': 'DescribeSecondaryNetworks',
  'ec2 SecondaryNetworkDeleteComplete': 'DescribeSecondaryNetworks',
  'ec2 SecondarySubnetCreateComplete': 'DescribeSecondarySubnets',
  'ec2 SecondarySubnetDeleteComplete': 'DescribeSecondarySubnets',
  'ec2 SecurityGroupVpcAssociationAssociated': 'DescribeSecurityGroupVpcAssociations',
  'ec2 SecurityGroupVpcAssociationDisassociated': 'DescribeSecurityGroupVpcAssociations',
  'ec2 SnapshotCompleted': 'DescribeSnapshots',
  'ec2 SnapshotImported': 'DescribeImportSnapshotTasks',
  'ec2 SpotInstanceRequestFulfilled': 'DescribeSpotInstanceRequests',
  'ec2 StoreImageTaskComplete': 'DescribeStoreImageTasks',
  'ec2 VolumeAvailable': 'DescribeVolumes',
  'ec2 VolumeDeleted': 'DescribeVolumes',
  'ec2 VolumeInUse': 'DescribeVolumes',
  'ec2 VpcPeeringConnectionDeleted': 'DescribeVpcPeeringConnections',
  'ec2 VpcPeeringConnectionExists': 'DescribeVpcPeeringConnections',
  'ec2 VpnConnectionAvailable': 'DescribeVpnConnections',
  'ec2 VpnConnectionDeleted': 'DescribeVpnConnections',
  'iam PolicyExists': 'GetPolicy',
  'iam UserExists': 'GetUser',
  'rds DBSnapshotAvailable': 'DescribeDBSnapshots',
  'rds DBSnapshotDeleted': 'DescribeDBSnapshots',
  'rds TenantDatabaseAvailable': 'DescribeTenantDatabases',
  'rds TenantDatabaseDeleted': 'DescribeTenantDatabases',
};

function certificate({ world }: Stage): object {
  const zone = world.call<{ HostedZone: { Id: string } }>('route53', 'CreateHostedZone', {
    Name: 'example.com',
    CallerReference: 'zone',
  });
  const { CertificateArn } = world.call<{ CertificateArn: string }>('acm', 'RequestCertificate', {
    DomainName: 'www.example.com',
    ValidationMethod: 'DNS',
  });
  world.pass(60);
  const { Certificate } = world.call<{
    Certificate: { DomainValidationOptions: { ResourceRecord: { Name: string; Type: string; Value: string } }[] };
  }>('acm', 'DescribeCertificate', { CertificateArn });
  const record = Certificate.DomainValidationOptions[0]?.ResourceRecord;
  change(world, zone.HostedZone.Id, {
    Name: record?.Name,
    Type: record?.Type,
    TTL: 300,
    ResourceRecords: [{ Value: record?.Value }],
  });
  return { CertificateArn };
}

function recordChange({ world }: Stage): object {
  const zone = world.call<{ HostedZone: { Id: string } }>('route53', 'CreateHostedZone', {
    Name: 'example.org',
    CallerReference: 'other',
  });
  return {
    Id: change(world, zone.HostedZone.Id, {
      Name: 'a.example.org',
      Type: 'A',
      TTL: 60,
      ResourceRecords: [{ Value: '192.0.2.1' }],
    }),
  };
}

function change(world: NetworkWorld, zoneId: string, record: object): string {
  return world.call<{ ChangeInfo: { Id: string } }>('route53', 'ChangeResourceRecordSets', {
    HostedZoneId: zoneId,
    ChangeBatch: { Changes: [{ Action: 'CREATE', ResourceRecordSet: record }] },
  }).ChangeInfo.Id;
}

function alarm({ world }: Stage): object {
  world.call('cloudwatch', 'PutMetricAlarm', ALARM);
  return { AlarmNames: ['alarm'] };
}

function table({ world }: Stage, name: string): { TableName: string } {
  world.call('dynamodb', 'CreateTable', {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  });
  return { TableName: name };
}

function instance({ world, network }: Stage): { InstanceIds: string[] } {
  // RunInstances is throttled at two a second
  world.pass(1);
  const { Instances } = world.ec2<{ Instances: { InstanceId: string }[] }>('RunInstances', {
    ImageId: 'ami-1',
    InstanceType: 'm7g.large',
    SubnetId: network.subnetIds[0],
    MinCount: 1,
    MaxCount: 1,
  });
  return { InstanceIds: Instances.map(({ InstanceId }) => InstanceId) };
}

function gateway({ world, network }: Stage): { NatGatewayIds: string[] } {
  const { AllocationId } = world.ec2<{ AllocationId: string }>('AllocateAddress', { Domain: 'vpc' });
  const input = { SubnetId: network.subnetIds[0], AllocationId };
  return {
    NatGatewayIds: [
      world.ec2<{ NatGateway: { NatGatewayId: string } }>('CreateNatGateway', input).NatGateway.NatGatewayId,
    ],
  };
}

function balancer({ world, network }: Stage, name: string): { LoadBalancerArns: string[] } {
  return { LoadBalancerArns: [world.balancer(network, name)] };
}

function leaving(on: Stage): object {
  const { world, network, fleet } = on;
  const [Id] = instance(on).InstanceIds;
  world.pass(300);
  const { TargetGroups } = world.elbv2<{ TargetGroups: { TargetGroupArn: string }[] }>('CreateTargetGroup', {
    Name: 'leaving',
    Protocol: 'HTTP',
    Port: 8080,
    VpcId: network.vpcId,
  });
  const TargetGroupArn = TargetGroups[0]?.TargetGroupArn ?? '';
  world.listen(fleet.balancerArn, TargetGroupArn, 8080);
  world.elbv2('RegisterTargets', { TargetGroupArn, Targets: [{ Id }] });
  world.elbv2('DeregisterTargets', { TargetGroupArn, Targets: [{ Id }] });
  return { TargetGroupArn, Targets: [{ Id }] };
}

function fn({ world }: Stage, name: string): { FunctionName: string } {
  world.call('lambda', 'CreateFunction', {
    FunctionName: name,
    Role: 'arn:aws:iam::111122223333:role/role',
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Code: { ZipFile: new Uint8Array([80, 75, 3, 4]) },
  });
  return { FunctionName: name };
}

function updated(on: Stage, name: string): object {
  const input = fn(on, name);
  on.world.settle();
  on.world.call('lambda', 'UpdateFunctionConfiguration', { ...input, MemorySize: 512 });
  return input;
}

function cluster({ world }: Stage, name: string): { DBClusterIdentifier: string } {
  world.call('rds', 'CreateDBCluster', {
    DBClusterIdentifier: name,
    Engine: 'aurora-postgresql',
    EngineVersion: '16.4',
    MasterUsername: 'app',
    MasterUserPassword: 'planted-secret-1',
    DBSubnetGroupName: 'data',
  });
  return { DBClusterIdentifier: name };
}

function snapshot(on: Stage, name: string): { DBClusterSnapshotIdentifier: string } {
  const { DBClusterIdentifier } = cluster(on, `of-${name}`);
  on.world.settle();
  on.world.call('rds', 'CreateDBClusterSnapshot', { DBClusterIdentifier, DBClusterSnapshotIdentifier: name });
  return { DBClusterSnapshotIdentifier: name };
}

function member(on: Stage, name: string): { DBInstanceIdentifier: string } {
  const { DBClusterIdentifier } = cluster(on, `with-${name}`);
  on.world.settle();
  on.world.call('rds', 'CreateDBInstance', {
    DBInstanceIdentifier: name,
    DBClusterIdentifier,
    DBInstanceClass: 'db.r6g.large',
    Engine: 'aurora-postgresql',
  });
  return { DBInstanceIdentifier: name };
}
