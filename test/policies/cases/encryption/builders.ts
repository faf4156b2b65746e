import { type Add, type Added, type ExpectedRow, type Mutation, pick, set } from '../build.ts';

/** What cannot be told: in a preview it may be pending. */
export const OPEN = ['unknown', 'pending'] as const;
export const RESTRICTED = { 'data-classification': 'restricted' };
export const KEY = 'aws:kms/key:Key';
/** A key that no program declares: what AWS tells of the one that it manages looks like any other. */
export const SOME_KEY_ARN = 'arn:aws:kms:us-east-1:111122223333:key/0d3a1b2c-1111-4222-8333-444455556666';

/** A customer key as it should be. */
export function key(add: Add, name = 'key'): Added {
  const id = `${name}-4222-8333-444455556666`;
  const arn = `arn:aws:kms:us-east-1:111122223333:key/${id}`;
  return add(KEY, name, { enableKeyRotation: true, deletionWindowInDays: 30 }, { id, computed: { arn } });
}

/** A companion that may be judged with what it belongs to, or by itself. */
export function either(...names: readonly string[]): ExpectedRow[] {
  return names.map((name) => ({ name, verdict: ['pass', 'fail', 'not-applicable', 'unknown', 'pending'] }));
}

export function all(names: readonly string[], verdict: ExpectedRow['verdict']): ExpectedRow[] {
  return names.map((name) => ({ name, verdict }));
}

/** Breaks of one case: properties of a resource become others, and that resource fails. */
export function changesTo(of: string) {
  return (edit: string, name: string, properties: Parameters<typeof set>[1]): Mutation => ({
    of,
    edit,
    mutate: (stacks) => set(pick(stacks, name), properties),
    expect: [{ name, verdict: 'fail' }],
  });
}
