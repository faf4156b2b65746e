import { UNKNOWN } from '../../../../src/lib/property.ts';
import {
  type Add,
  type CaseStack,
  drop,
  type Given,
  type Mutation,
  pick,
  type RuleCase,
  set,
  stackOf,
} from '../build.ts';
import { arn, beside, DAILY, EAST, FIRST, OPEN, plan, rows, THIRD, vault } from './parts.ts';

/**
 * "Vault locked: `minRetentionDays` ≥ plan retention, `changeableForDays` set (compliance mode) for tier-1." A logically air-gapped
 * vault is locked in compliance mode from the beginning: "Logically air-gapped vault", AWS Backup developer guide.
 */
const LOCK = 'aws:backup/vaultLockConfiguration:VaultLockConfiguration';
const GAPPED = 'aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault';
type Inputs = Record<string, Given | undefined>;

/** A vault with its lock, and the plan that fills it and keeps 35 days. */
function kept(add: Add, lock: Inputs | undefined, tags: Record<string, string> = FIRST): void {
  const one = vault(add, 'vault', { tags });
  if (lock !== undefined) add(LOCK, 'lock', { backupVaultName: one.ref('name'), ...lock });
  plan(add, 'plan', [{ targetVaultName: one.ref('name') }], { tags });
}

function of(lock: Inputs | undefined, tags?: Record<string, string>, preview = false): CaseStack {
  return stackOf({ ...EAST, preview }, (add) => kept(add, lock, tags));
}

const locked = 'a vault of tier 1 is locked for as long as its plan keeps, and the lock cannot be taken off';
const gapped = 'a logically air-gapped vault keeps as long as its plan';
const meta = beside('lock', 'plan');

export const cases: readonly RuleCase[] = [
  { title: locked, stacks: [of({ minRetentionDays: 35, changeableForDays: 3 })], expect: rows('pass', 'vault') },
  {
    title: 'a vault of tier 1 without a lock',
    stacks: [of(undefined)],
    expect: [...rows('fail', 'vault'), ...beside('plan')],
  },
  {
    title: 'a lock of 34 days is shorter than the plan; one that may be taken off is none for tier 1',
    stacks: [
      of({ minRetentionDays: 34, changeableForDays: 3 }),
      stackOf({ name: 'other' }, (add) => kept(add, { minRetentionDays: 35 })),
    ],
    expect: [
      { name: 'vault', stack: 'prod', verdict: 'fail' },
      { name: 'vault', stack: 'other', verdict: 'fail' },
      ...['prod', 'other'].flatMap((stack) => meta.map((row) => ({ ...row, stack }))),
    ],
  },
  {
    title: 'tier 3 may have a lock of governance',
    stacks: [of({ minRetentionDays: 35 }, THIRD)],
    expect: rows(['pass', 'not-applicable'], 'vault'),
  },
  {
    title: gapped,
    stacks: [
      stackOf(EAST, (add) => {
        const inputs = { name: 'gapped', minRetentionDays: 35, maxRetentionDays: 90, tags: FIRST };
        const one = add(GAPPED, 'gapped', inputs, { computed: { arn: arn('backup', 'backup-vault:gapped') } });
        kept(add, { minRetentionDays: 35, changeableForDays: 3 });
        plan(add, 'away', [{ copyActions: [{ destinationVaultArn: one.ref('arn'), lifecycle: { deleteAfter: 35 } }] }]);
      }),
    ],
    expect: rows('pass', 'gapped', 'vault'),
  },
  {
    title: 'a vault that is only read here is not judged',
    stacks: [stackOf(EAST, (add) => void vault(add, 'vault', { tags: FIRST }, { external: true }))],
    expect: rows('not-applicable', 'vault'),
  },
  {
    title: 'a lock whose days are not known is open',
    stacks: [of({ minRetentionDays: UNKNOWN, changeableForDays: 3 }, FIRST, true)],
    expect: [...rows(OPEN, 'vault'), ...meta],
  },
];

export const mutations: readonly Mutation[] = [
  {
    of: locked,
    edit: 'the lock is gone',
    mutate: (stacks) => drop(stacks, 'lock'),
    expect: [...rows('fail', 'vault'), ...meta],
  },
  {
    of: locked,
    edit: 'the lock is of 34 days',
    mutate: (stacks) => set(pick(stacks, 'lock'), { minRetentionDays: 34 }),
    expect: [...rows('fail', 'vault'), ...meta],
  },
  {
    of: locked,
    edit: 'the lock has no least time',
    mutate: (stacks) => set(pick(stacks, 'lock'), { minRetentionDays: undefined }),
    expect: [...rows('fail', 'vault'), ...meta],
  },
  {
    of: locked,
    edit: 'the lock may be taken off by those who may',
    mutate: (stacks) => set(pick(stacks, 'lock'), { changeableForDays: undefined }),
    expect: [...rows('fail', 'vault'), ...meta],
  },
  {
    of: locked,
    edit: 'the plan keeps longer than the lock',
    mutate: (stacks) => set(pick(stacks, 'plan'), { rules: [{ ...DAILY, lifecycle: { deleteAfter: 90 } }] }),
    expect: [...rows('fail', 'vault'), ...meta],
  },
  {
    of: locked,
    edit: 'the lock is of another vault',
    mutate: (stacks) => {
      set(pick(stacks, 'lock'), { backupVaultName: 'another' });
      pick(stacks, 'lock').propertyDependencies = {};
    },
    expect: [...rows('fail', 'vault'), ...meta],
  },
];
