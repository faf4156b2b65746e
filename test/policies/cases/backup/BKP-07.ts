import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import { arn, beside, EAST, OPEN, plan, rows, vault, WEST } from './parts.ts';

/**
 * "Vault uses a customer KMS key; copy vault’s key is in the copy’s region." Without a key of its own a vault has the one of AWS,
 * `aws/backup`: "Encryption for backups", AWS Backup developer guide.
 */
const KEY = 'aws:kms/key:Key';
const WEST_ARN = arn('backup', 'backup-vault:copies', 'us-west-2');
const good = 'a vault has a key of its own';
const copied = 'a vault and the vault of its copies have each a key of their region';
const meta = beside('key', 'copy-key', 'plan');

const key = (region: string) => ({ id: `key-${region}`, computed: { arn: arn('kms', `key/key-${region}`, region) } });

export const cases: readonly RuleCase[] = [
  {
    title: good,
    stacks: [
      stackOf(EAST, (add) => {
        const one = add(KEY, 'key', { enableKeyRotation: true }, key('us-east-1'));
        vault(add, 'vault', { kmsKeyArn: one.ref('arn') });
      }),
    ],
    expect: rows('pass', 'vault'),
  },
  {
    title: 'a vault with the key of AWS',
    stacks: [
      stackOf(EAST, (add) => {
        vault(add, 'vault');
        vault(add, 'alias', { kmsKeyArn: arn('kms', 'alias/aws/backup') });
      }),
    ],
    expect: rows('fail', 'vault', 'alias'),
  },
  {
    title: copied,
    stacks: [
      stackOf(EAST, (add) => {
        const one = add(KEY, 'key', { enableKeyRotation: true }, key('us-east-1'));
        const of = vault(add, 'vault', { kmsKeyArn: one.ref('arn') });
        plan(add, 'plan', [{ targetVaultName: of.ref('name'), copyActions: [{ destinationVaultArn: WEST_ARN }] }]);
      }),
      stackOf(WEST, (add) => {
        const one = add(KEY, 'copy-key', { enableKeyRotation: true }, key('us-west-2'));
        vault(add, 'copies', { kmsKeyArn: one.ref('arn') }, { computed: { arn: WEST_ARN } });
      }),
    ],
    expect: rows('pass', 'vault', 'copies'),
  },
  {
    title: 'a vault that is only read here is not judged',
    stacks: [stackOf(EAST, (add) => void vault(add, 'vault', {}, { external: true }))],
    expect: rows('not-applicable', 'vault'),
  },
  {
    title: 'a new key of the program is a key of one’s own; one that is not told is open',
    stacks: [
      stackOf({ ...EAST, preview: true }, (add) => {
        const one = add(KEY, 'key', { enableKeyRotation: true });
        vault(add, 'edge', { kmsKeyArn: one.ref('arn') });
        vault(add, 'vault', { kmsKeyArn: UNKNOWN });
      }),
    ],
    expect: [...rows('pass', 'edge'), ...rows([...OPEN, 'pass'], 'vault'), ...beside('key')],
  },
  {
    title: 'a key that is in no stack is one of somebody',
    stacks: [stackOf(EAST, (add) => void vault(add, 'vault', { kmsKeyArn: arn('kms', 'key/0f0e0d0c') }))],
    expect: rows(['unknown', 'pass'], 'vault'),
  },
];

export const mutations: readonly Mutation[] = [
  {
    of: good,
    edit: 'the vault has no key of its own, and AWS tells the one of its service',
    mutate: (stacks) => {
      const one = pick(stacks, 'vault');
      set(one, { kmsKeyArn: undefined });
      one.outputs = { ...one.outputs, kmsKeyArn: arn('kms', 'key/of-aws') };
      one.propertyDependencies = {};
    },
    expect: [...rows('fail', 'vault'), ...meta],
  },
  {
    of: good,
    edit: 'the vault has the alias of AWS',
    mutate: (stacks) => {
      set(pick(stacks, 'vault'), { kmsKeyArn: arn('kms', 'alias/aws/backup') });
      pick(stacks, 'vault').propertyDependencies = {};
    },
    expect: [...rows('fail', 'vault'), ...meta],
  },
  {
    of: copied,
    edit: 'the vault of the copies has none of its own',
    mutate: (stacks) => {
      set(pick(stacks, 'copies'), { kmsKeyArn: undefined });
      pick(stacks, 'copies').propertyDependencies = {};
    },
    expect: [...rows('fail', 'copies'), ...beside('vault'), ...meta],
  },
  {
    of: copied,
    edit: 'the vault of the copies has a key of the first region',
    mutate: (stacks) => {
      set(pick(stacks, 'copies'), { kmsKeyArn: arn('kms', 'key/key-us-east-1') });
      pick(stacks, 'copies').propertyDependencies = {};
    },
    expect: [...rows('fail', 'copies'), ...beside('vault'), ...meta],
  },
];
