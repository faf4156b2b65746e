import { UNKNOWN } from '../../../../src/lib/property.ts';
import {
  type Added,
  type CaseStack,
  drop,
  type Given,
  type Mutation,
  pick,
  type RuleCase,
  set,
  stackOf,
} from '../build.ts';
import { beside, DAILY, database, EAST, fileSystem, OPEN, plan, rows, selection, table } from './parts.ts';

/**
 * "Worst-case gap of the cron/rate schedule (plus PITR where `enableContinuousBackup`) ≤ the resource’s `rpo` tag." The objective is
 * the tag `backup-objective` where it is there. Continuous backup is of databases and buckets, and not of tables or file systems:
 * "Feature availability by resource", AWS Backup developer guide.
 */
const DATA = ['database', 'table', 'files'];
const meta = beside('plan', 'selection');
type Rule = Record<string, Given | undefined>;

/** All kinds of data with one objective, in one plan. */
function planned(rpo: Given | undefined, rules: readonly Rule[], preview = false): CaseStack {
  return stackOf({ ...EAST, preview }, (add) => {
    const all: Added[] = [database, table, fileSystem].map((make, index) =>
      make(add, DATA[index] ?? '', rpo === undefined ? {} : { tags: { rpo } }),
    );
    const resources = all.map((one) => one.ref('arn'));
    selection(add, plan(add, 'plan', rules), 'selection', { resources });
  });
}

const changed = (rule: Rule) => ({ rules: [{ ...DAILY, ...rule }] as never });
const cron = (schedule: string): Rule => ({ schedule });
const daily = 'each day is enough for an objective of 24 hours';
const hourly = 'each hour is enough for an objective of an hour';

export const cases: readonly RuleCase[] = [
  { title: daily, stacks: [planned('24h', [{}])], expect: rows('pass', ...DATA) },
  {
    title: 'each day is not enough for an objective of an hour',
    stacks: [planned('1h', [{}])],
    expect: [...rows('fail', ...DATA), ...meta],
  },
  { title: hourly, stacks: [planned('1h', [cron('cron(0 * * * ? *)')])], expect: rows('pass', ...DATA) },
  {
    title: 'the worst gap counts, not the usual one',
    stacks: [planned('24h', [cron('cron(0 5,6,7 * * ? *)')])],
    expect: rows('pass', ...DATA),
  },
  {
    title: 'two rules together leave smaller gaps than each',
    stacks: [planned('12h', [cron('cron(0 5 * * ? *)'), cron('cron(0 17 * * ? *)')])],
    expect: rows('pass', ...DATA),
  },
  {
    title: 'twice a day, not evenly, leaves 16 hours',
    stacks: [planned('12h', [cron('cron(0 1,9 * * ? *)')])],
    expect: [...rows('fail', ...DATA), ...meta],
  },
  {
    title: 'weekends are a gap of three days',
    stacks: [planned('2d', [cron('cron(0 5 ? * MON-FRI *)')])],
    expect: [...rows('fail', ...DATA), ...meta],
  },
  {
    title: 'months are of up to 31 days',
    stacks: [planned('31d', [cron('cron(0 5 1 * ? *)')])],
    expect: rows('pass', ...DATA),
  },
  {
    title: 'thirty days are less than some months',
    stacks: [planned('30d', [cron('cron(0 5 1 * ? *)')])],
    expect: [...rows('fail', ...DATA), ...meta],
  },
  {
    title: 'every third day begins anew at the end of a month: the 31st is followed by the 1st',
    stacks: [planned('3d', [cron('cron(0 5 1/3 * ? *)')])],
    expect: rows('pass', ...DATA),
  },
  {
    title: 'continuous backup of a database is of minutes; of a table or a file system there is none',
    stacks: [planned('1h', [{ enableContinuousBackup: true }])],
    expect: [...rows('pass', 'database'), ...rows('fail', 'table', 'files'), ...meta],
  },
  {
    title: 'the objective of backups is another than that of the failover, where there is a tag for it',
    stacks: [
      stackOf(EAST, (add) => {
        const one = database(add, 'database', { tags: { rpo: '1min', 'backup-objective': '24h' } });
        selection(add, plan(add, 'plan', [{}]), 'selection', { resources: [one.ref('arn')] });
      }),
    ],
    expect: rows('pass', 'database'),
  },
  {
    title: 'where clocks are set back, a day has 25 hours',
    stacks: [planned('24h', [{ scheduleExpressionTimezone: 'America/New_York' }])],
    expect: [...rows('fail', ...DATA), ...meta],
  },
  {
    title: 'what no selection takes is never backed up',
    stacks: [
      stackOf(EAST, (add) => {
        database(add, 'database', { tags: { rpo: '24h' } });
        plan(add, 'plan', [{}]);
      }),
    ],
    expect: [...rows(['fail', 'not-applicable'], 'database'), ...beside('plan')],
  },
  {
    title: 'what tells no objective has none to be held to',
    stacks: [planned(undefined, [{}])],
    expect: rows(['not-applicable', 'unknown'], ...DATA),
  },
  {
    title: 'what is only read here is not judged',
    stacks: [stackOf(EAST, (add) => void table(add, 'table', { tags: { rpo: '1h' } }, { external: true }))],
    expect: rows('not-applicable', 'table'),
  },
  {
    title: 'an objective or a schedule that is not known is open',
    stacks: [planned(UNKNOWN, [{}], true)],
    expect: [...rows(OPEN, ...DATA), ...meta],
  },
  {
    title: 'a schedule that is not known is open',
    stacks: [planned('24h', [{ schedule: UNKNOWN }], true)],
    expect: [...rows(OPEN, ...DATA), ...meta],
  },
  {
    title: 'an objective that is no duration cannot be held',
    stacks: [planned('soon', [{}])],
    expect: [...rows(['unknown', 'fail'], ...DATA), ...meta],
  },
];

