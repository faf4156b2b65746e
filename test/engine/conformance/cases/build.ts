import type { Case, Generation } from '../case.ts';
import type { Declaration, DeclaredOptions, ProgramData, Value } from '../declaration.ts';

type Props = Readonly<Record<string, Value>>;

/** A resource whose name says nothing of it. */
export function thing(name: string, props: Props = {}, options?: DeclaredOptions): Declaration {
  return typed('rig:index:Thing', name, props, options);
}

/** A resource that its provider deletes before it replaces it. */
export function exclusive(name: string, props: Props = {}, options?: DeclaredOptions): Declaration {
  return typed('rig:index:Exclusive', name, props, options);
}

export function typed(type: string, name: string, props: Props = {}, options?: DeclaredOptions): Declaration {
  return { type, name, props, ...(options !== undefined && { options }) };
}

export function group(name: string, options?: DeclaredOptions, type = 'rig:index:Group'): Declaration {
  return { type, name, component: true, ...(options !== undefined && { options }) };
}

export function up(
  resources: readonly Declaration[],
  more: Omit<Generation, 'program'> & Pick<ProgramData, 'outputs'> = {},
): Generation {
  const { outputs, ...rest } = more;
  return { ...rest, program: { resources, ...(outputs !== undefined && { outputs }) } };
}

export function cases(table: Readonly<Record<string, readonly Generation[]>>): Case[] {
  return Object.entries(table).map(([name, generations]) => ({ name, generations }));
}
