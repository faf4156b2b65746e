import { UNKNOWN } from '../../src/lib/property.ts';
import { type CaseStack, type ControlCases, type Given, Ref, type RuleCase } from '../../test/policies/cases/build.ts';

/** A case that passes and one that fails: the smallest that a program alone declares, so that the page shows the whole of it. */
export function examplesOf({ cases, mutations }: ControlCases): {
  readonly good: RuleCase | undefined;
  readonly bad: RuleCase | undefined;
} {
  const broken = new Set(mutations.map(({ of }) => of));
  const good = cases.filter(({ expect }) => expect.length > 0 && expect.every(({ verdict }) => verdict === 'pass'));
  const failing = cases.filter(({ expect }) => expect.some(({ verdict }) => verdict === 'fail'));
  const clear = failing.filter(({ expect }) => expect.every(({ verdict }) => CLEAR.includes(String(verdict))));
  // the case that others break is the one that was written as the good one
  return {
    good: smallest(good.filter(({ title }) => broken.has(title))) ?? smallest(good),
    bad: smallest(clear) ?? smallest(failing),
  };
}

const CLEAR = ['fail', 'pass', 'not-applicable'];

function smallest(cases: readonly RuleCase[]): RuleCase | undefined {
  return cases.map((one) => ({ one, weight: weightOf(one) })).toSorted((a, b) => a.weight - b.weight)[0]?.one;
}

/** Resources that are declared; what the program alone does not tell counts much. */
function weightOf({ stacks }: RuleCase): number {
  return stacks.reduce((sum, stack) => sum + stack.declared.length + 20 * hiddenIn(stack), 0) + 3 * (stacks.length - 1);
}

/** Resources that are read, wait to be deleted, or of which AWS, or nobody yet, tells what decides. */
function hiddenIn({ resources, declared, preview }: CaseStack): number {
  const own = resources.filter(({ urn }) => declared.some(({ type, name }) => urn.endsWith(`::${type}::${name}`)));
  const strange = own.filter(({ inputs = {}, outputs = {}, external, ...rest }) => {
    const told = Object.keys(outputs).filter((key) => !(key in inputs) && key !== 'id' && key !== 'arn');
    return external === true || rest.delete === true || (!preview && told.length > 0);
  });
  const open = declared.filter(({ given }) => Object.values(given).some(namesUnknown));
  const added = resources.length - own.length - 2;
  return strange.length + open.length + Math.max(0, added) + Math.max(0, declared.length - own.length);
}

/** True where a value is given that nobody knows yet, other than a reference. */
function namesUnknown(value: Given | undefined): boolean {
  if (value === UNKNOWN) return true;
  if (typeof value !== 'object' || value === null || value instanceof Ref) return false;
  return Object.values(value).some((one) => namesUnknown(one as Given));
}
