import type { DescribeGlobalClustersCommandOutput, GlobalCluster } from '@aws-sdk/client-rds';
import type { Adapter, AdapterAws } from '../adapter.ts';
import { gone } from './common.ts';
import { createTags, type Members, request, retagRds, tagOutputs } from './rds-common.ts';

const CREATE: Members = [
  ['globalClusterIdentifier', 'GlobalClusterIdentifier'],
  ['databaseName', 'DatabaseName'],
  ['deletionProtection', 'DeletionProtection'],
  ['engine', 'Engine'],
  ['engineLifecycleSupport', 'EngineLifecycleSupport'],
  ['engineVersion', 'EngineVersion'],
  ['sourceDbClusterIdentifier', 'SourceDBClusterIdentifier'],
  ['storageEncrypted', 'StorageEncrypted'],
];
const MODIFY: Members = [
  ['deletionProtection', 'DeletionProtection'],
  ['engineVersion', 'EngineVersion'],
];

export const globalCluster: Adapter = {
  type: 'aws:rds/globalCluster:GlobalCluster',

  create(inputs, aws) {
    aws.call('rds', 'CreateGlobalCluster', { ...request(CREATE, inputs), ...createTags(inputs) });
    return String(inputs['globalClusterIdentifier']).toLowerCase();
  },

  read(id, aws) {
    const found = describe(id, aws);
    if (!found) return undefined;
    return {
      arn: found.GlobalClusterArn,
      databaseName: found.DatabaseName ?? '',
      deletionProtection: found.DeletionProtection,
      endpoint: found.Endpoint,
      engine: found.Engine,
      engineLifecycleSupport: found.EngineLifecycleSupport,
      engineVersion: found.EngineVersion,
      engineVersionActual: found.EngineVersion,
      globalClusterIdentifier: found.GlobalClusterIdentifier,
      globalClusterMembers: (found.GlobalClusterMembers ?? []).map((member) => ({
        dbClusterArn: member.DBClusterArn ?? '',
        isWriter: member.IsWriter ?? false,
      })),
      globalClusterResourceId: found.GlobalClusterResourceId,
      storageEncrypted: found.StorageEncrypted,
      ...tagOutputs(found.TagList),
    };
  },

  update(id, { before, after, changed }, aws) {
    const sent = request(MODIFY, after, changed);
    if (Object.keys(sent).length > 0) aws.call('rds', 'ModifyGlobalCluster', { GlobalClusterIdentifier: id, ...sent });
    retagRds(describe(id, aws)?.GlobalClusterArn ?? '', before, after, aws);
  },

  /** With `forceDestroy` the members are taken out first, the writer last, as the provider does. */
  delete(id, state, aws) {
    const members = state['forceDestroy'] === true ? (describe(id, aws)?.GlobalClusterMembers ?? []) : [];
    for (const member of [...members].sort((a, b) => Number(a.IsWriter) - Number(b.IsWriter))) {
      const arn = member.DBClusterArn ?? '';
      aws.call('rds', 'RemoveFromGlobalCluster', { GlobalClusterIdentifier: id, DbClusterIdentifier: arn });
      aws.settle(arn);
    }
    aws.call('rds', 'DeleteGlobalCluster', { GlobalClusterIdentifier: id });
  },
};

function describe(id: string, aws: AdapterAws): GlobalCluster | undefined {
  return gone(
    () =>
      aws.call<DescribeGlobalClustersCommandOutput>('rds', 'DescribeGlobalClusters', { GlobalClusterIdentifier: id }),
    'GlobalClusterNotFoundFault',
  )?.GlobalClusters?.[0];
}
