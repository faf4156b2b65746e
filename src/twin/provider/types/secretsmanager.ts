import type { DescribeSecretResponse, GetSecretValueResponse } from '@aws-sdk/client-secrets-manager';
import type { PropertyMap } from '../../../lib/property.ts';
import type { Adapter } from '../adapter.ts';
import { gone, listedTags, optional, retag } from './common.ts';

interface Replica {
  readonly region: string;
  readonly kmsKeyId?: string;
}

const secret: Adapter = {
  type: 'aws:secretsmanager/secret:Secret',

  create(inputs, aws) {
    const replicas = replicasOf(inputs);
    const { ARN } = aws.call<{ ARN: string }>('secretsmanager', 'CreateSecret', {
      Name: inputs['name'],
      ...optional('Description', inputs['description']),
      ...optional('KmsKeyId', inputs['kmsKeyId']),
      ...(replicas.length > 0 && { AddReplicaRegions: replicas.map(toAws) }),
      Tags: listedTags(inputs),
    });
    if (inputs['policy'] !== undefined) {
      aws.call('secretsmanager', 'PutResourcePolicy', { SecretId: ARN, ResourcePolicy: inputs['policy'] });
    }
    return ARN;
  },

  read(id, aws) {
    const found = gone(
      () => aws.call<DescribeSecretResponse>('secretsmanager', 'DescribeSecret', { SecretId: id }),
      'ResourceNotFoundException',
    );
    if (!found || found.DeletedDate) return undefined;
    const { ResourcePolicy } = aws.call<{ ResourcePolicy?: string }>('secretsmanager', 'GetResourcePolicy', {
      SecretId: id,
    });
    const tags = Object.fromEntries((found.Tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']));
    return {
      arn: found.ARN,
      name: found.Name,
      description: found.Description,
      kmsKeyId: found.KmsKeyId,
      policy: ResourcePolicy,
      replicas: (found.ReplicationStatus ?? []).map((replica) => ({
        region: replica.Region,
        kmsKeyId: replica.KmsKeyId,
        status: replica.Status,
        statusMessage: '',
        lastAccessedDate: '',
      })),
      tags,
      tagsAll: tags,
    };
  },

  update(id, { before, after, changed }, aws) {
    if (changed.has('description') || changed.has('kmsKeyId')) {
      aws.call('secretsmanager', 'UpdateSecret', {
        SecretId: id,
        ...optional('Description', after['description']),
        ...optional('KmsKeyId', after['kmsKeyId']),
      });
    }
    if (changed.has('policy'))
      aws.call('secretsmanager', 'PutResourcePolicy', { SecretId: id, ResourcePolicy: after['policy'] });
    if (changed.has('replicas')) {
      const wanted = replicasOf(after);
      const goneRegions = replicasOf(before)
        .map((replica) => replica.region)
        .filter((region) => !wanted.some((replica) => replica.region === region));
      if (goneRegions.length > 0) {
        aws.call('secretsmanager', 'RemoveRegionsFromReplication', { SecretId: id, RemoveReplicaRegions: goneRegions });
      }
      if (wanted.length > 0) {
        aws.call('secretsmanager', 'ReplicateSecretToRegions', { SecretId: id, AddReplicaRegions: wanted.map(toAws) });
      }
    }
    retag(before, after, {
      add: (tags) =>
        aws.call('secretsmanager', 'TagResource', { SecretId: id, Tags: tags.map(([Key, Value]) => ({ Key, Value })) }),
      remove: (names) => aws.call('secretsmanager', 'UntagResource', { SecretId: id, TagKeys: names }),
    });
  },

  delete(id, state, aws) {
    const regions = replicasOf(state).map((replica) => replica.region);
    if (regions.length > 0)
      aws.call('secretsmanager', 'RemoveRegionsFromReplication', { SecretId: id, RemoveReplicaRegions: regions });
    const days = state['recoveryWindowInDays'] ?? 30;
    aws.call('secretsmanager', 'DeleteSecret', {
      SecretId: id,
      ...(days === 0 ? { ForceDeleteWithoutRecovery: true } : { RecoveryWindowInDays: days }),
    });
  },
};

/** The id is `SECRET|VERSION`, as the provider makes it. */
const secretVersion: Adapter = {
  type: 'aws:secretsmanager/secretVersion:SecretVersion',

  create(inputs, aws) {
    const { VersionId } = aws.call<{ VersionId: string }>('secretsmanager', 'PutSecretValue', {
      SecretId: inputs['secretId'],
      SecretString: inputs['secretString'] ?? '',
    });
    return `${String(inputs['secretId'])}|${VersionId}`;
  },

  read(id, aws) {
    const [secretId, versionId] = id.split('|');
    const value = gone(
      () =>
        aws.call<GetSecretValueResponse>('secretsmanager', 'GetSecretValue', {
          SecretId: secretId,
          VersionId: versionId,
        }),
      'ResourceNotFoundException',
      'InvalidRequestException',
    );
    if (!value) return undefined;
    return {
      arn: value.ARN,
      secretArn: value.ARN,
      secretId,
      versionId,
      secretString: value.SecretString,
      versionStages: [...(value.VersionStages ?? [])],
      hasSecretStringWo: false,
    };
  },

  delete() {
    // AWS keeps versions until the secret goes; the provider takes its labels away, and so does the next version here
  },
};

function replicasOf(inputs: PropertyMap): Replica[] {
  const replicas = inputs['replicas'];
  return Array.isArray(replicas) ? (replicas as unknown as Replica[]) : [];
}

function toAws({ region, kmsKeyId }: Replica): object {
  const named = kmsKeyId !== undefined && kmsKeyId !== '' && kmsKeyId !== 'alias/aws/secretsmanager';
  return { Region: region, ...(named && { KmsKeyId: kmsKeyId }) };
}

export const adapters: readonly Adapter[] = [secret, secretVersion];
