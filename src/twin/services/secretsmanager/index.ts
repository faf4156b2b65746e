import type { ReplicationStatusType } from '@aws-sdk/client-secrets-manager';
import { HOUR_MS } from '../../../lib/clock.ts';
import { own } from '../../../lib/own.ts';
import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call, Handlers } from '../../call.ts';
import { mergeTags, tagList, tagsOf, withoutTags } from '../tag-list.ts';
import { randomPassword } from './random-password.ts';
import { arnIn, type SecretRecord, secretOf, secrets } from './records.ts';

const DAY_MS = 24 * HOUR_MS;
const CURRENT = 'AWSCURRENT';
const PREVIOUS = 'AWSPREVIOUS';

export const secretsmanager: Handlers<typeof import('@aws-sdk/client-secrets-manager')> = {
  CreateSecret(input, call) {
    if (input.SecretBinary) throw notModelled('binary secrets');
    const name = input.Name ?? '';
    const taken = secrets(call.world).get(`${call.region}/${name}`);
    if (taken) throw new AwsError('ResourceExistsException', `there is a secret ${name} in ${call.region}`);
    const now = call.world.nowMs;
    const secret: SecretRecord = {
      name,
      region: call.region,
      arn: `arn:aws:secretsmanager:${call.region}:${call.account}:secret:${name}-${call.newId('', 6)}`,
      description: input.Description,
      kmsKeyId: input.KmsKeyId,
      createdMs: now,
      changedMs: now,
      replicas: replicasFrom(call, name, input.AddReplicaRegions, input.ForceOverwriteReplicaSecret),
      versions: {},
      tags: tagsOf(input.Tags),
    };
    put(call, secret);
    const version =
      input.SecretString === undefined
        ? undefined
        : addVersion(call, secret, input.SecretString, input.ClientRequestToken);
    return { ARN: secret.arn, Name: name, VersionId: version, ReplicationStatus: replication(secret) };
  },

  DescribeSecret(input, call) {
    const secret = find(call, input.SecretId);
    return {
      ARN: arnIn(secret, call.region),
      Name: secret.name,
      Description: secret.description,
      KmsKeyId: secret.kmsKeyId,
      LastChangedDate: new Date(secret.changedMs),
      CreatedDate: new Date(secret.createdMs),
      ...(secret.deletionMs !== undefined && { DeletedDate: new Date(secret.deletionMs) }),
      Tags: tagList(secret.tags),
      VersionIdsToStages: Object.fromEntries(
        Object.entries(secret.versions)
          .filter(([, version]) => version.stages.length > 0)
          .map(([id, version]) => [id, [...version.stages]]),
      ),
      PrimaryRegion: secret.region,
      ReplicationStatus: replication(secret),
    };
  },

  GetSecretValue(input, call) {
    const secret = find(call, input.SecretId);
    if (secret.deletionMs !== undefined) {
      throw new AwsError('InvalidRequestException', `${secret.name} is scheduled for deletion`, { row: 'SEC-02' });
    }
    const stage = input.VersionStage ?? CURRENT;
    const found = Object.entries(secret.versions).find(([id, version]) =>
      input.VersionId === undefined ? version.stages.includes(stage) : id === input.VersionId,
    );
    if (!found)
      throw new AwsError('ResourceNotFoundException', `${secret.name} has no version ${input.VersionId ?? stage}`);
    const [id, version] = found;
    return {
      ARN: arnIn(secret, call.region),
      Name: secret.name,
      VersionId: id,
      SecretString: version.secretString,
      VersionStages: [...version.stages],
      CreatedDate: new Date(version.createdMs),
    };
  },

  PutSecretValue(input, call) {
    if (input.SecretBinary) throw notModelled('binary secrets');
    const secret = primary(call, input.SecretId);
    const id = addVersion(call, secret, input.SecretString ?? '', input.ClientRequestToken);
    return { ARN: secret.arn, Name: secret.name, VersionId: id, VersionStages: [CURRENT] };
  },

  UpdateSecret(input, call) {
    const secret = primary(call, input.SecretId);
    const changed = {
      ...secret,
      ...(input.Description !== undefined && { description: input.Description }),
      ...(input.KmsKeyId !== undefined && { kmsKeyId: input.KmsKeyId }),
      changedMs: call.world.nowMs,
    };
    put(call, changed);
    const id =
      input.SecretString === undefined
        ? undefined
        : addVersion(call, changed, input.SecretString, input.ClientRequestToken);
    return { ARN: secret.arn, Name: secret.name, VersionId: id };
  },

  DeleteSecret(input, call) {
    const secret = primary(call, input.SecretId);
    if (input.RecoveryWindowInDays !== undefined && input.ForceDeleteWithoutRecovery) {
      throw new AwsError(
        'InvalidParameterException',
        'RecoveryWindowInDays and ForceDeleteWithoutRecovery exclude each other',
        { row: 'SEC-04' },
      );
    }
    if (secret.replicas.length > 0) {
      throw new AwsError('InvalidRequestException', `${secret.name} has replicas; remove them first`, {
        row: 'SEC-01',
      });
    }
    if (input.ForceDeleteWithoutRecovery) {
      secrets(call.world).delete(`${secret.region}/${secret.name}`);
      return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(call.world.nowMs) };
    }
    const days = input.RecoveryWindowInDays ?? 30;
    if (!(days >= 7 && days <= 30)) {
      throw new AwsError('InvalidParameterException', `RecoveryWindowInDays is 7 to 30 days, not ${days}`);
    }
    const deletionMs = call.world.nowMs + days * DAY_MS;
    put(call, { ...secret, deletionMs });
    call.world.schedule({ atMs: deletionMs, kind: 'secretsmanager.delete', subject: secret.arn, tick: true });
    return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(deletionMs) };
  },

  GetRandomPassword(input, call) {
    return { RandomPassword: randomPassword(input, call.newId('', 64)) };
  },

  ReplicateSecretToRegions(input, call) {
    const secret = primary(call, input.SecretId);
    const added = replicasFrom(call, secret.name, input.AddReplicaRegions, input.ForceOverwriteReplicaSecret);
    const kept = secret.replicas.filter((old) => !added.some((one) => one.region === old.region));
    const changed = put(call, {
      ...secret,
      replicas: [...kept, ...added].sort((a, b) => (a.region < b.region ? -1 : 1)),
    });
    return { ARN: secret.arn, ReplicationStatus: replication(changed) };
  },

  RemoveRegionsFromReplication(input, call) {
    const secret = primary(call, input.SecretId);
    const replicas = secret.replicas.filter((replica) => !input.RemoveReplicaRegions?.includes(replica.region));
    return { ARN: secret.arn, ReplicationStatus: replication(put(call, { ...secret, replicas })) };
  },

  GetResourcePolicy(input, call) {
    const { arn, name, policy } = find(call, input.SecretId);
    return { ARN: arn, Name: name, ResourcePolicy: policy };
  },

  PutResourcePolicy(input, call) {
    const secret = put(call, { ...primary(call, input.SecretId), policy: input.ResourcePolicy });
    return { ARN: secret.arn, Name: secret.name };
  },

  TagResource(input, call) {
    const secret = primary(call, input.SecretId);
    put(call, { ...secret, tags: mergeTags(secret.tags, tagsOf(input.Tags)) });
    return {};
  },

  UntagResource(input, call) {
    const secret = primary(call, input.SecretId);
    put(call, { ...secret, tags: withoutTags(secret.tags, input.TagKeys) });
    return {};
  },
};

