import { isAwsType } from '../graph/canonical-type.ts';
import type { Graph } from '../graph/graph.ts';
import type { GraphNode } from '../graph/node.ts';
import { Resource } from './resource.ts';
import type { Place, Scope } from './rule.ts';
import { attempt, Undecided } from './undecided.ts';

type Key = (resource: Resource) => string | undefined;
type Index = ReadonlyMap<string | undefined | typeof OPEN, readonly Resource[]>;

const OPEN = Symbol('cannot be told');

/** The managed resources of a stack, or of all of them, with an index for each question that is asked of them. */
export function scopeOf(name: string | undefined, graph: Graph, isWhole = true): Scope {
  const byType = new Map<string, readonly Resource[]>();
  const indices = new Map<Key, Map<string, Index>>();
  let known: readonly Place[] | undefined;
  return { name, isWhole, all, having, places };

  function places(): readonly Place[] {
    known ??= placesOf(graph.nodes.filter((node) => name === undefined || node.stack === name));
    return known;
  }

  function all(type: string): readonly Resource[] {
    const nodes = () =>
      graph.byType(type).filter((node) => !node.external && (name === undefined || node.stack === name));
    const ofType =
      byType.get(type) ??
      nodes()
        .toSorted(byUrn)
        .map((node) => Resource.of(node));
    byType.set(type, ofType);
    return ofType;
  }

  function having(type: string, key: Key, value: string | undefined): readonly Resource[] {
    const ofKey = indices.get(key) ?? new Map<string, Index>();
    indices.set(key, ofKey);
    const index = ofKey.get(type) ?? indexOf(all(type), key);
    ofKey.set(type, index);
    return [...(index.get(value) ?? []), ...(index.get(OPEN) ?? [])];
  }
}

/** What a rule says must not depend on the order in which a program made things. */
function byUrn(a: GraphNode, b: GraphNode): number {
  return a.urn < b.urn ? -1 : 1;
}

/** By account and region, each once; of what a provider made alone. Undecided where an account is not told yet. */
function placesOf(nodes: readonly GraphNode[]): readonly Place[] {
  const found = new Map<string, Place>();
  const open: string[] = [];
  for (const { custom, type, external, account, region } of nodes) {
    if (!custom || external || !isAwsType(type) || region === undefined) continue;
    if (account === undefined) open.push(region);
    else found.set(`${account} ${region}`, { account, region });
  }
  const [first] = open.sort();
  if (first !== undefined) throw new Undecided('account', `nothing in ${first} tells its account`, true);
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place);
}

function indexOf(resources: readonly Resource[], key: Key): Index {
  const answers = resources.map((resource) => {
    const answer = attempt(() => key(resource));
    return 'value' in answer ? { resource, value: answer.value } : { resource: resource.perhaps(), value: OPEN };
  });
  const groups = Map.groupBy(answers, ({ value }) => value as string | undefined | typeof OPEN);
  return new Map([...groups].map(([value, group]) => [value, group.map(({ resource }) => resource)]));
}
