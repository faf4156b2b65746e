import { checkDepth, Undecodable } from '../message.ts';
import type { Member, Scalar, Shape, Structure } from '../model/shape.ts';
import { bytesFromBase64, instantFromSeconds, instantFromText } from './scalar.ts';

/** The given members out of what JSON or CBOR decoded to. Unknown members are ignored, as AWS does. */
export function readTreeMembers(members: readonly Member[], tree: unknown, depth = 0): Record<string, unknown> {
  checkDepth(depth);
  const source = objectIn(tree);
  const value: Record<string, unknown> = {};
  for (const member of members) {
    const item = source[member.name];
    if (item !== undefined && item !== null) value[member.name] = readTree(member.shape, item, depth + 1);
  }
  return value;
}

export function readTreeStructure(shape: Structure, tree: unknown): Record<string, unknown> {
  return readTreeMembers(shape.members, tree);
}

function readTree(shape: Shape, tree: unknown, depth: number): unknown {
  switch (shape.kind) {
    case 'structure':
      return readTreeMembers(shape.members, tree, depth);
    case 'list':
      checkDepth(depth);
      if (!Array.isArray(tree)) throw expected('a list', tree);
      return tree.map((item) => (item === null ? null : readTree(shape.item.shape, item, depth + 1)));
    case 'map':
      checkDepth(depth);
      return Object.fromEntries(
        Object.entries(objectIn(tree)).flatMap(([key, item]) =>
          item === null ? [] : [[key, readTree(shape.value.shape, item, depth + 1)]],
        ),
      );
    default:
      return readScalar(shape, tree);
  }
}

function readScalar(shape: Scalar, tree: unknown): unknown {
  switch (shape.kind) {
    case 'string':
      if (typeof tree === 'string') return tree;
      throw expected('a string', tree);
    case 'boolean':
      if (typeof tree === 'boolean') return tree;
      throw expected('true or false', tree);
    case 'number':
      if (typeof tree === 'number') return tree;
      if (typeof tree === 'bigint') return Number(tree);
      if (typeof tree === 'string' && /^(NaN|-?Infinity)$/.test(tree)) return Number(tree);
      throw expected('a number', tree);
    case 'timestamp':
      if (tree instanceof Date) return tree;
      if (typeof tree === 'number') return instantFromSeconds(tree);
      if (typeof tree === 'string') return instantFromText(tree);
      throw expected('an instant', tree);
    case 'blob':
      if (tree instanceof Uint8Array) return tree;
      if (typeof tree === 'string') return bytesFromBase64(tree);
      throw expected('a binary value', tree);
  }
}

function objectIn(tree: unknown): Readonly<Record<string, unknown>> {
  if (typeof tree !== 'object' || tree === null || Array.isArray(tree) || ArrayBuffer.isView(tree)) {
    throw expected('an object', tree);
  }
  return tree as Readonly<Record<string, unknown>>;
}

/** Names the type that was found, never the value: it may be a secret. */
function expected(what: string, found: unknown): Undecodable {
  return new Undecodable(
    `expected ${what}, found ${Array.isArray(found) ? 'list' : found === null ? 'null' : typeof found}`,
  );
}
