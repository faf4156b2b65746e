import type { TableDescription } from '@aws-sdk/client-dynamodb';
import type { PropertyMap } from '../../../lib/property.ts';
import { notModelled } from '../../aws-error.ts';
import type { Adapter, AdapterAws } from '../adapter.ts';
import { gone, listedTags, retag } from './common.ts';
import { block, blocks, flag, number, text } from './plain.ts';

export const table: Adapter = {
  type: 'aws:dynamodb/table:Table',

  create(inputs, aws) {
    refuseUnmodelled(inputs);
    const Tags = listedTags(inputs);
    const rangeKey = text(inputs, 'rangeKey');
    const { TableDescription } = aws.call<{ TableDescription: TableDescription }>('dynamodb', 'CreateTable', {
      TableName: text(inputs, 'name'),
      AttributeDefinitions: blocks(inputs, 'attributes').map((attribute) => ({
        AttributeName: text(attribute, 'name'),
        AttributeType: text(attribute, 'type'),
      })),
      KeySchema: [
        { AttributeName: text(inputs, 'hashKey'), KeyType: 'HASH' },
        ...(rangeKey === undefined ? [] : [{ AttributeName: rangeKey, KeyType: 'RANGE' }]),
      ],
      ...settingsOf(inputs),
      ...(Tags.length > 0 && { Tags }),
    });
    const id = TableDescription.TableName ?? '';
    aws.settle(TableDescription.TableArn ?? '');
    setRecovery(aws, id, inputs);
    return id;
  },

  read(id, aws) {
    const found = describe(aws, id);
    if (!found) return undefined;
    const keyOf = (type: string) => found.KeySchema?.find((key) => key.KeyType === type)?.AttributeName;
    const recovery = aws.call<{
      ContinuousBackupsDescription: { PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: string } };
    }>('dynamodb', 'DescribeContinuousBackups', { TableName: id });
    const { Tags } = aws.call<{ Tags: { Key: string; Value: string }[] }>('dynamodb', 'ListTagsOfResource', {
      ResourceArn: found.TableArn,
    });
    const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
    const status = recovery.ContinuousBackupsDescription.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus;
    return {
      arn: found.TableArn,
      name: found.TableName,
      attributes: (found.AttributeDefinitions ?? []).map((attribute) => ({
        name: attribute.AttributeName,
        type: attribute.AttributeType,
      })),
      hashKey: keyOf('HASH'),
      rangeKey: keyOf('RANGE'),
      billingMode: found.BillingModeSummary?.BillingMode,
      readCapacity: found.ProvisionedThroughput?.ReadCapacityUnits,
      writeCapacity: found.ProvisionedThroughput?.WriteCapacityUnits,
      deletionProtectionEnabled: found.DeletionProtectionEnabled,
      tableClass: found.TableClassSummary?.TableClass,
      pointInTimeRecovery: { enabled: status === 'ENABLED' },
      ...(found.SSEDescription && {
        serverSideEncryption: { enabled: true, kmsKeyArn: found.SSEDescription.KMSMasterKeyArn },
      }),
      streamArn: '',
      streamLabel: '',
      tags,
      tagsAll: tags,
    };
  },

  update(id, { before, after, changed }, aws) {
    refuseUnmodelled(after);
    const arn = describe(aws, id)?.TableArn ?? '';
    if (SETTINGS.some((name) => changed.has(name))) {
      aws.call('dynamodb', 'UpdateTable', { TableName: id, ...settingsOf(after) });
      aws.settle(arn);
    }
    if (changed.has('pointInTimeRecovery')) setRecovery(aws, id, after);
    retag(before, after, {
      add: (tags) =>
        aws.call('dynamodb', 'TagResource', { ResourceArn: arn, Tags: tags.map(([Key, Value]) => ({ Key, Value })) }),
      remove: (TagKeys) => aws.call('dynamodb', 'UntagResource', { ResourceArn: arn, TagKeys }),
    });
  },

  delete(id, _state, aws) {
    const arn = describe(aws, id)?.TableArn ?? '';
    aws.call('dynamodb', 'DeleteTable', { TableName: id });
    aws.settle(arn);
  },
};

const SETTINGS = [
  'billingMode',
  'readCapacity',
  'writeCapacity',
  'deletionProtectionEnabled',
  'tableClass',
  'serverSideEncryption',
];
const UNMODELLED = [
  'globalSecondaryIndexes',
  'localSecondaryIndexes',
  'replicas',
  'importTable',
  'restoreSourceName',
].concat(['restoreSourceTableArn', 'restoreBackupArn', 'onDemandThroughput', 'warmThroughput', 'globalTableWitness']);

function refuseUnmodelled(inputs: PropertyMap): void {
  for (const name of UNMODELLED) {
    const value = inputs[name];
    if (value !== undefined && !(Array.isArray(value) && value.length === 0)) throw notModelled(`tables with ${name}`);
  }
  if (flag(inputs, 'streamEnabled')) throw notModelled('streams of tables');
  if (flag(block(inputs, 'ttl') ?? {}, 'enabled')) throw notModelled('the time to live of items');
}

function settingsOf(inputs: PropertyMap): Record<string, unknown> {
  const mode = text(inputs, 'billingMode') ?? 'PROVISIONED';
  const encryption = block(inputs, 'serverSideEncryption');
  return {
    BillingMode: mode,
    ...(mode === 'PROVISIONED' && {
      ProvisionedThroughput: {
        ReadCapacityUnits: number(inputs, 'readCapacity'),
        WriteCapacityUnits: number(inputs, 'writeCapacity'),
      },
    }),
    ...(flag(inputs, 'deletionProtectionEnabled') !== undefined && {
      DeletionProtectionEnabled: flag(inputs, 'deletionProtectionEnabled'),
    }),
    ...(text(inputs, 'tableClass') !== undefined && { TableClass: text(inputs, 'tableClass') }),
    ...(encryption && {
      SSESpecification: { Enabled: flag(encryption, 'enabled'), KMSMasterKeyId: text(encryption, 'kmsKeyArn') },
    }),
  };
}

function setRecovery(aws: AdapterAws, TableName: string, inputs: PropertyMap): void {
  const recovery = block(inputs, 'pointInTimeRecovery');
  if (!recovery) return;
  aws.call('dynamodb', 'UpdateContinuousBackups', {
    TableName,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: flag(recovery, 'enabled') ?? false },
  });
}

function describe(aws: AdapterAws, TableName: string): TableDescription | undefined {
  return gone(
    () => aws.call<{ Table: TableDescription }>('dynamodb', 'DescribeTable', { TableName }),
    'ResourceNotFoundException',
  )?.Table;
}
