import { createHash } from 'node:crypto';
import type { GetRandomPasswordCommandInput } from '@aws-sdk/client-secrets-manager';
import { AwsError } from '../../aws-error.ts';

const CLASSES = {
  lower: 'abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  digits: '0123456789',
  punctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
} as const;

/**
 * A password by the request's rules, derived from the world's seed like everything here: it stands for a random one, on
 * the twin only, and protects nothing. Limits: GetRandomPassword, API reference.
 */
export function randomPassword(input: GetRandomPasswordCommandInput, entropy: string): string {
  const length = input.PasswordLength ?? 32;
  if (length < 1 || length > 4096) throw new AwsError('InvalidParameterException', 'PasswordLength must be 1 to 4096');
  const excluded = new Set(input.ExcludeCharacters ?? '');
  const classes = [
    !input.ExcludeLowercase && CLASSES.lower,
    !input.ExcludeUppercase && CLASSES.upper,
    !input.ExcludeNumbers && CLASSES.digits,
    !input.ExcludePunctuation && CLASSES.punctuation,
    input.IncludeSpace && ' ',
  ]
    .filter((set): set is string => typeof set === 'string')
    .map((set) => [...set].filter((character) => !excluded.has(character)))
    .filter((set) => set.length > 0);
  const all = classes.flat();
  if (all.length === 0) throw new AwsError('InvalidParameterException', 'every character is excluded');
  const picked = Array.from({ length }, (_, index) => pick(all, entropy, index));
  if (input.RequireEachIncludedType !== false && length >= classes.length) {
    classes.forEach((set, index) => {
      picked[index] = pick(set, entropy, length + index);
    });
  }
  return picked.join('');
}

function pick(from: readonly string[], entropy: string, index: number): string {
  const number = createHash('sha256').update(`${entropy}/${index}`).digest().readUInt32BE(0);
  return from[number % from.length] ?? '';
}
