import { every, fail, must, rule } from 'evenkeel/policy';
import { absentFromAccount } from '../../facts/account.ts';
import { onlyRestricted } from '../../facts/audience.ts';
import { DATA_STORE_PARTS, DATA_STORES } from '../../facts/data-stores.ts';

export const enc09 = rule({
  id: 'ENC-09',
  title: 'Restricted data has a key of the customer, no public path, a log of who reads it, and a way back',
  why: 'A class of data means nothing until it decides what the store must have; each of the four alone has failed somebody.',
  remedy:
    'Give the store a KMS key of yours, close it to the public, log its readers, and switch on point-in-time recovery or object lock; or correct its tag `data-classification`.',
  severity: 'critical',
  types: Object.keys(DATA_STORES),
  reads: DATA_STORE_PARTS,
  decidedAt: 'deployed',
  cannotSee: [
    'who may read it inside the account (IAM controls), and where copies of it are',
    'who reads a file of EFS, of which AWS keeps no log',
    'that data without the tag `data-classification` is restricted (TAG-01 finds the missing tag)',
  ],
  parameters: {},
  appliesTo: onlyRestricted,
  check(resource, _, { estate }) {
    const store = DATA_STORES[resource.type];
    if (store === undefined) return fail('is of no type that is known to hold data');
    const parts = [
      () => must(store.hasCustomerKey(resource), 'is encrypted with no key of the customer'),
      () => must(store.isClosed(resource, estate), 'is not closed to the public'),
      () => {
        const isLogged = store.isLogged(resource, estate);
        if (isLogged === undefined) return absentFromAccount(estate, 'no trail logs who reads it');
        return must(isLogged, 'does not log who reads it');
      },
      () => must(store.canGoBack(resource), 'has no way back to what it was'),
    ];
    return every(parts, (part) => part());
  },
});
