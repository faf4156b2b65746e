import type { Graph } from '../graph/graph.ts';
import { Resource } from './resource.ts';
import type { Scope } from './rule.ts';
import { attempt } from './undecided.ts';

/** The managed resources of a stack, or of all of them, with an index for each question that is asked of them. */
export function scopeOf(name: string | undefined, graph: Graph): Scope {
  const byType = new Map<string, readonly Resource[]>();
  const indices = new Map<object, Map<string, ReadonlyMap<string | undefined | typeof OPEN, readonly Resource[]>>>();
  const scope: Scope = {
    name,
    all(type) {
      const known =
        byType.get(type) ??
        graph
          .byType(type)
          .filter(isWithin)
          .map((node) => new Resource(node));
      byType.set(type, known);
      return known;
    },
    having(type, key, value) {
      const ofKey = indices.get(key) ?? new Map();
      indices.set(key, ofKey);
      const index =
        ofKey.get(type) ??
        Map.groupBy(scope.all(type), (resource) => {
          const answer = attempt(() => key(resource));
          return 'value' in answer ? answer.value : OPEN;
        });
      ofKey.set(type, index);
      return [...(index.get(value) ?? []), ...(index.get(OPEN) ?? [])];
    },
  };
  return scope;

  function isWithin({ stack, external }: { readonly stack: string; readonly external: boolean }): boolean {
    return !external && (name === undefined || stack === name);
  }
}

const OPEN = Symbol('cannot be told');
