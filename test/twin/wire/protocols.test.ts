import { BackupClient, CreateBackupVaultCommand } from '@aws-sdk/client-backup';
import { CloudWatchClient, PutMetricAlarmCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateSecurityGroupCommand, EC2Client, EC2ServiceException } from '@aws-sdk/client-ec2';
import { DescribeKeyCommand, KMSClient, NotFoundException } from '@aws-sdk/client-kms';
import { GetFunctionCommand, LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import {
  AuthorizationNotFoundFault,
  CreateDBClusterCommand,
  DescribeDBClustersCommand,
  paginateDescribeDBClusters,
  RDSClient,
} from '@aws-sdk/client-rds';
import { ChangeResourceRecordSetsCommand, NoSuchHostedZone, Route53Client } from '@aws-sdk/client-route-53';
import { expect, test } from 'vitest';
import type { ServiceName } from '../../../src/twin/call.ts';
import { twinClientConfig, type Wire } from '../../../src/twin/wire/index.ts';
import { refusing, stubWire } from './support.ts';

const config = (wire: Wire, service: ServiceName) =>
  twinClientConfig(wire, { service, region: 'us-west-2', accessKeyId: 'TWINRUNNER' });

test('awsQuery carries lists under their own names, tags, and who asked from where', async () => {
  const { wire, requests } = stubWire(() => ({ DBCluster: { DBClusterIdentifier: 'orders' } }));
  const input = {
    DBClusterIdentifier: 'orders & sons',
    Engine: 'aurora-postgresql',
    VpcSecurityGroupIds: ['sg-1', 'sg-2'],
    Tags: [{ Key: 'ünï', Value: 'a=b&c d+e' }],
    StorageEncrypted: true,
    BackupRetentionPeriod: 7,
  };
  await new RDSClient(config(wire, 'rds')).send(new CreateDBClusterCommand(input));
  expect(requests).toEqual([
    { service: 'rds', operation: 'CreateDBCluster', region: 'us-west-2', accessKeyId: 'TWINRUNNER', input },
  ]);
});

test('awsQuery answers instants to the millisecond, nested lists, empty lists and text that XML must escape', async () => {
  const DBClusters = [
    {
      DBClusterIdentifier: '<orders> & "sons"\r\n',
      ClusterCreateTime: new Date('2026-01-02T03:04:05.678Z'),
      DBClusterMembers: [{ DBInstanceIdentifier: 'orders-1', IsClusterWriter: true, PromotionTier: 1 }],
      ReadReplicaIdentifiers: [],
    },
  ];
  const { wire } = stubWire(() => ({ DBClusters }));
  const answer = await new RDSClient(config(wire, 'rds')).send(new DescribeDBClustersCommand({}));
  expect(answer.DBClusters).toEqual(DBClusters);
});

test('an error that the model lists is thrown as its own class, by its name or by its query code, with its status', async () => {
  for (const code of ['AuthorizationNotFoundFault', 'AuthorizationNotFound']) {
    const { wire } = refusing(code, 'no cluster <orders>');
    const sent = new RDSClient(config(wire, 'rds')).send(
      new DescribeDBClustersCommand({ DBClusterIdentifier: 'orders' }),
    );
    const error = await sent.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AuthorizationNotFoundFault);
    expect(error).toMatchObject({ message: 'no cluster <orders>', $metadata: { httpStatusCode: 404 } });
  }
});

test('a paginator walks the pages that a handler gives', async () => {
  const { wire, requests } = stubWire(({ input }) =>
    'Marker' in input
      ? { DBClusters: [{ DBClusterIdentifier: 'b' }] }
      : { DBClusters: [{ DBClusterIdentifier: 'a' }], Marker: 'next page' },
  );
  const seen: (string | undefined)[] = [];
  for await (const page of paginateDescribeDBClusters({ client: new RDSClient(config(wire, 'rds')) }, {})) {
    seen.push(...(page.DBClusters ?? []).map((cluster) => cluster.DBClusterIdentifier));
  }
  expect(seen).toEqual(['a', 'b']);
  expect(requests.map(({ input }) => input)).toEqual([{}, { Marker: 'next page' }]);
});

test('ec2Query numbers its lists without a name between, and answers errors with EC2 codes', async () => {
  const { wire, requests } = refusing('InvalidGroup.Duplicate', 'the group exists');
  const input = {
    GroupName: 'web',
    Description: 'web servers',
    VpcId: 'vpc-1',
    TagSpecifications: [{ ResourceType: 'security-group' as const, Tags: [{ Key: 'a', Value: 'b' }] }],
  };
  const sent = new EC2Client(config(wire, 'ec2')).send(new CreateSecurityGroupCommand(input));
  const error = await sent.catch((thrown: unknown) => thrown);
  expect(requests[0]?.input).toEqual(input);
  expect(error).toBeInstanceOf(EC2ServiceException);
  expect(error).toMatchObject({ name: 'InvalidGroup.Duplicate', message: 'the group exists' });
});

