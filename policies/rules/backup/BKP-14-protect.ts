import { must, rule } from 'evenkeel/policy';
import { onlyTier1 } from '../../facts/audience.ts';
import { DATA_STORES } from '../../facts/backed-up.ts';
import { KEY } from '../../facts/customer-key.ts';

export const bkp14 = rule({
  id: 'BKP-14',
  title: 'Pulumi refuses to delete or replace what holds data of tier 1',
  why: 'A property that forces a replacement deletes the old one with the next `up`, and its data with it.',
  remedy: 'Give the resource the option `protect: true`.',
  severity: 'medium',
  types: [...DATA_STORES, KEY],
  decidedAt: 'preview',
  cannotSee: ['what is deleted by other means than Pulumi (BKP-12)'],
  parameters: {},
  appliesTo: onlyTier1,
  check: (store) => must(store.isProtected, 'is not protected by Pulumi’s option protect'),
});