export const mutations: readonly Mutation[] = [
  {
    of: daily,
    edit: 'the objective of one becomes 23 hours',
    mutate: (stacks) => set(pick(stacks, 'table'), { tags: { rpo: '23h' } }),
    expect: [...rows('fail', 'table'), ...meta],
  },
  {
    of: daily,
    edit: 'the plan rests on Sundays',
    mutate: (stacks) => set(pick(stacks, 'plan'), changed(cron('cron(0 5 ? * MON-SAT *)'))),
    expect: [...rows('fail', ...DATA), ...meta],
  },
  {
    of: daily,
    edit: 'the plan rests on the 31st',
    mutate: (stacks) => set(pick(stacks, 'plan'), changed(cron('cron(0 5 1-30 * ? *)'))),
    expect: [...rows('fail', ...DATA), ...meta],
  },
  {
    of: daily,
    edit: 'the plan ends with this year',
    mutate: (stacks) => set(pick(stacks, 'plan'), changed(cron('cron(0 5 * * ? 2026)'))),
    expect: [...rows(['fail', 'unknown'], ...DATA), ...meta],
  },
  {
    of: daily,
    edit: 'the selection is gone',
    mutate: (stacks) => drop(stacks, 'selection'),
    expect: [...rows(['fail', 'not-applicable'], ...DATA), ...meta],
  },
  {
    of: hourly,
    edit: 'the nights are left out',
    mutate: (stacks) => set(pick(stacks, 'plan'), changed(cron('cron(0 6-22 * * ? *)'))),
    expect: [...rows('fail', ...DATA), ...meta],
  },
  {
    of: hourly,
    edit: 'it becomes every 61 minutes by a rate',
    mutate: (stacks) => set(pick(stacks, 'plan'), changed(cron('rate(61 minutes)'))),
    expect: [...rows('fail', ...DATA), ...meta],
  },
  {
    of: 'the objective of backups is another than that of the failover, where there is a tag for it',
    edit: 'the objective of backups is gone',
    mutate: (stacks) => set(pick(stacks, 'database'), { tags: { rpo: '1min' } }),
    expect: [...rows('fail', 'database'), ...meta],
  },
];
