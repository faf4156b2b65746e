import type {
  GetInstanceProfileCommandOutput,
  GetRoleCommandOutput,
  GetRolePolicyCommandOutput,
  ListAttachedRolePoliciesCommandOutput,
} from '@aws-sdk/client-iam';
import type {
  DescribeKeyCommandOutput,
  GetKeyPolicyCommandOutput,
  GetKeyRotationStatusCommandOutput,
  ListResourceTagsCommandOutput,
} from '@aws-sdk/client-kms';
import type { DescribeSecretCommandOutput, GetSecretValueCommandOutput } from '@aws-sdk/client-secrets-manager';
import { instant, policyText, type Reading, reading, tagMap } from './reading.ts';

export const identity: readonly Reading[] = [
  reading<GetRoleCommandOutput>()({
    type: 'aws:iam/role:Role',
    service: 'iam',
    operation: 'GetRole',
    input: ({ id }) => ({ RoleName: id }),
    item: ({ Role }) => Role,
    properties: {
      name: ({ RoleName }) => RoleName,
      arn: ({ Arn }) => Arn,
      uniqueId: ({ RoleId }) => RoleId,
      path: ({ Path }) => Path,
      createDate: ({ CreateDate }) => instant(CreateDate),
      maxSessionDuration: ({ MaxSessionDuration }) => MaxSessionDuration,
      assumeRolePolicy: ({ AssumeRolePolicyDocument }) => policyText(AssumeRolePolicyDocument),
      tagsAll: ({ Tags }) => tagMap(Tags),
    },
  }),
  reading<GetRolePolicyCommandOutput>()({
    type: 'aws:iam/rolePolicy:RolePolicy',
    service: 'iam',
    operation: 'GetRolePolicy',
    input: (policy) => ({ RoleName: policy.text('role'), PolicyName: policy.text('name') }),
    item: (answer) => answer,
    properties: {
      name: ({ PolicyName }) => PolicyName,
      role: ({ RoleName }) => RoleName,
      policy: ({ PolicyDocument }) => policyText(PolicyDocument),
    },
  }),
  reading<ListAttachedRolePoliciesCommandOutput>()({
    type: 'aws:iam/rolePolicyAttachment:RolePolicyAttachment',
    service: 'iam',
    operation: 'ListAttachedRolePolicies',
    input: (attachment) => ({ RoleName: attachment.text('role') }),
    item: ({ AttachedPolicies }, attachment) =>
      AttachedPolicies?.find(({ PolicyArn }) => PolicyArn === attachment.text('policyArn')),
    properties: { policyArn: ({ PolicyArn }) => PolicyArn },
  }),
  reading<GetInstanceProfileCommandOutput>()({
    type: 'aws:iam/instanceProfile:InstanceProfile',
    service: 'iam',
    operation: 'GetInstanceProfile',
    input: ({ id }) => ({ InstanceProfileName: id }),
    item: ({ InstanceProfile }) => InstanceProfile,
    properties: {
      name: ({ InstanceProfileName }) => InstanceProfileName,
      arn: ({ Arn }) => Arn,
      uniqueId: ({ InstanceProfileId }) => InstanceProfileId,
      path: ({ Path }) => Path,
      createDate: ({ CreateDate }) => instant(CreateDate),
      role: ({ Roles }) => Roles?.[0]?.RoleName,
      tagsAll: ({ Tags }) => tagMap(Tags),
    },
  }),
  reading<DescribeKeyCommandOutput>()({
    type: 'aws:kms/key:Key',
    service: 'kms',
    operation: 'DescribeKey',
    input: ({ id }) => ({ KeyId: id }),
    item: ({ KeyMetadata }) => KeyMetadata,
    properties: {
      keyId: ({ KeyId }) => KeyId,
      arn: ({ Arn }) => Arn,
      description: ({ Description }) => Description,
      isEnabled: ({ Enabled }) => Enabled,
      keyUsage: ({ KeyUsage }) => KeyUsage,
      customerMasterKeySpec: ({ KeySpec }) => KeySpec,
      multiRegion: ({ MultiRegion }) => MultiRegion,
    },
  }),
  reading<GetKeyRotationStatusCommandOutput>()({
    type: 'aws:kms/key:Key',
    service: 'kms',
    operation: 'GetKeyRotationStatus',
    input: ({ id }) => ({ KeyId: id }),
    item: (answer) => answer,
    properties: {
      enableKeyRotation: ({ KeyRotationEnabled }) => KeyRotationEnabled,
      rotationPeriodInDays: ({ RotationPeriodInDays }) => RotationPeriodInDays,
    },
  }),
  reading<GetKeyPolicyCommandOutput>()({
    type: 'aws:kms/key:Key',
    service: 'kms',
    operation: 'GetKeyPolicy',
    input: ({ id }) => ({ KeyId: id, PolicyName: 'default' }),
    item: (answer) => answer,
    properties: { policy: ({ Policy }) => policyText(Policy) },
  }),
  reading<ListResourceTagsCommandOutput>()({
    type: 'aws:kms/key:Key',
    service: 'kms',
    operation: 'ListResourceTags',
    input: ({ id }) => ({ KeyId: id }),
    item: ({ Tags }) => Tags,
    properties: {
      tagsAll: (list) => tagMap(list.map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue }))),
    },
  }),
  reading<DescribeSecretCommandOutput>()({
    type: 'aws:secretsmanager/secret:Secret',
    service: 'secretsmanager',
    operation: 'DescribeSecret',
    input: ({ id }) => ({ SecretId: id }),
    item: (answer) => answer,
    properties: {
      arn: ({ ARN }) => ARN,
      name: ({ Name }) => Name,
      description: ({ Description }) => Description,
      replicas: ({ ReplicationStatus }) =>
        ReplicationStatus?.map(({ Region, KmsKeyId, Status, StatusMessage }) => ({
          region: Region,
          kmsKeyId: KmsKeyId,
          status: Status,
          statusMessage: StatusMessage ?? '',
          lastAccessedDate: '',
        })),
      tagsAll: ({ Tags }) => tagMap(Tags),
    },
  }),
  reading<GetSecretValueCommandOutput>()({
    type: 'aws:secretsmanager/secretVersion:SecretVersion',
    service: 'secretsmanager',
    operation: 'GetSecretValue',
    input: (version) => ({ SecretId: version.text('secretId'), VersionId: version.text('versionId') }),
    item: (answer) => answer,
    properties: {
      arn: ({ ARN }) => ARN,
      versionId: ({ VersionId }) => VersionId,
      versionStages: ({ VersionStages }) => VersionStages,
      secretString: ({ SecretString }) => SecretString,
    },
  }),
];
