import { isDeepStrictEqual } from 'node:util';
import { type PropertyMap, reveal } from '../../../lib/property.ts';
import type { DiffKind, DiffResult } from '../../../lib/provider.ts';

/** What a change of a provider's own configuration does: another region replaces it and all it made, the rest updates it. */
export function diffConfiguration(before: PropertyMap, after: PropertyMap): DiffResult {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const changed = names.filter(
    (name) => name !== 'version' && !isDeepStrictEqual(reveal(before[name]), reveal(after[name])),
  );
  const detailed = changed.map((name): [string, { kind: DiffKind }] => [name, { kind: kindOf(name, before, after) }]);
  return {
    changes: changed.length > 0 ? 'some' : 'none',
    detailed: Object.fromEntries(detailed),
    replaces: changed.filter((name) => name === 'region'),
  };
}

function kindOf(name: string, before: PropertyMap, after: PropertyMap): DiffKind {
  const change = before[name] === undefined ? 'add' : after[name] === undefined ? 'delete' : 'update';
  return name === 'region' ? `${change}-replace` : change;
}
