import { secret, UNKNOWN } from '../../../../src/lib/property.ts';
import { type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import { EAST, OPEN, rows, table } from './parts.ts';

/** "`pointInTimeRecovery.enabled=true`." Left out, it is off: the provider’s default, and AWS’s. */
const good = 'a table can be set back to any second';

export const cases: readonly RuleCase[] = [
  {
    title: good,
    stacks: [stackOf(EAST, (add) => void table(add, 'table', { pointInTimeRecovery: { enabled: true } }))],
    expect: rows('pass', 'table'),
  },
  {
    title: 'a table that says nothing of it',
    stacks: [stackOf(EAST, (add) => void table(add, 'table', { billingMode: 'PAY_PER_REQUEST' }))],
    expect: rows('fail', 'table'),
  },
  {
    title: 'a table for which it is off',
    stacks: [stackOf(EAST, (add) => void table(add, 'table', { pointInTimeRecovery: { enabled: false } }))],
    expect: rows('fail', 'table'),
  },
  {
    title: 'a first preview decides what the program says and what it leaves out',
    stacks: [
      stackOf({ ...EAST, preview: true }, (add) => {
        table(add, 'on', { pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: UNKNOWN } });
        table(add, 'silent');
        table(add, 'open', { pointInTimeRecovery: { enabled: UNKNOWN } });
        table(add, 'all-open', { pointInTimeRecovery: UNKNOWN });
      }),
    ],
    expect: [...rows('pass', 'on'), ...rows('fail', 'silent'), ...rows(OPEN, 'open', 'all-open')],
  },
  {
    title: 'a table that is only read here is not judged',
    stacks: [stackOf(EAST, (add) => void table(add, 'table', {}, { external: true }))],
    expect: rows('not-applicable', 'table'),
  },
  {
    title: 'a secret is not decided',
    stacks: [stackOf(EAST, (add) => void table(add, 'table', { pointInTimeRecovery: { enabled: secret(true) } }))],
    expect: rows('unknown', 'table'),
  },
];

export const mutations: readonly Mutation[] = [
  {
    of: good,
    edit: 'it is turned off',
    mutate: (stacks) => set(pick(stacks, 'table'), { pointInTimeRecovery: { enabled: false } }),
    expect: rows('fail', 'table'),
  },
  {
    of: good,
    edit: 'it is left out',
    mutate: (stacks) => set(pick(stacks, 'table'), { pointInTimeRecovery: undefined }),
    expect: rows('fail', 'table'),
  },
  {
    of: good,
    edit: 'only its days are told, and it is off',
    mutate: (stacks) =>
      set(pick(stacks, 'table'), { pointInTimeRecovery: { enabled: false, recoveryPeriodInDays: 35 } }),
    expect: rows('fail', 'table'),
  },
  {
    of: good,
    edit: 'AWS tells that it is off, whatever the program says',
    mutate: (stacks) => {
      const one = pick(stacks, 'table');
      one.outputs = { ...one.outputs, pointInTimeRecovery: { enabled: false } };
    },
    expect: rows('fail', 'table'),
  },
];
