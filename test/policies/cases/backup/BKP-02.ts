import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Given, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import { DAILY, EAST, OPEN, plan, rows } from './parts.ts';

/** "Some rule runs at least daily and keeps ≥35 days (config per tier)." Plans here are of tier 1. */
const daily = 'a plan runs each day and keeps 35 days';
const rule = (changed: Record<string, Given | undefined>) => ({ rules: [{ ...DAILY, ...changed }] as never });

export const cases: readonly RuleCase[] = [
  {
    title: daily,
    stacks: [stackOf(EAST, (add) => void plan(add, 'plan', [{}]))],
    expect: rows('pass', 'plan'),
  },
  {
    title: 'a plan that keeps 34 days',
    stacks: [stackOf(EAST, (add) => void plan(add, 'plan', [{ lifecycle: { deleteAfter: 34 } }]))],
    expect: rows('fail', 'plan'),
  },
  {
    title: 'more often, longer, for ever, and beside other rules',
    stacks: [
      stackOf(EAST, (add) => {
        plan(add, 'hourly', [{ schedule: 'cron(0 * * * ? *)' }]);
        plan(add, 'twice', [{ schedule: 'cron(30 5,17 ? * * *)', lifecycle: { deleteAfter: 90 } }]);
        plan(add, 'for-ever', [{ lifecycle: undefined }]);
        plan(add, 'cold', [{ lifecycle: { coldStorageAfter: 30, deleteAfter: 365 } }]);
        plan(add, 'among-others', [{ schedule: 'cron(0 5 ? * SUN *)', lifecycle: { deleteAfter: 7 } }, {}]);
      }),
    ],
    expect: rows('pass', 'hourly', 'twice', 'for-ever', 'cold', 'among-others'),
  },
  {
    title: 'working days, every second day and months are less than each day',
    stacks: [
      stackOf(EAST, (add) => {
        plan(add, 'working-days', [{ schedule: 'cron(0 5 ? * MON-FRI *)' }]);
        plan(add, 'second-day', [{ schedule: 'cron(0 5 1/2 * ? *)' }]);
        plan(add, 'monthly', [{ schedule: 'cron(0 5 1 * ? *)', lifecycle: { deleteAfter: 365 } }]);
      }),
    ],
    expect: rows('fail', 'working-days', 'second-day', 'monthly'),
  },
  {
    title: 'one rule is often enough and another keeps long enough: neither does both',
    stacks: [
      stackOf(EAST, (add) => {
        plan(add, 'plan', [
          { lifecycle: { deleteAfter: 7 } },
          { schedule: 'cron(0 5 1 * ? *)', lifecycle: { deleteAfter: 365 } },
        ]);
      }),
    ],
    expect: rows('fail', 'plan'),
  },
  {
    title: 'a plan that is only read here is not judged',
    stacks: [stackOf(EAST, (add) => void add('aws:backup/plan:Plan', 'plan', {}, { external: true }))],
    expect: rows('not-applicable', 'plan'),
  },
  {
    title: 'a schedule or a time to keep that is not known yet is open',
    stacks: [
      stackOf({ ...EAST, preview: true }, (add) => {
        plan(add, 'when', [{ schedule: UNKNOWN }]);
        plan(add, 'how-long', [{ lifecycle: { deleteAfter: UNKNOWN } }]);
        plan(add, 'too-short', [{ schedule: UNKNOWN, lifecycle: { deleteAfter: 7 } }]);
        plan(add, 'one-is-enough', [{ schedule: UNKNOWN }, {}]);
      }),
    ],
    expect: [...rows(OPEN, 'when', 'how-long'), ...rows('fail', 'too-short'), ...rows('pass', 'one-is-enough')],
  },
];

export const mutations: readonly Mutation[] = [
  {
    of: daily,
    edit: 'it keeps 34 days',
    mutate: (stacks) => set(pick(stacks, 'plan'), rule({ lifecycle: { deleteAfter: 34 } })),
    expect: rows('fail', 'plan'),
  },
  {
    of: daily,
    edit: 'it rests on Sundays',
    mutate: (stacks) => set(pick(stacks, 'plan'), rule({ schedule: 'cron(0 5 ? * MON-SAT *)' })),
    expect: rows('fail', 'plan'),
  },
  {
    of: daily,
    edit: 'it rests on the 31st',
    mutate: (stacks) => set(pick(stacks, 'plan'), rule({ schedule: 'cron(0 5 1-30 * ? *)' })),
    expect: rows('fail', 'plan'),
  },
  {
    of: daily,
    edit: 'it rests in August',
    mutate: (stacks) => set(pick(stacks, 'plan'), rule({ schedule: 'cron(0 5 * JAN-JUL,SEP-DEC ? *)' })),
    expect: rows('fail', 'plan'),
  },
  {
    of: daily,
    edit: 'it runs each week',
    mutate: (stacks) => set(pick(stacks, 'plan'), rule({ schedule: 'cron(0 5 ? * 1 *)' })),
    expect: rows('fail', 'plan'),
  },
  {
    of: daily,
    edit: 'it has no rule',
    mutate: (stacks) => set(pick(stacks, 'plan'), { rules: [] }),
    expect: rows('fail', 'plan'),
  },
];
