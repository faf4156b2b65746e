import { type PropertyMap, type PropertyValue, secret, UNKNOWN } from '../../lib/property.ts';

const SIGNATURE = '4dabf18193072939515e22adb298388d';
const OUTPUT = 'd0e6a833031e9bbcd3f4e8bde6ca49a4';

/**
 * A value in which every output, which the SDK wraps with its dependencies, is what it holds: its value, secret where it is, or
 * unknown where it has none (sdk/go/common/resource/plugin/rpc.go).
 */
export function plainOutput(value: PropertyValue): PropertyValue {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(plainOutput);
  const members = value as PropertyMap;
  if (members[SIGNATURE] !== OUTPUT) {
    return Object.fromEntries(
      Object.entries(members).map(([key, item]) => [key, item === undefined ? item : plainOutput(item)]),
    );
  }
  const plain = members['value'] === undefined ? UNKNOWN : plainOutput(members['value']);
  return members['secret'] === true ? secret(plain) : plain;
}
