import * as pulumi from '@pulumi/pulumi';
import type { Declaration, DeclaredAlias, DeclaredOptions, ProgramData, Value } from '../declaration.ts';

/** Registers what the configuration lists (`../declaration.ts`): one program for every case and both engines. */
const data = new pulumi.Config('conformance').requireObject<ProgramData>('program');
const made = new Map<string, pulumi.Resource>();

class Listed extends pulumi.CustomResource {
  constructor(
    { type, name, props = {}, computed = ['stamp', 'digest'], get }: Declaration,
    options: pulumi.CustomResourceOptions,
  ) {
    const outputs = Object.fromEntries(computed.map((key) => [key, undefined]));
    super(type, name, { ...outputs, ...inputsOf(props) }, get === undefined ? options : { ...options, id: get });
  }
}

class Group extends pulumi.ComponentResource {
  constructor({ type, name, props = {} }: Declaration, options: pulumi.ComponentResourceOptions) {
    super(type, name, inputsOf(props), options);
    this.registerOutputs({});
  }
}

class Connection extends pulumi.ProviderResource {
  constructor({ type, name, props = {} }: Declaration, options: pulumi.ResourceOptions) {
    super(type.slice('pulumi:providers:'.length), name, inputsOf(props), options);
  }
}

for (const declaration of data.resources) made.set(declaration.key ?? declaration.name, make(declaration));

/** The members are read by the runtime as the outputs of the stack. */
export default Object.fromEntries(Object.entries(data.outputs ?? {}).map(([key, value]) => [key, inputOf(value)]));

function make(declaration: Declaration): pulumi.Resource {
  const options = optionsOf(declaration.options ?? {});
  if (declaration.component) return new Group(declaration, options);
  if (declaration.type === 'pulumi:pulumi:StackReference') {
    return new pulumi.StackReference(declaration.name, { name: String(declaration.props?.['name']) }, options);
  }
  if (declaration.type.startsWith('pulumi:providers:')) return new Connection(declaration, options);
  return new Listed(declaration, options);
}

function optionsOf(declared: DeclaredOptions): pulumi.CustomResourceOptions {
  const { parent, dependsOn, provider, providers, aliases, deletedWith, replaceWith, replacementTrigger, ...plain } =
    declared;
  return {
    ...(plain as pulumi.CustomResourceOptions),
    ...(parent !== undefined && { parent: resource(parent) }),
    ...(dependsOn !== undefined && { dependsOn: dependsOn.map(resource) }),
    ...(provider !== undefined && { provider: resource(provider) as pulumi.ProviderResource }),
    ...(providers !== undefined && { providers: providers.map((name) => resource(name) as pulumi.ProviderResource) }),
    ...(aliases !== undefined && { aliases: aliases.map(aliasOf) }),
    ...(deletedWith !== undefined && { deletedWith: resource(deletedWith) }),
    ...(replaceWith !== undefined && { replaceWith: replaceWith.map(resource) }),
    ...(replacementTrigger !== undefined && { replacementTrigger: inputOf(replacementTrigger) }),
  };
}

function aliasOf(alias: string | DeclaredAlias): pulumi.Alias | string {
  if (typeof alias === 'string') return alias;
  const { parent, noParent, ...rest } = alias;
  if (noParent) return { ...rest, parent: undefined } as unknown as pulumi.Alias;
  return parent === undefined ? rest : { ...rest, parent: made.get(parent) ?? parent };
}

function inputsOf(props: Readonly<Record<string, Value>>): pulumi.Inputs {
  return Object.fromEntries(Object.entries(props).map(([key, value]) => [key, inputOf(value)]));
}

function inputOf(value: Value): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(inputOf);
  const members = value as { readonly [key: string]: Value };
  if (typeof members['$out'] === 'string') return outputOf(members['$out']);
  if ('$secret' in members) return pulumi.secret(inputOf(members['$secret'] ?? null));
  return inputsOf(members);
}

function outputOf(path: string): unknown {
  const at = path.lastIndexOf('.');
  const found = resource(path.slice(0, at));
  const name = path.slice(at + 1);
  if (found instanceof pulumi.StackReference) return found.getOutput(name);
  return (found as unknown as Record<string, unknown>)[name];
}

function resource(name: string): pulumi.Resource {
  const found = made.get(name);
  if (found === undefined) throw new Error(`no resource ${name} before this one`);
  return found;
}
