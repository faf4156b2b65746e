import type { PropertyMap, PropertyValue } from '../../../lib/property.ts';
import type { AdapterAws, AdapterChange } from '../adapter.ts';
import { retag } from './common.ts';
import { isMap, type Told } from './shape.ts';

/** An attribute of a balancer or target group: the input's dotted path, and the attribute's key. */
export type AttributeNames = readonly (readonly [path: string, key: string])[];

/** Attributes that inputs ask for and that differ from what is there already. */
export function attributesToSet(
  names: AttributeNames,
  inputs: PropertyMap,
  there: Readonly<Record<string, string>>,
): { Key: string; Value: string }[] {
  return names.flatMap(([path, Key]) => {
    const value = at(inputs, path);
    if (value === undefined || value === null || there[Key] === undefined || there[Key] === String(value)) return [];
    return [{ Key, Value: String(value) }];
  });
}

/** Attributes as outputs, nested along their paths; numbers and booleans as such. */
export function attributesTold(names: AttributeNames, attributes: Readonly<Record<string, string>>): Told {
  const told: Record<string, PropertyValue | undefined> = {};
  for (const [path, key] of names) {
    const [head = '', ...rest] = path.split('.');
    told[head] = rest.length === 0 ? plain(attributes[key]) : withMember(told[head], rest, plain(attributes[key]));
  }
  return told;
}

/** The attributes of a balancer or target group by their keys. */
export function attributesOf(aws: AdapterAws, operation: string, input: object): Record<string, string> {
  const { Attributes } = aws.call<{ Attributes: { Key: string; Value: string }[] }>('elbv2', operation, input);
  return Object.fromEntries(Attributes.map(({ Key, Value }) => [Key, Value]));
}

export function tagsAt(aws: AdapterAws, arn: string): Record<string, string> {
  const { TagDescriptions } = aws.call<{ TagDescriptions: { Tags: { Key: string; Value: string }[] }[] }>(
    'elbv2',
    'DescribeTags',
    { ResourceArns: [arn] },
  );
  return Object.fromEntries((TagDescriptions[0]?.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
}

export function retagElb(aws: AdapterAws, arn: string, { before, after }: AdapterChange): void {
  retag(before, after, {
    add: (tags) =>
      aws.call('elbv2', 'AddTags', { ResourceArns: [arn], Tags: tags.map(([Key, Value]) => ({ Key, Value })) }),
    remove: (names) => aws.call('elbv2', 'RemoveTags', { ResourceArns: [arn], TagKeys: names }),
  });
}

/** `app/name/id` of a balancer's ARN, `targetgroup/name/id` of a group's: what metrics name them by. */
export function arnSuffix(arn: string): string {
  const last = arn.slice(arn.lastIndexOf(':') + 1);
  return last.replace(/^loadbalancer\//, '');
}

function at(inputs: PropertyMap, path: string): PropertyValue | undefined {
  let value: PropertyValue | undefined = inputs;
  for (const name of path.split('.')) value = isMap(value) ? value[name] : undefined;
  return value;
}

function withMember(
  target: PropertyValue | undefined,
  [head = '', ...rest]: readonly string[],
  value: PropertyValue | undefined,
): PropertyMap {
  const members = isMap(target) ? target : {};
  return { ...members, [head]: rest.length === 0 ? value : withMember(members[head], rest, value) };
}

function plain(text: string | undefined): PropertyValue | undefined {
  if (text === 'true' || text === 'false') return text === 'true';
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : text;
}
