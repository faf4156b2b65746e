import { EvenkeelError } from '../../lib/errors.ts';

export const STACK_TYPE = 'pulumi:pulumi:Stack';
export const STACK_REFERENCE_TYPE = 'pulumi:pulumi:StackReference';
const PROVIDER_PREFIX = 'pulumi:providers:';

/** The parts of `urn:pulumi:STACK::PROJECT::PARENTTYPE$TYPE::NAME`. */
export interface UrnParts {
  readonly stack: string;
  readonly project: string;
  /** The types of the parents and the own one, joined by `$`. */
  readonly qualifiedType: string;
  readonly type: string;
  readonly name: string;
}

/** A resource's URN. The stack itself does not count as a parent type. */
export function urnOf(stack: string, project: string, parent: string | undefined, type: string, name: string): string {
  const parentType = parent === undefined || parent === '' ? STACK_TYPE : parseUrn(parent).qualifiedType;
  const prefix = parentType === STACK_TYPE ? '' : `${parentType}$`;
  return `urn:pulumi:${stack}::${project}::${prefix}${type}::${name}`;
}

/** Throws `engine.urn` on a text of another form. A name may hold `::`. */
export function parseUrn(urn: string): UrnParts {
  const [head, project, qualifiedType, ...name] = urn.split('::');
  if (!head?.startsWith('urn:pulumi:') || project === undefined || qualifiedType === undefined || name.length === 0) {
    throw new EvenkeelError({
      code: 'engine.urn',
      message: 'a resource has a name of another form than a URN',
      found: urn,
      allowed: 'urn:pulumi:STACK::PROJECT::TYPE::NAME',
    });
  }
  const type = qualifiedType.slice(qualifiedType.lastIndexOf('$') + 1);
  return { stack: head.slice('urn:pulumi:'.length), project, qualifiedType, type, name: name.join('::') };
}

export function isProviderType(type: string): boolean {
  return type.startsWith(PROVIDER_PREFIX);
}

export function providerType(packageName: string): string {
  return PROVIDER_PREFIX + packageName;
}

/** `aws:ec2/vpc:Vpc` → `aws`; of a provider's type, the package it provides. */
export function packageOf(type: string): string {
  const bare = isProviderType(type) ? type.slice(PROVIDER_PREFIX.length) : type;
  return bare.split(':')[0] ?? '';
}

/** A provider that the engine makes itself, since no resource names one. It is no step of the user's. */
export function isDefaultProvider(urn: string): boolean {
  const { type, name } = parseUrn(urn);
  return isProviderType(type) && /^default(_\d|$)/.test(name);
}

/** The two halves of `URN::ID`. */
export function splitProviderReference(reference: string): { readonly urn: string; readonly id: string } {
  const at = reference.lastIndexOf('::');
  return { urn: reference.slice(0, at), id: reference.slice(at + 2) };
}
