import { attempt, type Resource } from 'evenkeel/policy';

/** Whether two resources are in one region of one account; an account that nothing tells is taken for the other's. */
export function isSamePlace(one: Resource, other: Resource): boolean {
  return one.region === other.region && isSameAccount(one, other);
}

/** Whether two resources are in one account, as far as it is told. */
export function isSameAccount(one: Resource, other: Resource): boolean {
  const [own, theirs] = [attempt(() => one.account), attempt(() => other.account)];
  return !('value' in own) || !('value' in theirs) || own.value === theirs.value;
}
