import { draw } from '../../../src/lib/chance.ts';
import type { Case } from './case.ts';
import { up } from './cases/build.ts';
import type { Declaration, DeclaredOptions, Value } from './declaration.ts';

/**
 * A generated system of two stacks, and a later state of it. A seed fixes everything: components inside components, several
 * providers, secrets, references to the other stack, options of every kind; then changed, replaced, renamed, removed
 * and new resources, and a provider that moves to another region.
 */
export function generated(seed: number): Case {
  const base = baseOf(seed, 0);
  const first = systemOf(seed);
  return {
    name: `generated-${seed}`,
    generations: [
      up(base.resources, { stack: 'base', outputs: base.outputs }),
      up(first),
      up(baseOf(seed, 1).resources, { stack: 'base', outputs: base.outputs }),
      up(mutated(seed, first)),
    ],
  };
}

/** The stack that the other one refers to. */
function baseOf(seed: number, generation: number): { resources: Declaration[]; outputs: Record<string, Value> } {
  const size = (name: string) => (isLikely(seed, name, `base ${generation}`, 0.5) ? generation : 0);
  return {
    resources: ['n1', 'n2', 'n3'].map((name) => ({
      type: 'rig:index:Thing',
      name,
      props: { forced: name === 'n3' ? size(name) : 0, size: size(name) },
    })),
    outputs: { first: { $out: 'n1.stamp' }, second: { $secret: { $out: 'n2.digest' } }, third: { $out: 'n3.stamp' } },
  };
}

const PROVIDERS = ['east', 'west'];

function systemOf(seed: number): Declaration[] {
  const resources: Declaration[] = [
    { type: 'pulumi:pulumi:StackReference', name: 'base', props: { name: 'organization/conformance/base' } },
    ...PROVIDERS.map((name) => ({ type: 'pulumi:providers:rig', name, props: { region: name, note: 'a' } })),
  ];
  const groups: string[] = [];
  for (let index = 0; index < 2 + whole(seed, 'groups', 'count', 3); index++) {
    const name = `group${index}`;
    const parent = pick(seed, name, 'parent', ['', ...groups]);
    resources.push({ type: 'rig:index:Group', name, component: true, ...(parent !== '' && { options: { parent } }) });
    groups.push(name);
  }
  const things: string[] = [];
  for (let index = 0; index < 8 + whole(seed, 'things', 'count', 8); index++) {
    resources.push(thingOf(seed, `thing${index}`, things, groups));
    things.push(`thing${index}`);
  }
  return resources;
}

function thingOf(seed: number, name: string, earlier: readonly string[], groups: readonly string[]): Declaration {
  const chance = (event: string, probability: number) => isLikely(seed, name, event, probability);
  const another = pick(seed, name, 'another', earlier);
  const type = pick(seed, name, 'type', ['Thing', 'Thing', 'Named', 'Exclusive']);
  const props: Record<string, Value> = {
    size: whole(seed, name, 'size', 5),
    tags: { owner: pick(seed, name, 'owner', ['a', 'b']), list: [1, { deep: whole(seed, name, 'deep', 3) }] },
    ...(chance('forced', 0.5) && { forced: whole(seed, name, 'forced value', 3) }),
    ...(chance('secret', 0.3) && { word: { $secret: `secret of ${name}` } }),
    ...(chance('reference', 0.25) && {
      remote: { $out: `base.${pick(seed, name, 'output', ['first', 'second', 'third'])}` },
    }),
    ...(another !== undefined && chance('plain edge', 0.5) && { from: { $out: `${another}.digest` } }),
    ...(another !== undefined && chance('forcing edge', 0.3) && { forcedFrom: { $out: `${another}.stamp` } }),
  };
  return { type: `rig:index:${type}`, name, props, options: optionsOf(seed, name, earlier, groups) };
}

