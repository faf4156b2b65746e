import type { BackupPlanInput } from '@aws-sdk/client-backup';
import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import { mergeTags } from '../tag-list.ts';
import type { Backup } from './api.ts';
import { type PlanRecord, plans, type SelectionRecord, selections, vaults } from './records.ts';

const MIN_START_WINDOW_MINUTES = 60;

export const planHandlers: Backup = {
  CreateBackupPlan(input, call) {
    const plan = checked(call, input.BackupPlan);
    const id = call.newId('', 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    const record: PlanRecord = {
      id,
      region: call.region,
      arn: `arn:aws:backup:${call.region}:${call.account}:backup-plan:${id}`,
      name: plan.BackupPlanName ?? '',
      version: call.newId('', 32, 'version'),
      rules: plan.Rules ?? [],
      createdMs: call.world.nowMs,
      tags: mergeTags({}, input.BackupPlanTags ?? {}),
    };
    return answer(put(call, record));
  },

  GetBackupPlan(input, call) {
    const plan = find(call, input.BackupPlanId);
    return {
      ...answer(plan),
      BackupPlan: { BackupPlanName: plan.name, Rules: plan.rules.map((rule) => ({ ...rule })) as never },
    };
  },

  UpdateBackupPlan(input, call) {
    const plan = find(call, input.BackupPlanId);
    const changed = checked(call, input.BackupPlan);
    const version = call.newId('', 32, 'version');
    return answer(
      put(call, { ...plan, version, name: changed.BackupPlanName ?? plan.name, rules: changed.Rules ?? [] }),
    );
  },

  DeleteBackupPlan(input, call) {
    const plan = find(call, input.BackupPlanId);
    const held = selectionsOf(call, plan.id)[0];
    if (held) throw new AwsError('InvalidRequestException', `${plan.name} still has selection ${held.name}`);
    plans(call.world).delete(`${plan.region}/${plan.id}`);
    return answer(plan);
  },

  CreateBackupSelection(input, call) {
    const plan = find(call, input.BackupPlanId);
    const wanted = input.BackupSelection;
    const selection: SelectionRecord = {
      id: call.newId('', 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
      region: call.region,
      planId: plan.id,
      name: wanted?.SelectionName ?? '',
      roleArn: wanted?.IamRoleArn ?? '',
      resources: [...(wanted?.Resources ?? [])],
      notResources: [...(wanted?.NotResources ?? [])],
      tags: (wanted?.ListOfTags ?? []).map((tag) => ({
        type: tag.ConditionType ?? 'STRINGEQUALS',
        key: tag.ConditionKey ?? '',
        value: tag.ConditionValue ?? '',
      })),
      conditions: wanted?.Conditions,
      createdMs: call.world.nowMs,
    };
    selections(call.world).put(`${call.region}/${selection.id}`, selection);
    return { SelectionId: selection.id, BackupPlanId: plan.id, CreationDate: new Date(selection.createdMs) };
  },

  GetBackupSelection(input, call) {
    const selection = findSelection(call, input.SelectionId);
    return {
      SelectionId: selection.id,
      BackupPlanId: selection.planId,
      CreationDate: new Date(selection.createdMs),
      BackupSelection: {
        SelectionName: selection.name,
        IamRoleArn: selection.roleArn,
        Resources: [...selection.resources],
        NotResources: [...selection.notResources],
        ListOfTags: selection.tags.map(({ type, key, value }) => ({
          ConditionType: type as 'STRINGEQUALS',
          ConditionKey: key,
          ConditionValue: value,
        })),
        Conditions: selection.conditions,
      },
    };
  },

  DeleteBackupSelection(input, call) {
    const selection = findSelection(call, input.SelectionId);
    selections(call.world).delete(`${selection.region}/${selection.id}`);
    return {};
  },
};

/** Rules are checked as AWS does when a plan is made: vaults exist, windows are long enough, names differ. */
function checked(call: Call, plan: BackupPlanInput | undefined): BackupPlanInput {
  for (const rule of plan?.Rules ?? []) {
    const target = rule.TargetBackupVaultName ?? '';
    if (!vaults(call.world).get(`${call.region}/${target}`)) {
      throw new AwsError(
        'ResourceNotFoundException',
        `rule ${rule.RuleName} names vault ${target}, which ${call.region} does not have`,
      );
    }
    if ((rule.StartWindowMinutes ?? MIN_START_WINDOW_MINUTES) < MIN_START_WINDOW_MINUTES) {
      throw new AwsError(
        'InvalidParameterValueException',
        `StartWindowMinutes must be ${MIN_START_WINDOW_MINUTES} or more`,
        { row: 'BKP-15' },
      );
    }
    if (rule.EnableContinuousBackup) throw notModelled('continuous backup');
  }
  if (!plan) throw new AwsError('MissingParameterValueException', 'BackupPlan must be sent');
  return plan;
}

function find(call: Call, id: string | undefined): PlanRecord {
  const plan = plans(call.world).get(`${call.region}/${id}`);
  if (!plan) throw new AwsError('ResourceNotFoundException', `there is no backup plan ${id} in ${call.region}`);
  return plan;
}

function findSelection(call: Call, id: string | undefined): SelectionRecord {
  const selection = selections(call.world).get(`${call.region}/${id}`);
  if (!selection) throw new AwsError('ResourceNotFoundException', `there is no selection ${id} in ${call.region}`);
  return selection;
}

function selectionsOf(call: Call, planId: string): SelectionRecord[] {
  return selections(call.world)
    .values(`${call.region}/`)
    .filter((selection) => selection.planId === planId);
}

function put(call: Call, plan: PlanRecord): PlanRecord {
  plans(call.world).put(`${plan.region}/${plan.id}`, plan);
  return plan;
}

function answer(plan: PlanRecord) {
  return {
    BackupPlanId: plan.id,
    BackupPlanArn: plan.arn,
    VersionId: plan.version,
    CreationDate: new Date(plan.createdMs),
  };
}
