import { must, type Resource, rule, together } from 'evenkeel/policy';
import { KEY, usesCustomerKey } from '../../facts/customer-key.ts';
import { VAULT } from '../../facts/vault.ts';

export const bkp07 = rule({
  id: 'BKP-07',
  title: 'A vault has a key of the customer, in its own region',
  why: 'Backups under the key of AWS cannot be shared with another account, and those under a key elsewhere are lost with that region.',
  remedy: 'Give the vault a `kmsKeyArn` of a `kms.Key` or `kms.ReplicaKey` of its region.',
  severity: 'medium',
  types: [VAULT],
  reads: [KEY],
  decidedAt: 'deployed',
  cannotSee: [
    'recovery points that keep the key of their resource, as those of RDS do',
    'what the key’s policy allows',
  ],
  parameters: {},
  check: together(
    (vault) =>
      must(() => usesCustomerKey(vault, 'kmsKeyArn'), 'has the key of AWS, not one of the customer', 'kmsKeyArn'),
    (vault) => must(() => keyRegionOf(vault) === vault.region, 'has a key of another region', 'kmsKeyArn'),
  ),
});

/** By the key, or by its ARN; the vault's own where an alias or nothing is named. */
function keyRegionOf(vault: Resource): string {
  const key = vault.to('kmsKeyArn', KEY);
  if (key?.isSeen) return key.region;
  if (!vault.isGiven('kmsKeyArn')) return vault.region;
  return /^arn:[\w-]+:kms:([\w-]+):/.exec(vault.text('kmsKeyArn') ?? '')?.[1] ?? vault.region;
}