function optionsOf(seed: number, name: string, earlier: readonly string[], groups: readonly string[]): DeclaredOptions {
  const chance = (event: string, probability: number) => isLikely(seed, name, event, probability);
  const parent = pick(seed, name, 'parent', ['', '', ...groups]);
  const provider = pick(seed, name, 'provider', ['', ...PROVIDERS]);
  const before = pick(seed, name, 'after', earlier);
  return {
    ...(parent !== '' && { parent }),
    ...(provider !== '' && { provider }),
    ...(before !== undefined && chance('depends', 0.3) && { dependsOn: [before] }),
    ...(chance('ignore', 0.15) && {
      ignoreChanges: [pick(seed, name, 'ignored', ['size', 'tags.owner', 'tags.list[*]'])],
    }),
    ...(chance('replace on changes', 0.15) && {
      replaceOnChanges: [pick(seed, name, 'replacing', ['size', 'tags.*', '*'])],
    }),
    ...(chance('delete first', 0.15) && { deleteBeforeReplace: chance('delete first or not', 0.7) }),
    ...(chance('retain', 0.1) && { retainOnDelete: true }),
    ...(chance('secret outputs', 0.15) && { additionalSecretOutputs: ['digest'] }),
    ...(before !== undefined && chance('goes along', 0.08) && { deletedWith: before }),
    ...(before !== undefined && chance('replaced with', 0.08) && { replaceWith: [before] }),
    ...(chance('trigger', 0.1) && { replacementTrigger: 'first' }),
  };
}

/** The same system later. What a resource refers to is only removed together with the reference. */
function mutated(seed: number, first: readonly Declaration[]): Declaration[] {
  const removed = new Set(
    first
      .filter(({ name }) => name.startsWith('thing') && isLikely(seed, name, 'removed', 0.12))
      .map(({ name }) => name),
  );
  const kept = first.filter(({ name }) => !removed.has(name)).map((one) => without(one, removed));
  const changed = kept.map((one) => (one.name.startsWith('thing') ? changedThing(seed, one) : changedOther(seed, one)));
  const groups = first.filter(({ component }) => component).map(({ name }) => name);
  const things = changed.filter(({ name }) => name.startsWith('thing')).map(({ key, name }) => key ?? name);
  return [...changed, thingOf(seed, 'thing-new', things, groups)];
}

function changedThing(seed: number, declaration: Declaration): Declaration {
  const { name, props = {}, options = {} } = declaration;
  const chance = (event: string, probability: number) => isLikely(seed, name, event, probability);
  const renamed = chance('renamed', 0.15);
  return {
    ...declaration,
    ...(renamed && { key: name, name: `${name}-renamed` }),
    props: {
      ...props,
      ...(chance('resized', 0.3) && { size: 9 }),
      ...(chance('forced anew', 0.2) && { forced: 9 }),
      ...(chance('another secret', 0.2) && { word: { $secret: 'another secret' } }),
      ...(chance('another owner', 0.2) && { tags: { owner: 'c', list: [2] } }),
    },
    options: {
      ...options,
      ...(renamed && { aliases: [{ name }] }),
      ...(options.replacementTrigger !== undefined && chance('triggered', 0.5) && { replacementTrigger: 'second' }),
    },
  };
}

function changedOther(seed: number, declaration: Declaration): Declaration {
  const { name, type, props = {}, component } = declaration;
  const chance = (event: string, probability: number) => isLikely(seed, name, event, probability);
  if (component && chance('renamed', 0.3)) {
    return {
      ...declaration,
      key: name,
      name: `${name}-renamed`,
      options: { ...declaration.options, aliases: [{ name }] },
    };
  }
  if (!type.startsWith('pulumi:providers:')) return declaration;
  const region = chance('moved', 0.15) ? 'elsewhere' : name;
  return { ...declaration, props: { ...props, region, note: chance('noted', 0.3) ? 'b' : 'a' } };
}

/** The declaration without what it says of removed ones. */
function without(declaration: Declaration, removed: ReadonlySet<string>): Declaration {
  const { props = {}, options = {} } = declaration;
  const isGone = (value: Value | undefined) =>
    [...removed].some((name) => JSON.stringify(value ?? null).includes(`"${name}.`));
  const { deletedWith, dependsOn = [], replaceWith = [], ...rest } = options;
  return {
    ...declaration,
    props: Object.fromEntries(Object.entries(props).filter(([, value]) => !isGone(value))),
    options: {
      ...rest,
      ...(deletedWith !== undefined && !removed.has(deletedWith) && { deletedWith }),
      ...(dependsOn.length > 0 && { dependsOn: dependsOn.filter((name) => !removed.has(name)) }),
      ...(replaceWith.length > 0 && { replaceWith: replaceWith.filter((name) => !removed.has(name)) }),
    },
  };
}

function isLikely(seed: number, subject: string, event: string, probability: number): boolean {
  return draw(seed, subject, event) < probability;
}

function whole(seed: number, subject: string, event: string, below: number): number {
  return Math.floor(draw(seed, subject, event) * below);
}

function pick<T>(seed: number, subject: string, event: string, from: readonly T[]): T {
  return from[whole(seed, subject, event, from.length)] as T;
}
