import type { CreateTableInput, TableDescription, UpdateTableInput } from '@aws-sdk/client-dynamodb';
import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call, Handlers } from '../../call.ts';
import { elapseMs } from '../../physics/duration.ts';
import { mergeTags, tagsOf } from '../tag-list.ts';
import { itemTable, type TableRecord, tableArn, tableTable } from './records.ts';

/** Tables of one region each. Indexes, streams, global tables and imports are not modelled. */
export const tables: Handlers<typeof import('@aws-sdk/client-dynamodb')> = {
  CreateTable(input, call) {
    refuseUnmodelled(input);
    const name = input.TableName ?? '';
    if (tableTable(call.world).get(`${call.region}/${name}`)) {
      throw new AwsError('ResourceInUseException', `the table ${name} exists`);
    }
    const table = tableOf(input, call, name);
    tableTable(call.world).put(`${call.region}/${name}`, table);
    later(call, table, 'create');
    return { TableDescription: described(call, table) };
  },

  DescribeTable(input, call) {
    return { Table: described(call, findTable(call, input.TableName)) };
  },

  UpdateTable(input, call) {
    refuseUnmodelled(input);
    const table = findTable(call, input.TableName);
    if (table.status !== 'ACTIVE') {
      throw new AwsError('ResourceInUseException', `the table ${table.name} is ${table.status}`, { row: 'DDB-01' });
    }
    const next: TableRecord = {
      ...table,
      status: 'UPDATING',
      billingMode: input.BillingMode ?? table.billingMode,
      readCapacity: input.ProvisionedThroughput?.ReadCapacityUnits ?? table.readCapacity,
      writeCapacity: input.ProvisionedThroughput?.WriteCapacityUnits ?? table.writeCapacity,
      deletionProtected: input.DeletionProtectionEnabled ?? table.deletionProtected,
      tableClass: input.TableClass ?? table.tableClass,
      encryption: input.SSESpecification ? encryptionOf(input) : table.encryption,
    };
    tableTable(call.world).put(`${call.region}/${table.name}`, next);
    later(call, next, `update@${call.world.nowMs}`);
    return { TableDescription: described(call, next) };
  },

  DeleteTable(input, call) {
    const table = findTable(call, input.TableName);
    if (table.deletionProtected) {
      throw new AwsError('ValidationException', `the table ${table.name} is protected against deletion`);
    }
    if (table.status !== 'ACTIVE') {
      throw new AwsError('ResourceInUseException', `the table ${table.name} is ${table.status}`);
    }
    const next: TableRecord = { ...table, status: 'DELETING' };
    tableTable(call.world).put(`${call.region}/${table.name}`, next);
    later(call, next, 'delete');
    return { TableDescription: described(call, next) };
  },
};

