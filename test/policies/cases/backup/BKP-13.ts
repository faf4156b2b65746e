import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Given, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import { cluster, database, EAST, FIRST, OPEN, rows, THIRD } from './parts.ts';

/**
 * "`skipFinalSnapshot=false` with a final identifier; `deleteAutomatedBackups=false` for tier-1." Left out, the snapshot is not skipped and
 * the automated backups are deleted (the provider’s defaults). A replica has no final snapshot (DeleteDBInstance, RDS API reference).
 */
const BOTH = ['database', 'cluster'];
const LAST = { skipFinalSnapshot: false, finalSnapshotIdentifier: 'shop-last', deleteAutomatedBackups: false };

function databases(add: Add, given: Record<string, Given | undefined>): void {
  database(add, 'database', given);
  cluster(add, 'cluster', given);
}

const good = 'a database of tier 1 leaves a snapshot and its backups behind';
const third = 'a database of tier 3 leaves a snapshot behind';
const mutant = (edit: string, changed: Record<string, boolean | string | undefined>, of = good): Mutation[] =>
  BOTH.map((name) => ({
    of,
    edit: `${edit}: ${name}`,
    mutate: (stacks) => set(pick(stacks, name), changed),
    expect: rows('fail', name),
  }));

export const cases: readonly RuleCase[] = [
  {
    title: good,
    stacks: [stackOf(EAST, (add) => databases(add, { ...LAST, tags: FIRST }))],
    expect: rows('pass', ...BOTH),
  },
  {
    title: 'a database that is deleted without a snapshot',
    stacks: [stackOf(EAST, (add) => databases(add, { ...LAST, skipFinalSnapshot: true, tags: FIRST }))],
    expect: rows('fail', ...BOTH),
  },
  {
    title: third,
    stacks: [stackOf(EAST, (add) => databases(add, { finalSnapshotIdentifier: 'shop-last', tags: THIRD }))],
    expect: rows('pass', ...BOTH),
  },
  {
    title: 'a replica has no final snapshot',
    stacks: [
      stackOf(EAST, (add) => {
        const source = database(add, 'database', { ...LAST, identifier: 'shop', tags: FIRST });
        database(add, 'replica', { replicateSourceDb: source.ref('identifier'), skipFinalSnapshot: true, tags: FIRST });
      }),
    ],
    expect: [...rows('pass', 'database'), ...rows('not-applicable', 'replica')],
  },
  {
    title: 'a first preview decides what the program says; what is not known is open',
    stacks: [
      stackOf({ ...EAST, preview: true }, (add) => {
        database(add, 'said', { ...LAST, tags: FIRST });
        database(add, 'skipped', { ...LAST, skipFinalSnapshot: true, tags: FIRST });
        database(add, 'open', { ...LAST, skipFinalSnapshot: UNKNOWN, tags: FIRST });
        database(add, 'backups', { ...LAST, deleteAutomatedBackups: UNKNOWN, tags: FIRST });
        database(add, 'name', { ...LAST, finalSnapshotIdentifier: UNKNOWN, tags: FIRST });
      }),
    ],
    expect: [
      ...rows('pass', 'said'),
      ...rows('fail', 'skipped'),
      ...rows(OPEN, 'open', 'backups'),
      ...rows(['pass', ...OPEN], 'name'),
    ],
  },
];

export const mutations: readonly Mutation[] = [
  ...mutant('the snapshot is skipped', { skipFinalSnapshot: true }),
  ...mutant('the snapshot has no name', { finalSnapshotIdentifier: undefined }),
  ...mutant('the automated backups go with it', { deleteAutomatedBackups: true }),
  ...mutant('nothing is said of the automated backups', { deleteAutomatedBackups: undefined }),
  ...mutant('the snapshot is skipped', { skipFinalSnapshot: true }, third),
];
