import type { Member, Shape, Structure } from '../model/shape.ts';
import { isAbsent, listOf, recordOf } from './record.ts';
import { base64Of, instantOf } from './scalar.ts';

/** CBOR has instants and bytes of its own; JSON has seconds since the epoch and base64. */
export type TreeFormat = 'json' | 'cbor';

/** The given members as the tree that `JSON.stringify` or the CBOR writer takes. */
export function writeTreeMembers(
  members: readonly Member[],
  value: unknown,
  format: TreeFormat,
): Record<string, unknown> {
  const source = recordOf(value);
  const tree: Record<string, unknown> = {};
  for (const member of members) {
    const item = source[member.name];
    if (!isAbsent(item)) tree[member.name] = writeTree(member.shape, item, format);
  }
  return tree;
}

export function writeTreeStructure(shape: Structure, value: unknown, format: TreeFormat): Record<string, unknown> {
  return writeTreeMembers(shape.members, value, format);
}

function writeTree(shape: Shape, value: unknown, format: TreeFormat): unknown {
  switch (shape.kind) {
    case 'structure':
      return writeTreeMembers(shape.members, value, format);
    case 'list':
      return listOf(value).map((item) => writeTree(shape.item.shape, item, format));
    case 'map':
      return Object.fromEntries(
        Object.entries(recordOf(value)).flatMap(([key, item]) =>
          isAbsent(item) ? [] : [[key, writeTree(shape.value.shape, item, format)]],
        ),
      );
    case 'timestamp':
      return format === 'cbor' ? instantOf(value) : instantOf(value).getTime() / 1000;
    case 'blob':
      return format === 'cbor' ? value : base64Of(value);
    case 'number':
      return format === 'json' && !Number.isFinite(value) ? String(value) : value;
    default:
      return value;
  }
}
