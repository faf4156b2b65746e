import { allOf, attempt, type Block, Undecided } from 'evenkeel/policy';

export const KEY = 'aws:kms/key:Key';

/**
 * Whether the program names a key of the customer: a key of the checkpoints, or an alias that is not one of AWS's. What AWS tells of the
 * key that it chose looks like any other, and is none; the ARN of a key that is in none of the checkpoints may be of either.
 * Source: "AWS KMS keys", AWS Key Management Service Developer Guide (read 2026-11): AWS managed keys have aliases `alias/aws/SERVICE`.
 */
export function usesCustomerKey(block: Block, path: string): boolean {
  if (!block.isGiven(path)) return false;
  if (block.toAll(path, KEY).some(({ isSeen }) => isSeen)) return true;
  const text = block.text(path) ?? '';
  if (/(?:^|:)alias\//.test(text)) return !/(?:^|:)alias\/aws\//.test(text);
  if (text === '') return false;
  throw new Undecided(path, `${text} is in none of the checkpoints, and may be a key that AWS manages`);
}

/** Whether a key is named at all, by the program or by AWS; of which kind does not matter. */
export function namesKey(block: Block, path: string): boolean {
  if (!block.isGiven(path)) return block.readOr(path, '') !== '';
  const named = attempt(() => block.read(path));
  return !('value' in named) || named.value !== '';
}

/** Whether a rule of a bucket's default encryption encrypts by KMS, with a key of the customer. */
export function isByCustomerKey(rule: Block): boolean {
  const by = 'applyServerSideEncryptionByDefault';
  return allOf(
    () => /^aws:kms/.test(rule.text(`${by}.sseAlgorithm`) ?? ''),
    () => usesCustomerKey(rule, `${by}.kmsMasterKeyId`),
  );
}
