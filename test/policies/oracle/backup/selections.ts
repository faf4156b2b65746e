import type { CheckpointResource } from '../../../../src/graph/checkpoint.ts';
import { listAt, matches, ofType, type Resources, tagOf, textAt } from './read.ts';

/** The selections that take a resource: of its region, by ARN, by condition, by tag. */
export function selectionsOf(one: CheckpointResource, all: Resources): Resources {
  return ofType(all, 'aws:backup/selection:Selection').filter((selection) => takes(selection, one));
}

function takes(selection: CheckpointResource, one: CheckpointResource): boolean {
  if (textAt(one, 'region') === 'us-west-2') return false;
  const arn = textAt(one, 'arn');
  const patterns = (path: string) => listAt(selection, path).map(String);
  if (patterns('notResources').some((pattern) => matches(arn, pattern))) return false;
  const tag = ({ key }: Record<string, unknown>) => tagOf(one, String(key).replace('aws:ResourceTag/', ''));
  const list = listAt(selection, 'selectionTags');
  if (list.length > 0) return list.some((wanted) => tag(wanted) === wanted['value']);
  if (!patterns('resources').some((pattern) => matches(arn, pattern))) return false;
  return listAt(selection, 'conditions').every((condition) => {
    const each = (name: string) => (condition[name] ?? []) as readonly Record<string, unknown>[];
    return (
      each('stringEquals').every((wanted) => tag(wanted) === wanted['value']) &&
      each('stringLikes').every((wanted) => matches(tag(wanted) ?? '\u0000', String(wanted['value']))) &&
      each('stringNotEquals').every((wanted) => tag(wanted) !== wanted['value'])
    );
  });
}

/** What each rule of a plan says, in plain words. */
export function rulesOf(plan: CheckpointResource) {
  return listAt(plan, 'rules').map((rule) => ({
    schedule: String(rule['schedule']),
    days: Number(
      (rule['lifecycle'] as Record<string, unknown> | undefined)?.['deleteAfter'] ?? Number.POSITIVE_INFINITY,
    ),
    isContinuous: rule['enableContinuousBackup'] === true,
    vault: String(rule['targetVaultName']),
    copies: ((rule['copyActions'] ?? []) as readonly Record<string, unknown>[]).map((copy) =>
      String(copy['destinationVaultArn']),
    ),
  }));
}
