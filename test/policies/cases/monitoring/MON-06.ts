import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type MutableStack, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import { all, OPEN } from '../encryption/builders.ts';

/** "Engine logs exported." */
const INSTANCE = 'aws:rds/instance:Instance';
const CLUSTER = 'aws:rds/cluster:Cluster';
const exportsOf = (...enabledCloudwatchLogsExports: readonly string[]) => ({ enabledCloudwatchLogsExports });
const mysql = { engine: 'mysql', engineVersion: '8.0.40', instanceClass: 'db.m7g.large' };
const postgres = { engine: 'postgres', engineVersion: '16.6', instanceClass: 'db.m7g.large' };

export const cases: readonly RuleCase[] = [
  {
    title: 'databases export the logs of their engines',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(INSTANCE, 'orders', { ...postgres, ...exportsOf('postgresql', 'upgrade') });
        add(INSTANCE, 'catalog', { ...mysql, ...exportsOf('audit', 'error', 'general', 'slowquery') });
        add(CLUSTER, 'carts', { engine: 'aurora-postgresql', ...exportsOf('postgresql') });
        add(CLUSTER, 'profiles', { engine: 'aurora-mysql', ...exportsOf('audit', 'error', 'general', 'slowquery') });
      }),
    ],
    expect: all(['orders', 'catalog', 'carts', 'profiles'], 'pass'),
  },
  {
    title: 'a database that exports nothing fails, said or left out',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(INSTANCE, 'orders', postgres);
        add(INSTANCE, 'catalog', { ...mysql, ...exportsOf() });
        add(CLUSTER, 'carts', { engine: 'aurora-mysql' });
      }),
    ],
    expect: all(['orders', 'catalog', 'carts'], 'fail'),
  },
  {
    title: 'the log that tells of upgrades alone does not do',
    stacks: [
      stackOf({ name: 'prod' }, (add) => void add(INSTANCE, 'orders', { ...postgres, ...exportsOf('upgrade') })),
    ],
    expect: [{ name: 'orders', verdict: 'fail' }],
  },
  {
    title: 'what is not known yet is not decided',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        add(INSTANCE, 'open', { ...postgres, enabledCloudwatchLogsExports: UNKNOWN });
        add(CLUSTER, 'good', { engine: 'aurora-postgresql', ...exportsOf('postgresql') });
        add(INSTANCE, 'none', { ...postgres, ...exportsOf() });
      }),
    ],
    expect: [
      { name: 'open', verdict: OPEN },
      { name: 'good', verdict: 'pass' },
      { name: 'none', verdict: 'fail' },
    ],
  },
  {
    title: 'what another stack manages is judged there',
    stacks: [stackOf({ name: 'prod' }, (add) => void add(INSTANCE, 'theirs', postgres, { external: true }))],
    expect: [{ name: 'theirs', verdict: 'not-applicable' }],
  },
];

const of = 'databases export the logs of their engines';
const change = (edit: string, name: string, logs: readonly string[] | undefined) => ({
  of,
  edit,
  mutate: (stacks: MutableStack[]) =>
    set(pick(stacks, name), { enabledCloudwatchLogsExports: (logs === undefined ? undefined : [...logs]) as never }),
  expect: [{ name, verdict: 'fail' as const }],
});

export const mutations: readonly Mutation[] = [
  change('an instance exports nothing', 'orders', []),
  change('an instance says nothing of exports', 'catalog', undefined),
  change('an instance exports its upgrades only', 'orders', ['upgrade']),
  change('a cluster exports nothing', 'carts', []),
  change('a cluster says nothing of exports', 'profiles', undefined),
  change('a cluster of MySQL exports no audit log', 'profiles', ['error', 'general', 'slowquery']),
];
