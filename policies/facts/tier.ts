import type { Resource } from 'evenkeel/policy';

/**
 * Whether the tag `tier` says 1 (`1`, `tier-1`, `T1`). A resource without the tag is not of tier 1 (TAG-01 finds that it is
 * missing); one whose tags are not known yet is undecided.
 */
export function isTier1(resource: Resource): boolean {
  return /^(?:t|tier)?[-_ ]?1$/i.test(resource.tag('tier')?.trim() ?? '');
}