test('restXml reads labels and nested XML, and answers its errors as their classes', async () => {
  const { wire, requests } = refusing('NoSuchHostedZone', 'no zone');
  const ChangeBatch = {
    Changes: [
      {
        Action: 'UPSERT' as const,
        ResourceRecordSet: {
          Name: 'orders.example.com',
          Type: 'TXT' as const,
          SetIdentifier: 'use1 & <usw2>',
          Weight: 0,
          ResourceRecords: [{ Value: '"two  spaces"' }],
        },
      },
    ],
  };
  const sent = new Route53Client(config(wire, 'route53')).send(
    new ChangeResourceRecordSetsCommand({ HostedZoneId: '/hostedzone/Z1', ChangeBatch }),
  );
  const error = await sent.catch((thrown: unknown) => thrown);
  // the SDK takes the prefix off before it sends
  expect(requests[0]?.input).toEqual({ HostedZoneId: 'Z1', ChangeBatch });
  expect(error).toBeInstanceOf(NoSuchHostedZone);
  expect(error).toMatchObject({ $metadata: { httpStatusCode: 404 } });
});

test('restJson1 carries maps and instants in its bodies', async () => {
  const CreationDate = new Date('2026-01-02T03:04:05.678Z');
  const { wire, requests } = stubWire(() => ({ BackupVaultName: 'v', CreationDate }));
  const input = { BackupVaultName: 'a vault/with:signs', BackupVaultTags: { ü: 'b', c: '' }, CreatorRequestId: 'r' };
  const answer = await new BackupClient(config(wire, 'backup')).send(new CreateBackupVaultCommand(input));
  expect(requests[0]?.input).toEqual(input);
  expect(answer.CreationDate).toEqual(CreationDate);
});

test('restJson1 answers errors as their classes', async () => {
  const { wire } = refusing('ResourceNotFoundException', 'no function');
  const sent = new LambdaClient(config(wire, 'lambda')).send(new GetFunctionCommand({ FunctionName: 'gate' }));
  const error = await sent.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ResourceNotFoundException);
  expect(error).toMatchObject({ message: 'no function', $metadata: { httpStatusCode: 404 } });
});

test('awsJson1_0 carries binary and nested attribute values, and the members of an error', async () => {
  const item = {
    id: { S: 'claim' },
    on: { N: '1' },
    raw: { B: Uint8Array.of(1, 2) },
    m: { M: { l: { L: [{ NULL: true }] } } },
  };
  const { wire, requests } = refusing('ConditionalCheckFailedException', 'no', {
    fields: { Item: { id: { S: 'claim' } } },
  });
  const sent = new DynamoDBClient(config(wire, 'dynamodb')).send(
    new PutItemCommand({ TableName: 't', Item: item as never }),
  );
  const error = await sent.catch((thrown: unknown) => thrown);
  expect(requests[0]?.input).toEqual({ TableName: 't', Item: item });
  expect(error).toBeInstanceOf(ConditionalCheckFailedException);
  expect(error).toMatchObject({ Item: { id: { S: 'claim' } } });
});

test('awsJson1_1 answers errors as their classes', async () => {
  const { wire } = refusing('NotFoundException', 'no key');
  const sent = new KMSClient(config(wire, 'kms')).send(new DescribeKeyCommand({ KeyId: 'k' }));
  const error = await sent.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(NotFoundException);
  expect(error).toMatchObject({ message: 'no key' });
});

test('a body that the SDK compresses arrives whole', async () => {
  const { wire, requests } = stubWire(() => ({}));
  const MetricData = Array.from({ length: 400 }, (_, index) => ({ MetricName: `ClaimOfSite${index}`, Value: index }));
  const input = { Namespace: 'Evenkeel/orders-prod', MetricData };
  await new CloudWatchClient(config(wire, 'cloudwatch')).send(new PutMetricDataCommand(input));
  expect(requests[0]?.input).toEqual(input);
});

test('awsJson1_0 keeps a member of a union that is empty', async () => {
  const { wire, requests } = stubWire(() => ({}));
  const input = { AlarmName: 'claim', EvaluationWindow: { SlidingWindow: {} } };
  await new CloudWatchClient(config(wire, 'cloudwatch')).send(new PutMetricAlarmCommand(input));
  expect(requests[0]?.input).toEqual(input);
});

test('an operation without output answers nothing but its metadata', async () => {
  const { wire } = stubWire(() => ({}));
  const answer = await new CloudWatchClient(config(wire, 'cloudwatch')).send(
    new PutMetricDataCommand({ Namespace: 'n', MetricData: [] }),
  );
  expect(Object.keys(answer)).toEqual(['$metadata']);
});
