import { createRequire } from 'node:module';
import * as pulumi from '@pulumi/pulumi';
import { behaviourOf, type PropertyFacts } from '../../../src/twin/provider/behaviour.ts';

/**
 * One resource of every class of `@pulumi/aws` whose place in the list is of this part (`engine:part` of `engine:parts`), and
 * whose type is not in `engine:without`, with what its constructor requires and nothing else.
 */
const config = new pulumi.Config('engine');
const part = config.requireNumber('part');
const parts = config.requireNumber('parts');
const without = new Set(config.getObject<string[]>('without') ?? []);

type Constructor = (new (name: string, args: object) => pulumi.CustomResource) & { readonly __pulumiType: string };

const sdk = createRequire(import.meta.url)('@pulumi/aws') as Record<string, unknown>;
const made = new Set<string>();
// the SDK loads a class when it is first looked at: a part looks at its own namespaces only
const names = Object.keys(sdk).sort();
for (const [index, name] of names.entries()) if (index % parts === part) makeAll(sdk[name]);

export const types = [...made].sort();

function makeAll(member: unknown): void {
  if (isResource(member)) make(member);
  else if (typeof member === 'object' && member !== null)
    for (const inner of Object.values(member)) if (isResource(inner)) make(inner);
}

function make(type: Constructor): void {
  const token = type.__pulumiType;
  if (made.has(token) || without.has(token)) return;
  made.add(token);
  // short: some names are made of it, and have as little as 32 characters
  new type(`r${made.size}`, requiredInputs(type));
}

function isResource(member: unknown): member is Constructor {
  if (typeof member !== 'function' || !(member.prototype instanceof pulumi.CustomResource)) return false;
  return '__pulumiType' in member && !(member.prototype instanceof pulumi.ProviderResource);
}

/** What the constructor would throw for, of the type that the provider's recorded behaviour says. */
function requiredInputs(type: Constructor): Record<string, unknown> {
  const required = [...String(type).matchAll(/Missing required property '(\w+)'/g)].map(([, name = '']) => name);
  const behaviour = behaviourOf(type.__pulumiType);
  const facts = behaviour?.in ?? {};
  const recorded = Object.keys(facts).filter((name) => facts[name]?.[0] === 'req');
  const nested = behaviour?.nested ?? {};
  const value = (name: string) => minimal(facts[name], name, nested as Nested);
  return Object.fromEntries([...new Set([...required, ...recorded])].map((name) => [name, value(name)]));
}

type Nested = Readonly<Record<string, Readonly<Record<string, PropertyFacts>>>>;

function minimal(facts: PropertyFacts | undefined, path: string, nested: Nested): unknown {
  const type = facts?.[1] ?? 'string';
  if (type.endsWith('[]')) return [minimal([facts?.[0] ?? 'req', type.slice(0, -2), false], path, nested)];
  if (type === 'number') return 1;
  if (type === 'boolean') return true;
  if (type.startsWith('map')) return {};
  if (type !== 'object') return 'value';
  const members = Object.entries(nested[path] ?? {}).filter(([, one]) => one[0] === 'req');
  return Object.fromEntries(members.map(([name, one]) => [name, minimal(one, `${path}.${name}`, nested)]));
}
