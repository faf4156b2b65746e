import {
  hasUnknown,
  isSecret,
  isUnknown,
  type PropertyMap,
  type PropertyValue,
  UNKNOWN,
} from '../../src/lib/property.ts';
import type { Rule, VerdictRow } from '../../src/policy/index.ts';
import { type ControlCases, editable, type MutableResource, type RuleCase } from '../../test/policies/cases/build.ts';
import { judge } from './judge.ts';
import { readPaths } from './read-paths.ts';

/** What became of changes that nobody chose: each property that a rule reads in a passing case, taken away, flipped and made unknown. */
export interface Changes {
  readonly rule: string;
  readonly made: number;
  readonly noticed: number;
  /** `orders kmsKeyId flipped`: no verdict is another. Not each change is a break. */
  readonly unnoticed: readonly string[];
}

export function changesOf(rule: Rule, { cases, mutations }: ControlCases): Changes {
  const good = cases.filter(({ title }) => mutations.some(({ of }) => of === title));
  const results = good.flatMap((one) => changesOfCase(rule, one));
  return {
    rule: rule.id,
    made: results.length,
    noticed: results.filter(({ isNoticed }) => isNoticed).length,
    unnoticed: [...new Set(results.flatMap(({ name, isNoticed }) => (isNoticed ? [] : [name])))].sort(),
  };
}

const KINDS = { removed: () => undefined, flipped, unknown: () => UNKNOWN } as const;

function changesOfCase(rule: Rule, origin: RuleCase): { name: string; isNoticed: boolean }[] {
  const before = told(judge(rule, origin.stacks, origin));
  const paths = readPaths(rule, origin).filter(({ path }) => path[0] !== 'tagsAll');
  return paths.flatMap(({ urn, path }) =>
    Object.entries(KINDS).flatMap(([kind, change]) => {
      const stacks = editable(origin.stacks);
      const resource = stacks.flatMap(({ resources }) => resources).find((one) => one.urn === urn);
      if (resource === undefined || !changeAt(resource, path, change)) return [];
      const name = `${urn.split('::').at(-1)} ${path.join('.')} ${kind}`;
      return [{ name, isNoticed: told(judge(rule, stacks, origin)) !== before }];
    }),
  );
}

function told(rows: readonly VerdictRow[]): string {
  return rows.map(({ stack, urn, verdict }) => `${stack} ${urn} ${verdict}`).join('\n');
}

/** Inputs and outputs alike, `tagsAll` with `tags`; the program's edges of the property go with it. False where nothing is changed. */
function changeAt(
  resource: MutableResource,
  path: readonly string[],
  change: (value: PropertyValue) => PropertyValue | undefined,
): boolean {
  const [property = ''] = path;
  // a fixture's inputs and outputs share their parts
  resource.outputs = structuredClone(resource.outputs ?? {});
  const paths = property === 'tags' ? [path, ['tagsAll', ...path.slice(1)]] : [path];
  const changed = [resource.inputs ?? {}, resource.outputs].flatMap((map) =>
    paths.map((one) => replaced(map, one, change)),
  );
  const edges = { ...resource.propertyDependencies };
  delete edges[property];
  resource.propertyDependencies = edges;
  return changed.some((isChanged) => isChanged);
}

function replaced(
  within: PropertyMap | PropertyValue[],
  [head = '', ...rest]: readonly string[],
  change: (value: PropertyValue) => PropertyValue | undefined,
): boolean {
  const container = within as Record<string, PropertyValue | undefined>;
  const value = container[head];
  if (value === undefined || value === null) return false;
  if (rest.length > 0) return typeof value === 'object' && replaced(value as PropertyMap, rest, change);
  const next = change(value);
  if (next === value) return false;
  if (next !== undefined) container[head] = next;
  else if (Array.isArray(within)) within.splice(Number(head), 1);
  else delete container[head];
  return true;
}

/** Another value of the kind. A JSON text becomes one that says nothing. */
function flipped(value: PropertyValue): PropertyValue {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value === 0 ? 1 : 0;
  if (typeof value !== 'string' || hasUnknown(value) || isUnknown(value) || isSecret(value)) return value;
  if (value === 'true' || value === 'false') return value === 'true' ? 'false' : 'true';
  return value.trimStart().startsWith('{') ? '{}' : `other-${value}`;
}
