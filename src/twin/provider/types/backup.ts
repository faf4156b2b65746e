import type {
  BackupRule,
  DescribeBackupVaultOutput,
  GetBackupPlanOutput,
  GetBackupSelectionOutput,
  Lifecycle,
  ListRecoveryPointsByBackupVaultOutput,
} from '@aws-sdk/client-backup';
import type { PropertyMap, PropertyValue } from '../../../lib/property.ts';
import type { Adapter, AdapterAws } from '../adapter.ts';
import { vaultLock } from './backup-vault-lock.ts';
import { gone, optional, retag, tagsOfInputs } from './common.ts';

const MISSING = ['ResourceNotFoundException', 'AccessDeniedException'] as const;

const vault: Adapter = {
  type: 'aws:backup/vault:Vault',
  create(inputs, aws) {
    aws.call('backup', 'CreateBackupVault', {
      BackupVaultName: inputs['name'],
      ...optional('EncryptionKeyArn', inputs['kmsKeyArn']),
      BackupVaultTags: tagsOfInputs(inputs),
    });
    return String(inputs['name']);
  },
  read(id, aws) {
    const found = gone(
      () => aws.call<DescribeBackupVaultOutput>('backup', 'DescribeBackupVault', { BackupVaultName: id }),
      ...MISSING,
    );
    if (!found) return undefined;
    const tags = tagsOf(found.BackupVaultArn, aws);
    return {
      arn: found.BackupVaultArn,
      name: found.BackupVaultName,
      kmsKeyArn: found.EncryptionKeyArn,
      recoveryPoints: found.NumberOfRecoveryPoints,
      tags,
      tagsAll: tags,
    };
  },
  update(id, change, aws) {
    retagged(`arn:aws:backup:${aws.region}:${aws.account}:backup-vault:${id}`, change.before, change.after, aws);
  },
  delete(id, state, aws) {
    if (state['forceDestroy'] === true) emptyVault(id, aws);
    aws.call('backup', 'DeleteBackupVault', { BackupVaultName: id });
  },
};

/** What the provider does of a vault with `force_destroy`, point by point (terraform-provider-aws, aws_backup_vault). */
function emptyVault(BackupVaultName: string, aws: AdapterAws): void {
  const { RecoveryPoints = [] } = aws.call<ListRecoveryPointsByBackupVaultOutput>(
    'backup',
    'ListRecoveryPointsByBackupVault',
    { BackupVaultName },
  );
  for (const { RecoveryPointArn } of RecoveryPoints) {
    aws.call('backup', 'DeleteRecoveryPoint', { BackupVaultName, RecoveryPointArn });
  }
}

const plan: Adapter = {
  type: 'aws:backup/plan:Plan',
  create(inputs, aws) {
    const { BackupPlanId } = aws.call<{ BackupPlanId: string }>('backup', 'CreateBackupPlan', {
      BackupPlan: planInput(inputs),
      BackupPlanTags: tagsOfInputs(inputs),
    });
    return BackupPlanId;
  },
  read(id, aws) {
    const found = gone(
      () => aws.call<GetBackupPlanOutput>('backup', 'GetBackupPlan', { BackupPlanId: id }),
      ...MISSING,
    );
    if (!found) return undefined;
    const tags = tagsOf(found.BackupPlanArn, aws);
    return {
      arn: found.BackupPlanArn,
      version: found.VersionId,
      name: found.BackupPlan?.BackupPlanName,
      rules: (found.BackupPlan?.Rules ?? []).map(ruleOutput),
      tags,
      tagsAll: tags,
    };
  },
  update(id, change, aws) {
    if (change.changed.has('rules'))
      aws.call('backup', 'UpdateBackupPlan', { BackupPlanId: id, BackupPlan: planInput(change.after) });
    retagged(`arn:aws:backup:${aws.region}:${aws.account}:backup-plan:${id}`, change.before, change.after, aws);
  },
  delete(id, _state, aws) {
    aws.call('backup', 'DeleteBackupPlan', { BackupPlanId: id });
  },
};

