/**
 * Property values as Pulumi's wire protocol carries them: JSON, plus two markers. They are the ones of the public
 * protocol (pulumi/pulumi, sdk/go/common/resource/plugin/rpc.go), kept as they are from monitor to provider.
 */
export type PropertyValue =
  | null
  | boolean
  | number
  | string
  | readonly PropertyValue[]
  | { readonly [key: string]: PropertyValue | undefined };
export type PropertyMap = { readonly [key: string]: PropertyValue | undefined };

/** Stands for a value that a preview cannot know yet. */
export const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** The member that marks what JSON has no form for. */
export const SIGNATURE = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';

export function isUnknown(value: PropertyValue | undefined): boolean {
  return value === UNKNOWN;
}

/** True where the value is, or holds anywhere, an unknown. */
export function hasUnknown(value: PropertyValue | undefined): boolean {
  if (value === UNKNOWN) return true;
  if (value === null || typeof value !== 'object') return false;
  return Object.values(value).some(hasUnknown);
}

export function secret(value: PropertyValue): PropertyValue {
  return isSecret(value) ? value : { [SIGNATURE]: SECRET, value };
}

export function isSecret(value: PropertyValue | undefined): value is { readonly value: PropertyValue } {
  return typeof value === 'object' && value !== null && (value as PropertyMap)[SIGNATURE] === SECRET;
}

export function hasSecret(value: PropertyValue | undefined): boolean {
  if (isSecret(value)) return true;
  if (value === null || typeof value !== 'object') return false;
  return Object.values(value).some(hasSecret);
}

/** The value without its secret markers, at every depth. The result must not be stored or shown. */
export function reveal(value: PropertyValue | undefined): PropertyValue | undefined {
  if (isSecret(value)) return reveal(value.value);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => reveal(item) ?? null);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, reveal(item)]));
}
