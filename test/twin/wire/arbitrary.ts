import fc from 'fast-check';
import type { Member, Scalar, Shape, Structure } from '../../../src/twin/wire/model/shape.ts';

/** What a member's place on the wire can carry. */
type Place = 'body' | 'header' | 'label' | 'query' | 'status';

/** Random values of a modelled structure: every required member, and a changing part of the others. */
export function arbitraryStructure(shape: Structure, depth = 0): fc.Arbitrary<Record<string, unknown>> {
  if (shape.isUnion) return arbitraryUnion(shape, depth);
  const required = shape.members.filter(({ traits }) => traits.required);
  // query protocols cannot carry an empty structure
  const [first] = shape.members;
  const anchor = required.length > 0 || depth === 0 ? undefined : (shape.members.find(isScalarMember) ?? first);
  if (anchor) required.push(anchor);
  const members = depth < MAX_DEPTH ? shape.members : required;
  return fc.record(Object.fromEntries(members.map((member) => [member.name, arbitraryMember(member, depth)])), {
    requiredKeys: required.map(({ name }) => name),
  });
}

const MAX_DEPTH = 4;

function arbitraryUnion(shape: Structure, depth: number): fc.Arbitrary<Record<string, unknown>> {
  const choices = shape.members.filter((member) => {
    const isEmpty = member.shape.kind === 'structure' && member.shape.members.length === 0;
    return isScalarMember(member) || (depth < MAX_DEPTH && !isEmpty);
  });
  return fc.oneof(
    ...choices.map((member) => arbitraryMember(member, depth).map((value) => ({ [member.name]: value }))),
  );
}

function arbitraryMember(member: Member, depth: number): fc.Arbitrary<unknown> {
  const { traits, shape, name } = member;
  if (traits.label) return arbitraryShape(shape, 'label', depth);
  if (traits.query !== undefined) return arbitraryShape(shape, 'query', depth);
  if (traits.header !== undefined) return arbitraryShape(shape, 'header', depth);
  if (traits.statusCode) return fc.constantFrom(200, 202, 206);
  // DynamoDB's NULL is a flag that only ever is true
  if (name === 'NULL') return fc.constant(true);
  return arbitraryShape(shape, 'body', depth);
}

function arbitraryShape(shape: Shape, place: Place, depth: number): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'structure':
      return fc.constant(undefined).chain(() => arbitraryStructure(shape, depth + 1));
    case 'list':
      return fc.array(arbitraryShape(shape.item.shape, place, depth + 1), { minLength: 1, maxLength: 3 });
    case 'map':
      return fc.dictionary(arbitraryText('body'), arbitraryShape(shape.value.shape, place, depth + 1), {
        minKeys: 1,
        maxKeys: 3,
      });
    default:
      return arbitraryScalar(shape, place);
  }
}

function arbitraryScalar({ kind }: Scalar, place: Place): fc.Arbitrary<unknown> {
  switch (kind) {
    case 'string':
      return arbitraryText(place);
    case 'number':
      return fc.oneof(fc.integer(), fc.constantFrom(0, 0.5, -1.25, 1e15));
    case 'boolean':
      return fc.boolean();
    case 'blob':
      return fc.uint8Array({ minLength: 1, maxLength: 20 });
    case 'timestamp':
      return fc
        .integer({ min: 0, max: 4_000_000_000 })
        .map((seconds) => new Date(place === 'header' ? seconds * 1000 : seconds * 1000 + (seconds % 1000)));
  }
}

function arbitraryText(place: Place): fc.Arbitrary<string> {
  if (place === 'header') return fc.stringMatching(/^[!-~]{1,20}$/);
  if (place === 'label')
    return fc.stringMatching(/^[A-Za-z0-9 :/+%&=?ü]{1,20}$/).filter((text) => text.trim() === text);
  return fc.oneof(fc.constantFrom(...TRICKY), fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }));
}

const TRICKY = [
  ' padded ',
  'x & <y> "q" \'s\' ]]>',
  'ünïcode 日本 🚀',
  'p%2Fq+r=s&t;u',
  'two\nlines\r\nand\ttab',
  '0',
  'true',
  'null',
  '&#60;&lt;',
  'constructor',
];

function isScalarMember({ shape: { kind } }: Member): boolean {
  return kind !== 'structure' && kind !== 'list' && kind !== 'map';
}
