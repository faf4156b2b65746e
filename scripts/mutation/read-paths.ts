import type { PropertyMap } from '../../src/lib/property.ts';
import type { Rule } from '../../src/policy/index.ts';
import type { RuleCase } from '../../test/policies/cases/build.ts';
import { judge } from './judge.ts';

/** A single value of a resource that a rule looked at. */
export interface ReadPath {
  readonly urn: string;
  readonly path: readonly string[];
}

/** The single values of a case's resources that a rule looks at while it judges them: of properties that are listed, each item. */
export function readPaths(rule: Rule, origin: RuleCase): readonly ReadPath[] {
  const read = new Map<string, ReadPath>();
  let isJudging = false;
  const watch = (urn: string, value: unknown, path: readonly string[]): unknown => {
    if (typeof value !== 'object' || value === null) {
      if (isJudging && path.length > 0 && value !== null && value !== undefined)
        read.set(`${urn} ${path.join('.')}`, { urn, path });
      return value;
    }
    return new Proxy(value, {
      get: (target, key) => {
        const found: unknown = Reflect.get(target, key);
        if (typeof key !== 'string' || typeof found === 'function' || !Object.hasOwn(target, key) || key === 'length')
          return found;
        return watch(urn, found, [...path, key]);
      },
    });
  };
  const watched = origin.stacks.map(({ name, preview, resources }) => ({
    name,
    preview,
    resources: resources.map((one) => ({
      ...one,
      inputs: watch(one.urn, one.inputs, []) as PropertyMap,
      outputs: watch(one.urn, one.outputs, []) as PropertyMap,
    })),
  }));
  judge(rule, watched, origin, () => {
    isJudging = true;
  });
  return [...read.values()].filter(({ urn }) => !/::pulumi:/.test(urn));
}
