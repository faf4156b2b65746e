import { assert } from '../../../lib/errors.ts';
import type { WireRequest } from '../message.ts';
import type { Member, Scalar, Shape, Structure } from '../model/shape.ts';
import { isAbsent } from './record.ts';
import { scalarFromText, scalarToText } from './scalar.ts';
import { unescapeLabel } from './uri.ts';

/** The members that a REST request carries outside its body. */
export function readBindings(
  shape: Structure,
  request: WireRequest,
  labels: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const member of shape.members) {
    const item = readBinding(member, request, labels);
    if (item !== undefined) value[member.name] = item;
  }
  return value;
}

/** The status and headers that an output's members make. */
export function writeBindings(
  shape: Structure,
  value: Readonly<Record<string, unknown>>,
): { status: number | undefined; headers: Record<string, string> } {
  const headers: Record<string, string> = {};
  let status: number | undefined;
  for (const { name, traits, shape: target } of shape.members) {
    const item = value[name];
    if (isAbsent(item)) continue;
    if (traits.header !== undefined) headers[traits.header] = scalarToText(scalar(target), item, 'http-date');
    if (traits.statusCode && typeof item === 'number') status = item;
  }
  return { status, headers };
}

/** The members of a REST structure that its body carries. */
export function bodyMembers(shape: Structure): readonly Member[] {
  return shape.members.filter(({ traits }) => {
    const isBound = traits.label || traits.statusCode || traits.payload;
    return !isBound && traits.query === undefined && traits.header === undefined;
  });
}

/** The member that is the whole body. */
export function payloadMember(shape: Structure): Member | undefined {
  return shape.members.find(({ traits }) => traits.payload);
}

function readBinding(
  { name, traits, shape }: Member,
  request: WireRequest,
  labels: Readonly<Record<string, string>>,
): unknown {
  if (traits.label) {
    const label = labels[name];
    return label === undefined ? undefined : scalarFromText(scalar(shape), unescapeLabel(label));
  }
  if (traits.header !== undefined) {
    const header = request.headers[traits.header];
    return header === undefined ? undefined : scalarFromText(scalar(shape), header);
  }
  if (traits.query === undefined || !request.query.has(traits.query)) return undefined;
  const texts = request.query.getAll(traits.query);
  if (shape.kind === 'list') return texts.map((text) => scalarFromText(scalar(shape.item.shape), text));
  return scalarFromText(scalar(shape), texts[0] ?? '');
}

function scalar(shape: Shape): Scalar {
  assert(shape.kind !== 'structure' && shape.kind !== 'list' && shape.kind !== 'map', 'bindings carry scalars');
  return shape;
}
