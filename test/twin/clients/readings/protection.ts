import type {
  DescribeBackupVaultCommandOutput,
  GetBackupPlanCommandOutput,
  GetBackupSelectionCommandOutput,
  ListTagsCommandOutput,
} from '@aws-sdk/client-backup';
import { type Reading, reading } from './reading.ts';

export const protection: readonly Reading[] = [
  reading<DescribeBackupVaultCommandOutput>()({
    type: 'aws:backup/vault:Vault',
    service: 'backup',
    operation: 'DescribeBackupVault',
    input: ({ id }) => ({ BackupVaultName: id }),
    item: (answer) => answer,
    properties: {
      name: ({ BackupVaultName }) => BackupVaultName,
      arn: ({ BackupVaultArn }) => BackupVaultArn,
      kmsKeyArn: ({ EncryptionKeyArn }) => EncryptionKeyArn,
      recoveryPoints: ({ NumberOfRecoveryPoints }) => NumberOfRecoveryPoints,
    },
  }),
  reading<ListTagsCommandOutput>()({
    type: 'aws:backup/vault:Vault',
    service: 'backup',
    operation: 'ListTags',
    input: (vault) => ({ ResourceArn: vault.text('arn') }),
    item: ({ Tags }) => Tags,
    properties: { tagsAll: (tags) => tags },
  }),
  reading<DescribeBackupVaultCommandOutput>()({
    type: 'aws:backup/vaultLockConfiguration:VaultLockConfiguration',
    service: 'backup',
    operation: 'DescribeBackupVault',
    input: ({ id }) => ({ BackupVaultName: id }),
    item: (answer) => answer,
    properties: {
      backupVaultName: ({ BackupVaultName }) => BackupVaultName,
      backupVaultArn: ({ BackupVaultArn }) => BackupVaultArn,
      minRetentionDays: ({ MinRetentionDays }) => MinRetentionDays,
      maxRetentionDays: ({ MaxRetentionDays }) => MaxRetentionDays,
    },
  }),
  reading<GetBackupPlanCommandOutput>()({
    type: 'aws:backup/plan:Plan',
    service: 'backup',
    operation: 'GetBackupPlan',
    input: ({ id }) => ({ BackupPlanId: id }),
    item: (answer) => answer,
    properties: {
      id: ({ BackupPlanId }) => BackupPlanId,
      arn: ({ BackupPlanArn }) => BackupPlanArn,
      version: ({ VersionId }) => VersionId,
      name: ({ BackupPlan }) => BackupPlan?.BackupPlanName,
      rules: ({ BackupPlan }) =>
        BackupPlan?.Rules?.map((rule) => ({
          ruleName: rule.RuleName,
          targetVaultName: rule.TargetBackupVaultName,
          schedule: rule.ScheduleExpression,
          scheduleExpressionTimezone: rule.ScheduleExpressionTimezone,
          startWindow: rule.StartWindowMinutes,
          completionWindow: rule.CompletionWindowMinutes,
          lifecycle: { deleteAfter: rule.Lifecycle?.DeleteAfterDays },
          recoveryPointTags: rule.RecoveryPointTags,
          copyActions: rule.CopyActions?.map(({ DestinationBackupVaultArn, Lifecycle }) => ({
            destinationVaultArn: DestinationBackupVaultArn,
            lifecycle: { deleteAfter: Lifecycle?.DeleteAfterDays },
          })),
        })),
    },
  }),
  reading<ListTagsCommandOutput>()({
    type: 'aws:backup/plan:Plan',
    service: 'backup',
    operation: 'ListTags',
    input: (plan) => ({ ResourceArn: plan.text('arn') }),
    item: ({ Tags }) => Tags,
    properties: { tagsAll: (tags) => tags },
  }),
  reading<GetBackupSelectionCommandOutput>()({
    type: 'aws:backup/selection:Selection',
    service: 'backup',
    operation: 'GetBackupSelection',
    input: (selection) => ({ BackupPlanId: selection.text('planId'), SelectionId: selection.id }),
    item: ({ BackupPlanId, SelectionId, BackupSelection }) =>
      BackupSelection && { ...BackupSelection, BackupPlanId, SelectionId },
    properties: {
      id: ({ SelectionId }) => SelectionId,
      planId: ({ BackupPlanId }) => BackupPlanId,
      name: ({ SelectionName }) => SelectionName,
      iamRoleArn: ({ IamRoleArn }) => IamRoleArn,
      resources: ({ Resources }) => Resources,
      notResources: ({ NotResources }) => NotResources ?? [],
    },
  }),
];
