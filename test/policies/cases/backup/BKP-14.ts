import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Mutation, pick, type RuleCase, stackOf } from '../build.ts';
import { bucket, database, EAST, FIRST, fileSystem, OPEN, rows, THIRD, table } from './parts.ts';

/** "Stateful tier-1 resource carries Pulumi `protect`." */
const KINDS = ['database', 'table', 'bucket', 'files', 'key'];

function data(add: Add, protect: boolean, tags: Record<string, string> = FIRST): void {
  database(add, 'database', { tags }, { protect });
  table(add, 'table', { tags }, { protect });
  bucket(add, 'bucket', { tags }, { protect });
  fileSystem(add, 'files', { tags }, { protect });
  add('aws:kms/key:Key', 'key', { tags }, { protect });
}

const good = 'what tier 1 keeps, Pulumi does not delete';

export const cases: readonly RuleCase[] = [
  { title: good, stacks: [stackOf(EAST, (add) => data(add, true))], expect: rows('pass', ...KINDS) },
  {
    title: 'a table of tier 1 that a wrong word in the program would delete',
    stacks: [stackOf(EAST, (add) => void table(add, 'table', { tags: FIRST }))],
    expect: rows('fail', 'table'),
  },
  {
    title: 'none is protected, in a first preview',
    stacks: [stackOf({ ...EAST, preview: true }, (add) => data(add, false))],
    expect: rows('fail', ...KINDS),
  },
  {
    title: 'another tier need not be',
    stacks: [stackOf(EAST, (add) => data(add, false, THIRD))],
    expect: rows('not-applicable', ...KINDS),
  },
  {
    title: 'whose tier is not known is open, unless it is protected',
    stacks: [
      stackOf({ ...EAST, preview: true }, (add) => {
        table(add, 'table', { tags: { tier: UNKNOWN } });
        table(add, 'protected', { tags: { tier: UNKNOWN } }, { protect: true });
      }),
    ],
    expect: [...rows(OPEN, 'table'), ...rows(['pass', ...OPEN], 'protected')],
  },
];

export const mutations: readonly Mutation[] = KINDS.map((name) => ({
  of: good,
  edit: `${name} is no longer protected`,
  mutate: (stacks) => {
    pick(stacks, name).protect = false;
  },
  expect: rows('fail', name),
}));
