import type { Graph } from '../graph/graph.ts';
import { Resource } from './resource.ts';
import type { Scope } from './rule.ts';
import { attempt } from './undecided.ts';

type Key = (resource: Resource) => string | undefined;
type Index = ReadonlyMap<string | undefined | typeof OPEN, readonly Resource[]>;

const OPEN = Symbol('cannot be told');

/** The managed resources of a stack, or of all of them, with an index for each question that is asked of them. */
export function scopeOf(name: string | undefined, graph: Graph): Scope {
  const byType = new Map<string, readonly Resource[]>();
  const indices = new Map<Key, Map<string, Index>>();
  return { name, all, having };

  function all(type: string): readonly Resource[] {
    const nodes = () =>
      graph.byType(type).filter((node) => !node.external && (name === undefined || node.stack === name));
    const known = byType.get(type) ?? nodes().map((node) => new Resource(node));
    byType.set(type, known);
    return known;
  }

  function having(type: string, key: Key, value: string | undefined): readonly Resource[] {
    const ofKey = indices.get(key) ?? new Map<string, Index>();
    indices.set(key, ofKey);
    const index = ofKey.get(type) ?? indexOf(all(type), key);
    ofKey.set(type, index);
    return [...(index.get(value) ?? []), ...(index.get(OPEN) ?? [])];
  }
}

function indexOf(resources: readonly Resource[], key: Key): Index {
  const answers = resources.map((resource) => {
    const answer = attempt(() => key(resource));
    return 'value' in answer ? { resource, value: answer.value } : { resource: resource.perhaps(), value: OPEN };
  });
  const groups = Map.groupBy(answers, ({ value }) => value as string | undefined | typeof OPEN);
  return new Map([...groups].map(([value, group]) => [value, group.map(({ resource }) => resource)]));
}
