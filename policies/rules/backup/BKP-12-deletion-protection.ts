import { requires, rule } from 'evenkeel/policy';
import { onlyProd } from '../../facts/audience.ts';
import { CLUSTER, INSTANCE, TABLE } from '../../facts/backed-up.ts';

const DOCUMENTS = 'aws:docdb/cluster:Cluster';
const RELATIONS = 'aws:neptune/cluster:Cluster';

const PROTECTED = requires('deletionProtection', true, {
  default: false,
  message: 'may be deleted: deletionProtection is off',
});

export const bkp12 = rule({
  id: 'BKP-12',
  title: 'Data of production is protected from deletion',
  why: 'A renamed resource or a wrong account is one confirmation away from the loss of a database.',
  remedy: 'Set `deletionProtection: true`, of a table `deletionProtectionEnabled: true`.',
  severity: 'high',
  types: [INSTANCE, CLUSTER, TABLE, DOCUMENTS, RELATIONS],
  decidedAt: 'preview',
  cannotSee: ['that something without the tag `environment` is of production (TAG-01 finds the missing tag)'],
  parameters: {},
  appliesTo: onlyProd,
  check: {
    [INSTANCE]: PROTECTED,
    [CLUSTER]: PROTECTED,
    [DOCUMENTS]: PROTECTED,
    [RELATIONS]: PROTECTED,
    [TABLE]: requires('deletionProtectionEnabled', true, {
      default: false,
      message: 'may be deleted: deletionProtectionEnabled is off',
    }),
  },
});
