import type { Scope } from './rule.ts';
import { attempt, Undecided } from './undecided.ts';

/** What a rule found about one resource. `property` is where a person looks. */
export type Finding =
  | { readonly verdict: 'pass' }
  | { readonly verdict: 'fail'; readonly message: string; readonly property?: string | undefined }
  | { readonly verdict: 'not-applicable'; readonly message: string }
  | {
      readonly verdict: 'unknown';
      readonly message: string;
      readonly property?: string | undefined;
      readonly comesLater?: boolean;
    };

export function pass(): Finding {
  return { verdict: 'pass' };
}

/** `message` goes on after the resource's name: `stands in one zone`. */
export function fail(message: string, property?: string): Finding {
  return { verdict: 'fail', message, property };
}

/** Passes where it is so. */
export function must(isSo: boolean | (() => boolean), message: string, property?: string): Finding {
  return (typeof isSo === 'boolean' ? isSo : isSo()) ? pass() : fail(message, property);
}

/** What should be somewhere among the stacks that were given and is not: a failure where all were given, not known where one was. */
export function missing({ isWhole }: Scope, message: string, property?: string): Finding {
  return isWhole ? fail(message, property) : unknown(`${message}, as far as this stack tells`, property);
}

export function notApplicable(reason: string): Finding {
  return { verdict: 'not-applicable', message: reason };
}

export function unknown(reason: string, property?: string): Finding {
  return { verdict: 'unknown', message: reason, property };
}

export function findingOf(undecided: Undecided): Finding {
  const { property, comesLater, message } = undecided;
  return { verdict: 'unknown', message, property, comesLater };
}

/**
 * One finding of many: a failure wins, then what is not known, so that no unknown hides a failure. What is not applicable
 * counts only where all of them are; of nothing it is a pass. A failure of what is only perhaps meant is not known.
 */
export function every<T>(items: readonly T[], check: (item: T) => Finding): Finding {
  const findings = items.map((item) => perhapsNot(item, ask(item, check), 'fail'));
  const failures = findings.filter((finding) => finding.verdict === 'fail');
  if (failures.length > 0) {
    const messages = [...new Set(failures.map(({ message }) => message))];
    return fail(messages.join('; '), failures[0]?.property);
  }
  const worst = findings.find(({ verdict }) => verdict === 'unknown');
  if (worst !== undefined) return worst;
  const [first] = findings;
  return findings.every(({ verdict }) => verdict === 'not-applicable') && first !== undefined ? first : pass();
}

/** One finding of many, of which one that passes is enough: a pass wins, then what is not known. Of nothing it is a failure. */
export function some<T>(items: readonly T[], check: (item: T) => Finding): Finding {
  const findings = items.map((item) => perhapsNot(item, ask(item, check), 'pass'));
  const best = ['pass', 'unknown'].flatMap((verdict) => findings.find((finding) => finding.verdict === verdict) ?? []);
  const messages = findings.flatMap((finding) => (finding.verdict === 'fail' ? [finding.message] : []));
  return best[0] ?? fail([...new Set(messages)].join('; ') || 'has none of what it needs');
}

/** What rests on a resource that is perhaps another is not known. */
function perhapsNot(item: unknown, finding: Finding, verdict: 'pass' | 'fail'): Finding {
  if (!isPerhaps(item) || finding.verdict !== verdict) return finding;
  const what = finding.verdict === 'fail' ? finding.message : 'what would do is perhaps another';
  const property = 'property' in finding ? finding.property : undefined;
  return { verdict: 'unknown', message: `perhaps ${what}: not computed yet`, property, comesLater: true };
}

function isPerhaps(item: unknown): boolean {
  return typeof item === 'object' && item !== null && 'isCertain' in item && item.isCertain === false;
}

function ask<T>(item: T, check: (item: T) => Finding): Finding {
  const result = attempt(() => check(item));
  return 'value' in result ? result.value : findingOf(result.undecided);
}

/** True where all are; false as soon as one is known not to be, whatever the others are; else it stays undecided. */
export function allOf(...conditions: readonly (() => boolean)[]): boolean {
  return firstOf(conditions, (condition) => !condition()) === undefined;
}

/** True as soon as one is known to be, whatever the others are; false where none is; else it stays undecided. */
export function anyOf(...conditions: readonly (() => boolean)[]): boolean {
  return firstOf(conditions, (condition) => condition()) !== undefined;
}

/** The first item that is known to be so, whatever the others are; `undefined` where none is; else it stays undecided. */
export function firstOf<T>(items: readonly T[], isSo: (item: T) => boolean): T | undefined {
  let open: Undecided | undefined;
  for (const item of items) {
    const result = attempt(() => isSo(item));
    if ('undecided' in result) open ??= result.undecided;
    else if (result.value && isPerhaps(item)) open ??= new Undecided('one of several', 'not computed yet', true);
    else if (result.value) return item;
  }
  if (open !== undefined) throw open;
  return undefined;
}
