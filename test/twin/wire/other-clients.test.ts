import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Request } from '../../../src/twin/dispatch.ts';
import { type Listener, listen } from '../../../src/twin/wire/index.ts';
import { testWith } from '../../support/external.ts';
import { stubWire } from './support.ts';

const run = promisify(execFile);

/** Only what these programs need: no real credentials, no configuration, no proxy. */
const env = {
  PATH: process.env['PATH'] ?? '',
  HOME: '/nonexistent',
  AWS_ACCESS_KEY_ID: 'TWINTEST',
  AWS_SECRET_ACCESS_KEY: 'any',
  AWS_DEFAULT_REGION: 'us-west-2',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_MAX_ATTEMPTS: '1',
  AWS_PAGER: '',
  NO_PROXY: '127.0.0.1',
};

const ANSWERS: Readonly<Record<string, object>> = {
  'rds.DescribeDBClusters': { DBClusters: [{ DBClusterIdentifier: 'ü<1>', ClusterCreateTime: new Date(1_500) }] },
  'ec2.DescribeVpcs': { Vpcs: [{ VpcId: 'vpc-1', Tags: [{ Key: 'a', Value: 'b' }] }] },
  'route53.ListResourceRecordSets': {
    ResourceRecordSets: [{ Name: 'a.', Type: 'A', Weight: 1, SetIdentifier: 'use1' }],
    IsTruncated: false,
    MaxItems: 100,
  },
  'backup.DescribeBackupVault': { BackupVaultName: 'v', CreationDate: new Date(1_500) },
  'dynamodb.GetItem': { Item: { id: { S: 'claim' }, raw: { B: Uint8Array.of(1, 255) } } },
  'kms.DescribeKey': { KeyMetadata: { KeyId: 'k', Enabled: true } },
  'cloudwatch.DescribeAlarms': { MetricAlarms: [{ AlarmName: 'claim', Threshold: 1.5 }] },
};

const requests: Request[] = [];
let listener: Listener;
beforeAll(async () => {
  const { wire } = stubWire((request) => {
    requests.push(request);
    return ANSWERS[`${request.service}.${request.operation}`] ?? {};
  });
  listener = await listen(wire, { port: 0 });
});
afterAll(() => listener.close());

testWith('boto3', 'boto3 reads the answers and errors of each protocol that it speaks', async () => {
  const { stdout } = await run('python3', ['-c', BOTO3_PROGRAM, listener.url], { env });
  expect(JSON.parse(stdout)).toEqual({
    rds: ['ü<1>', '1970-01-01T00:00:01.500000+00:00'],
    ec2: [{ Key: 'a', Value: 'b' }],
    route53: ['use1', 1],
    backup: '1970-01-01T00:00:01.500000+00:00',
    dynamodb: [1, 255],
    kms: true,
    cloudwatch: ['claim', 1.5],
    refused: 'InvalidClientTokenId',
    unsupported: ['NotImplemented', 501],
  });
  const alarms = requests.find(({ operation }) => operation === 'DescribeAlarms');
  expect(alarms).toMatchObject({ region: 'us-west-2', input: { AlarmNames: ['claim'], MaxRecords: 5 } });
});

testWith('aws', 'aws-cli sends nested values and prints the answer', async () => {
  const tag = 'ResourceType=vpc,Tags=[{Key=a b,Value="c,d"}]';
  const create = ['ec2', 'create-vpc', '--cidr-block', '10.0.0.0/16', '--tag-specifications', tag];
  await run('aws', ['--endpoint-url', listener.url, ...create], { env });
  expect(requests.at(-1)).toMatchObject({
    service: 'ec2',
    operation: 'CreateVpc',
    region: 'us-west-2',
    input: {
      CidrBlock: '10.0.0.0/16',
      TagSpecifications: [{ ResourceType: 'vpc', Tags: [{ Key: 'a b', Value: 'c,d' }] }],
    },
  });
  const { stdout } = await run(
    'aws',
    ['--endpoint-url', listener.url, '--output', 'json', 'rds', 'describe-db-clusters'],
    { env },
  );
  expect(JSON.parse(stdout)).toMatchObject({ DBClusters: [{ DBClusterIdentifier: 'ü<1>' }] });
});

const BOTO3_PROGRAM = `
import boto3, json, sys
from botocore.config import Config
from botocore.exceptions import ClientError
config = Config(retries={'total_max_attempts': 1}, proxies={})
c = lambda name, **kw: boto3.client(name, endpoint_url=sys.argv[1], config=config, **kw)
def code(call):
    try: call()
    except ClientError as e: return e.response
out = {}
x = c('rds').describe_db_clusters()['DBClusters'][0]
out['rds'] = [x['DBClusterIdentifier'], x['ClusterCreateTime'].isoformat()]
out['ec2'] = c('ec2').describe_vpcs()['Vpcs'][0]['Tags']
x = c('route53').list_resource_record_sets(HostedZoneId='Z1')['ResourceRecordSets'][0]
out['route53'] = [x['SetIdentifier'], x['Weight']]
out['backup'] = c('backup').describe_backup_vault(BackupVaultName='a b')['CreationDate'].astimezone(__import__('datetime').timezone.utc).isoformat()
out['dynamodb'] = list(c('dynamodb').get_item(TableName='t', Key={'id': {'S': 'claim'}})['Item']['raw']['B'])
out['kms'] = c('kms').describe_key(KeyId='k')['KeyMetadata']['Enabled']
x = c('cloudwatch').describe_alarms(AlarmNames=['claim'], MaxRecords=5)['MetricAlarms'][0]
out['cloudwatch'] = [x['AlarmName'], x['Threshold']]
out['refused'] = code(lambda: c('sts', aws_access_key_id='AKIA1', aws_secret_access_key='x').get_caller_identity())['Error']['Code']
x = code(lambda: c('rds').describe_db_snapshots())
out['unsupported'] = [x['Error']['Code'], x['ResponseMetadata']['HTTPStatusCode']]
print(json.dumps(out))
`;
