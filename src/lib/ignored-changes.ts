import { covers, type PropertyPath, parsePath } from './property-path.ts';
import type { DiffResult } from './provider.ts';

/** What is left of a difference without what `ignoreChanges` covers: nothing left is no change. */
export function withoutIgnored(diff: DiffResult, ignored: readonly PropertyPath[]): DiffResult {
  const isCovered = (path: PropertyPath) => ignored.some((pattern) => covers(pattern, path));
  const all = Object.entries(diff.detailed);
  const left = all.filter(([path]) => !isCovered(parsePath(path)));
  const isChange = diff.changes === 'some' && (left.length > 0 || all.length === 0);
  return {
    changes: isChange ? 'some' : 'none',
    detailed: Object.fromEntries(left),
    replaces: diff.replaces.filter((name) => !isCovered([name])),
    deleteBeforeReplace: diff.deleteBeforeReplace,
  };
}
