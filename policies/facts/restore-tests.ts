import { attempt, type Resource, type Scope } from 'evenkeel/policy';
import { backupTypeOf, DATA_STORES, isDatabaseReplica } from './backed-up.ts';
import { gapSeconds } from './schedule.ts';
import { isTier1 } from './tier.ts';

export const RESTORE_PLAN = 'aws:backup/restoreTestingPlan:RestoreTestingPlan';
export const RESTORE_SELECTION = 'aws:backup/restoreTestingSelection:RestoreTestingSelection';

/** A kind of data as AWS Backup names it; not certain where nothing of it is surely of tier 1. */
export interface DataType {
  readonly type: string;
  readonly isCertain: boolean;
}

export function tier1Types(estate: Scope): readonly DataType[] {
  const found = new Map<string, boolean>();
  for (const store of DATA_STORES.flatMap((type) => estate.all(type))) {
    const isMeant = attempt(() => isTier1(store) && !isDatabaseReplica(store));
    if ('value' in isMeant && !isMeant.value) continue;
    const type = backupTypeOf(store);
    found.set(type, found.get(type) === true || 'value' in isMeant);
  }
  return [...found].map(([type, isCertain]) => ({ type, isCertain })).sort((a, b) => (a.type < b.type ? -1 : 1));
}

/** The selections that restore a type. */
export function restoresOf(type: string, estate: Scope): readonly Resource[] {
  return estate.having(RESTORE_SELECTION, restoredType, type);
}

function restoredType(selection: Resource): string | undefined {
  return selection.text('protectedResourceType');
}

/** Whether a selection's plan runs at least every so many days. */
export function isOften(selection: Resource, days: number, nowMs: number): boolean {
  const plan = selection.to('restoreTestingPlanName', RESTORE_PLAN);
  return plan !== undefined && gapSeconds(String(plan.need('scheduleExpression')), nowMs) <= days * 86_400;
}
