import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import { cluster, database, EAST, FIRST, OPEN, rows, THIRD, table } from './parts.ts';

/** "`deletionProtection` on for prod." Of a table it is `deletionProtectionEnabled`. Left out, it is off. */
const KINDS = ['database', 'cluster', 'table', 'documents', 'relations'];

function data(add: Add, isOn: boolean | string | undefined, tags: Record<string, string>): void {
  database(add, 'database', { deletionProtection: isOn, tags });
  cluster(add, 'cluster', { deletionProtection: isOn, tags });
  table(add, 'table', { deletionProtectionEnabled: isOn, tags });
  add('aws:docdb/cluster:Cluster', 'documents', { deletionProtection: isOn, tags });
  add('aws:neptune/cluster:Cluster', 'relations', { deletionProtection: isOn, tags });
}

const good = 'data of prod is protected from deletion';
const mutant = (name: string, property: string, isOn: boolean | undefined): Mutation => ({
  of: good,
  edit: `${name} ${isOn === undefined ? 'says nothing of it' : 'is not protected'}`,
  mutate: (stacks) => set(pick(stacks, name), { [property]: isOn }),
  expect: rows('fail', name),
});

export const cases: readonly RuleCase[] = [
  { title: good, stacks: [stackOf(EAST, (add) => data(add, true, FIRST))], expect: rows('pass', ...KINDS) },
  {
    title: 'a database of prod that anyone may delete',
    stacks: [stackOf(EAST, (add) => void database(add, 'database', { deletionProtection: false, tags: FIRST }))],
    expect: rows('fail', 'database'),
  },
  {
    title: 'data of prod that says nothing of it',
    stacks: [stackOf(EAST, (add) => data(add, undefined, FIRST))],
    expect: rows('fail', ...KINDS),
  },
  {
    title: 'data of another environment may be deleted',
    stacks: [stackOf(EAST, (add) => data(add, false, THIRD))],
    expect: rows('not-applicable', ...KINDS),
  },
  {
    title: 'a provider’s default tag says prod, too',
    stacks: [
      stackOf({ ...EAST, defaultTags: FIRST }, (add) => void database(add, 'database', { deletionProtection: false })),
    ],
    expect: rows('fail', 'database'),
  },
  {
    title: 'what is not known yet is open, in a first preview too',
    stacks: [
      stackOf({ ...EAST, preview: true }, (add) => {
        data(add, UNKNOWN, FIRST);
        database(add, 'whose', { deletionProtection: false, tags: { environment: UNKNOWN } });
        database(add, 'on', { deletionProtection: true, tags: FIRST });
        database(add, 'off', { deletionProtection: false, tags: FIRST });
      }),
    ],
    expect: [...rows(OPEN, ...KINDS, 'whose'), ...rows('pass', 'on'), ...rows('fail', 'off')],
  },
];

export const mutations: readonly Mutation[] = [
  mutant('database', 'deletionProtection', false),
  mutant('cluster', 'deletionProtection', undefined),
  mutant('table', 'deletionProtectionEnabled', false),
  mutant('table', 'deletionProtectionEnabled', undefined),
  mutant('documents', 'deletionProtection', false),
  mutant('relations', 'deletionProtection', undefined),
];
