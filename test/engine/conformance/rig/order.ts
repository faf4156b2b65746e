/** A resource as `stateOf` shows it. */
interface Shown {
  readonly urn: string;
  readonly id?: string;
  readonly parent?: string;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
  readonly deletedWith?: string;
  readonly replaceWith?: readonly string[];
}

/**
 * What was done in the wrong order: something made before what it depends on, or deleted before what depends on it. `calls`
 * are the provider's, as `create ID`, `update ID` and `delete ID`. What is deleted while others are still made goes to make way
 * for a replacement: before what its end would replace, which the provider sees to, and not before whatever else depends on it.
 */
export function disorder(calls: readonly string[], before: readonly object[], after: readonly object[]): string[] {
  const at = new Map(calls.map((call, index) => [call, index]));
  const lastMade = calls.findLastIndex((call) => !call.startsWith('delete '));
  const made = pairs(after as Shown[])
    .filter(([one, other]) => isAfter(at.get(`create ${other}`), at.get(`create ${one}`)))
    .map(([one, other]) => `${one} was made before ${other}`);
  const deleted = pairs(before as Shown[])
    .filter(([one, other]) => isAfter(at.get(`delete ${one}`), at.get(`delete ${other}`)))
    .filter(([, other]) => isAfter(at.get(`delete ${other}`), lastMade))
    .map(([one, other]) => `${other} was deleted before ${one}`);
  return [...new Set([...made, ...deleted])].sort();
}

function isAfter(one: number | undefined, other: number | undefined): boolean {
  return one !== undefined && other !== undefined && one > other;
}

/** The ids of what depends on what. */
function pairs(states: readonly Shown[]): [string, string][] {
  const ids = new Map(states.map(({ urn, id }) => [urn, id]));
  return states.flatMap(({ id, ...state }) => {
    const edges = [
      state.parent ?? '',
      ...(state.dependencies ?? []),
      ...Object.values(state.propertyDependencies ?? {}).flat(),
      state.deletedWith ?? '',
      ...(state.replaceWith ?? []),
    ];
    const targets = edges.map((urn) => ids.get(urn));
    return targets.flatMap((target): [string, string][] =>
      id !== undefined && target !== undefined ? [[id, target]] : [],
    );
  });
}