function find(call: Call, id: string | undefined): SecretRecord {
  const secret = secretOf(call.world, call.region, id ?? '');
  if (!secret) throw new AwsError('ResourceNotFoundException', `there is no secret ${id} in ${call.region}`);
  return secret;
}

/** A secret is changed where its primary is; a replica is read-only. */
function primary(call: Call, id: string | undefined): SecretRecord {
  const secret = find(call, id);
  if (secret.region !== call.region) {
    throw new AwsError(
      'InvalidRequestException',
      `${secret.name} is a replica in ${call.region}; change it in ${secret.region}`,
    );
  }
  if (secret.deletionMs !== undefined)
    throw new AwsError('InvalidRequestException', `${secret.name} is scheduled for deletion`);
  return secret;
}

function put(call: Call, secret: SecretRecord): SecretRecord {
  secrets(call.world).put(`${secret.region}/${secret.name}`, secret);
  return secret;
}

/** A token that was used for another content is refused; for the same content it is the same version. */
function addVersion(call: Call, secret: SecretRecord, secretString: string, token: string | undefined): string {
  const id = token ?? call.newId('', 32, 'version').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const known = own(secret.versions, id);
  if (known) {
    if (known.secretString === secretString) return id;
    throw new AwsError('ResourceExistsException', `version ${id} of ${secret.name} has another content`, {
      row: 'SEC-03',
    });
  }
  const older = Object.entries(secret.versions).map(([key, version]) => {
    const wasCurrent = version.stages.includes(CURRENT);
    return [
      key,
      { ...version, stages: wasCurrent ? [PREVIOUS] : version.stages.filter((stage) => stage !== PREVIOUS) },
    ] as const;
  });
  const created = { secretString, stages: [CURRENT], createdMs: call.world.nowMs };
  put(call, { ...secret, versions: { ...Object.fromEntries(older), [id]: created }, changedMs: call.world.nowMs });
  return id;
}

function replicasFrom(
  call: Call,
  name: string,
  regions: readonly { Region?: string | undefined; KmsKeyId?: string | undefined }[] | undefined,
  force: boolean | undefined,
): SecretRecord['replicas'] {
  return (regions ?? []).map(({ Region, KmsKeyId }) => {
    const region = Region ?? '';
    if (region === call.region) throw new AwsError('InvalidParameterException', `${region} is the primary's region`);
    const other = secretOf(call.world, region, name);
    if (other && other.region !== call.region && !force) {
      return { region, kmsKeyId: KmsKeyId, failure: `there is a secret ${name} in ${region}` };
    }
    if (other?.region === region) throw notModelled(`overwriting the secret ${name} of ${region} by a replica`);
    return { region, kmsKeyId: KmsKeyId };
  });
}

function replication(secret: SecretRecord): ReplicationStatusType[] {
  return secret.replicas.map(({ region, kmsKeyId, failure }) => ({
    Region: region,
    KmsKeyId: kmsKeyId ?? 'alias/aws/secretsmanager',
    Status: failure === undefined ? 'InSync' : 'Failed',
    ...(failure !== undefined && { StatusMessage: failure }),
  }));
}
