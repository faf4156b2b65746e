import { allOf, anyOf, type Distinct, type Resource } from 'evenkeel/policy';

/**
 * Whether the tag `tier` says 1 (`1`, `tier-1`, `T1`). A resource without the tag is not of tier 1 (TAG-01 finds that it is
 * missing); one whose tags are not known yet is undecided.
 */
export function isTier1(resource: Resource): boolean {
  return tierOf(resource) === '1';
}

/** The number that the tag `tier` says; `undefined` where there is none, or it says something else. */
export function tierOf(resource: Resource): string | undefined {
  return /^(?:t|tier)?[-_ ]?(\d)$/i.exec(resource.tag('tier')?.trim() ?? '')?.[1];
}

/** Whether a count is enough, where tier 1 needs more: a tier that is not known decides only between the two. */
export function isEnoughFor(resource: Resource, found: Distinct, wanted: { all: number; tier1: number }): boolean {
  const isEnoughForOthers = () =>
    allOf(
      () => found.reaches(wanted.all),
      () => !isTier1(resource),
    );
  return anyOf(() => found.reaches(wanted.tier1), isEnoughForOthers);
}
