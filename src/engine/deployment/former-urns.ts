import { parseUrn, STACK_TYPE, urnOf } from '../state/urn.ts';
import type { Alias, Goal } from './goal.ts';

/**
 * The URNs that a resource may have had, in the order in which they are looked for: its aliases, then those that it has
 * because its parent was found under a former URN (pkg/resource/deploy/step_generator.go, `generateAliases`).
 * `foundUnder` answers the former URN that a resource of this deployment was found under.
 */
export function formerUrns(
  urn: string,
  goal: Pick<Goal, 'name' | 'type' | 'parent' | 'aliases'>,
  foundUnder: (urn: string) => string | undefined,
): string[] {
  const own = goal.aliases.map((alias) => urnOfAlias(urn, goal, alias, foundUnder));
  const formerParent = goal.parent === undefined ? undefined : foundUnder(goal.parent);
  if (goal.parent === undefined || formerParent === undefined) return unique(own);
  const parentName = parseUrn(goal.parent).name;
  const inherited = [urn, ...own].map((one) => inheritedUrn(one, parentName, formerParent));
  return unique([...own, ...inherited]);
}

type Named = Pick<Goal, 'name' | 'type' | 'parent'>;

function urnOfAlias(
  urn: string,
  { name, type, parent }: Named,
  alias: Alias,
  foundUnder: (urn: string) => string | undefined,
): string {
  if (alias.urn !== '') return alias.urn;
  const { stack, project } = parseUrn(urn);
  const written = alias.parent === '' ? undefined : (foundUnder(alias.parent) ?? alias.parent);
  const under = alias.noParent ? undefined : (written ?? parent);
  const qualified = under !== undefined && isStack(under) ? undefined : under;
  return urnOf(alias.stack || stack, alias.project || project, qualified, alias.type || type, alias.name || name);
}

/** A child's name that begins with its parent's is taken to be made of it, and follows it. */
function inheritedUrn(urn: string, parentName: string, formerParent: string): string {
  const { stack, project, type, name } = parseUrn(urn);
  const former = parseUrn(formerParent).name;
  const formerName = name.startsWith(parentName) ? former + name.slice(parentName.length) : name;
  return urnOf(stack, project, formerParent, type, formerName);
}

function isStack(urn: string): boolean {
  return parseUrn(urn).type === STACK_TYPE;
}

function unique(urns: readonly string[]): string[] {
  return [...new Set(urns)];
}