const selection: Adapter = {
  type: 'aws:backup/selection:Selection',
  create(inputs, aws) {
    if (inputs['conditions'] !== undefined && (inputs['conditions'] as unknown[]).length > 0) {
      throw new Error('broken invariant: conditions of a selection are not mapped by the twin yet');
    }
    const { SelectionId } = aws.call<{ SelectionId: string }>('backup', 'CreateBackupSelection', {
      BackupPlanId: inputs['planId'],
      BackupSelection: {
        SelectionName: inputs['name'],
        IamRoleArn: inputs['iamRoleArn'],
        Resources: inputs['resources'] ?? [],
        NotResources: inputs['notResources'] ?? [],
        ListOfTags: list(inputs['selectionTags']).map((tag) => ({
          ConditionType: tag['type'],
          ConditionKey: tag['key'],
          ConditionValue: tag['value'],
        })),
      },
    });
    return SelectionId;
  },
  read(id, aws, known) {
    const found = gone(
      () =>
        aws.call<GetBackupSelectionOutput>('backup', 'GetBackupSelection', {
          BackupPlanId: known['planId'],
          SelectionId: id,
        }),
      ...MISSING,
    );
    const wanted = found?.BackupSelection;
    if (!found || !wanted) return undefined;
    return {
      planId: found.BackupPlanId,
      name: wanted.SelectionName,
      iamRoleArn: wanted.IamRoleArn,
      resources: [...(wanted.Resources ?? [])],
      notResources: [...(wanted.NotResources ?? [])],
      selectionTags: (wanted.ListOfTags ?? []).map((tag) => ({
        type: tag.ConditionType,
        key: tag.ConditionKey,
        value: tag.ConditionValue,
      })),
    };
  },
  delete(id, state, aws) {
    aws.call('backup', 'DeleteBackupSelection', { BackupPlanId: state['planId'], SelectionId: id });
  },
};

function planInput(inputs: PropertyMap): object {
  return {
    BackupPlanName: inputs['name'],
    Rules: list(inputs['rules']).map((rule) => ({
      RuleName: rule['ruleName'],
      TargetBackupVaultName: rule['targetVaultName'],
      ...optional('ScheduleExpression', rule['schedule']),
      ...optional('ScheduleExpressionTimezone', rule['scheduleExpressionTimezone']),
      ...optional('StartWindowMinutes', rule['startWindow']),
      ...optional('CompletionWindowMinutes', rule['completionWindow']),
      ...optional('EnableContinuousBackup', rule['enableContinuousBackup']),
      ...optional('RecoveryPointTags', rule['recoveryPointTags']),
      ...lifecycleInput(rule['lifecycle']),
      CopyActions: list(rule['copyActions']).map((copy) => ({
        DestinationBackupVaultArn: copy['destinationVaultArn'],
        ...lifecycleInput(copy['lifecycle']),
      })),
    })),
  };
}

function ruleOutput(rule: BackupRule): PropertyValue {
  return defined({
    ruleName: rule.RuleName,
    targetVaultName: rule.TargetBackupVaultName,
    schedule: rule.ScheduleExpression,
    scheduleExpressionTimezone: rule.ScheduleExpressionTimezone,
    startWindow: rule.StartWindowMinutes,
    completionWindow: rule.CompletionWindowMinutes,
    enableContinuousBackup: rule.EnableContinuousBackup,
    recoveryPointTags: rule.RecoveryPointTags,
    lifecycle: lifecycleOutput(rule.Lifecycle),
    copyActions: (rule.CopyActions ?? []).map((copy) =>
      defined({ destinationVaultArn: copy.DestinationBackupVaultArn, lifecycle: lifecycleOutput(copy.Lifecycle) }),
    ),
  });
}

function lifecycleInput(value: PropertyValue | undefined): object {
  if (typeof value !== 'object' || value === null) return {};
  const lifecycle = value as PropertyMap;
  return {
    Lifecycle: {
      ...optional('DeleteAfterDays', lifecycle['deleteAfter']),
      ...optional('MoveToColdStorageAfterDays', lifecycle['coldStorageAfter']),
    },
  };
}

function lifecycleOutput(lifecycle: Lifecycle | undefined): PropertyValue | undefined {
  if (!lifecycle) return undefined;
  return defined({ deleteAfter: lifecycle.DeleteAfterDays, coldStorageAfter: lifecycle.MoveToColdStorageAfterDays });
}

function list(value: PropertyValue | undefined): PropertyMap[] {
  return Array.isArray(value) ? (value as PropertyMap[]) : [];
}

function defined(value: Record<string, PropertyValue | undefined>): PropertyValue {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
}

function tagsOf(arn: string | undefined, aws: AdapterAws): Record<string, string> {
  return aws.call<{ Tags: Record<string, string> }>('backup', 'ListTags', { ResourceArn: arn }).Tags;
}

function retagged(arn: string, before: PropertyMap, after: PropertyMap, aws: AdapterAws): void {
  retag(before, after, {
    add: (tags) => aws.call('backup', 'TagResource', { ResourceArn: arn, Tags: Object.fromEntries(tags) }),
    remove: (names) => aws.call('backup', 'UntagResource', { ResourceArn: arn, TagKeyList: names }),
  });
}

export const adapters: readonly Adapter[] = [vault, vaultLock, plan, selection];