/** A table of the call's region; throws `ResourceNotFoundException`. */
export function findTable(call: Call, nameOrArn: string | undefined): TableRecord {
  const name = (nameOrArn ?? '').replace(/^arn:.*:table\//, '');
  const table = tableTable(call.world).get(`${call.region}/${name}`);
  if (!table) throw new AwsError('ResourceNotFoundException', `no table ${name} in ${call.region}`);
  return table;
}

function later(call: Call, table: TableRecord, event: string): void {
  const atMs = call.world.nowMs + elapseMs(call.world, 'dynamodb.table', table.arn, event);
  call.world.schedule({
    atMs,
    kind: 'dynamodb.table',
    subject: table.arn,
    data: { region: call.region, name: table.name },
  });
}

function tableOf(input: CreateTableInput, call: Call, name: string): TableRecord {
  const keyOf = (type: string) => input.KeySchema?.find((key) => key.KeyType === type)?.AttributeName;
  const hashKey = keyOf('HASH');
  const attributes = (input.AttributeDefinitions ?? []).map((attribute) => ({
    name: attribute.AttributeName ?? '',
    type: attribute.AttributeType ?? '',
  }));
  const rangeKey = keyOf('RANGE');
  for (const key of [hashKey, rangeKey]) {
    if (key !== undefined && !attributes.some((attribute) => attribute.name === key)) {
      throw new AwsError('ValidationException', `the key ${key} is not among the attribute definitions`);
    }
  }
  if (hashKey === undefined) throw new AwsError('ValidationException', 'a table needs a hash key');
  const id = call.newId('', 32);
  return {
    name,
    arn: tableArn(call.region, call.account, name),
    region: call.region,
    id: [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20)].join('-'),
    status: 'CREATING',
    attributes,
    hashKey,
    rangeKey,
    billingMode: input.BillingMode ?? 'PROVISIONED',
    readCapacity: input.ProvisionedThroughput?.ReadCapacityUnits ?? 0,
    writeCapacity: input.ProvisionedThroughput?.WriteCapacityUnits ?? 0,
    deletionProtected: input.DeletionProtectionEnabled ?? false,
    tableClass: input.TableClass,
    encryption: encryptionOf(input),
    pointInTimeRecovery: false,
    tags: mergeTags({}, tagsOf(input.Tags)),
    createdMs: call.world.nowMs,
  };
}

function encryptionOf(input: CreateTableInput | UpdateTableInput): { kmsKeyArn?: string | undefined } | undefined {
  if (!input.SSESpecification?.Enabled) return undefined;
  return { kmsKeyArn: input.SSESpecification.KMSMasterKeyId };
}

function refuseUnmodelled(input: CreateTableInput | UpdateTableInput): void {
  const unmodelled = {
    GlobalSecondaryIndexes: 'GlobalSecondaryIndexes' in input ? input.GlobalSecondaryIndexes : undefined,
    LocalSecondaryIndexes: 'LocalSecondaryIndexes' in input ? input.LocalSecondaryIndexes : undefined,
    GlobalSecondaryIndexUpdates: 'GlobalSecondaryIndexUpdates' in input ? input.GlobalSecondaryIndexUpdates : undefined,
    ReplicaUpdates: 'ReplicaUpdates' in input ? input.ReplicaUpdates : undefined,
    StreamSpecification: input.StreamSpecification?.StreamEnabled ? input.StreamSpecification : undefined,
    OnDemandThroughput: input.OnDemandThroughput,
    WarmThroughput: input.WarmThroughput,
  };
  for (const [member, value] of Object.entries(unmodelled)) {
    if (value !== undefined && !(Array.isArray(value) && value.length === 0)) {
      throw notModelled(`dynamodb tables with ${member}`);
    }
  }
}

function described(call: Call, table: TableRecord): TableDescription {
  const items = itemTable(call.world).values(`${call.region}/${table.name}/`).length;
  return {
    TableName: table.name,
    TableArn: table.arn,
    TableId: table.id,
    TableStatus: table.status,
    AttributeDefinitions: table.attributes.map(({ name, type }) => ({
      AttributeName: name,
      AttributeType: type as 'S',
    })),
    KeySchema: [
      { AttributeName: table.hashKey, KeyType: 'HASH' },
      ...(table.rangeKey === undefined ? [] : [{ AttributeName: table.rangeKey, KeyType: 'RANGE' as const }]),
    ],
    BillingModeSummary: { BillingMode: table.billingMode },
    ProvisionedThroughput: {
      ReadCapacityUnits: table.readCapacity,
      WriteCapacityUnits: table.writeCapacity,
      NumberOfDecreasesToday: 0,
    },
    DeletionProtectionEnabled: table.deletionProtected,
    ...(table.tableClass !== undefined && { TableClassSummary: { TableClass: table.tableClass as 'STANDARD' } }),
    ...(table.encryption && {
      SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: table.encryption.kmsKeyArn },
    }),
    ItemCount: items,
    CreationDateTime: new Date(table.createdMs),
  };
}
