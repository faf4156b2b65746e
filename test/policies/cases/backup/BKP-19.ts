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
import { beside, EAST, FIRST, fileSystem, OPEN, rows, THIRD } from './parts.ts';

/** "EFS automatic backup on; tier-1 replicates." */
const BACKUP = 'aws:efs/backupPolicy:BackupPolicy';
const REPLICATION = 'aws:efs/replicationConfiguration:ReplicationConfiguration';

interface Kept {
  readonly status?: Given | undefined;
  readonly replicates?: boolean;
  readonly tags?: Record<string, Given>;
}

function kept(add: Add, { status = 'ENABLED', replicates = true, tags = FIRST }: Kept = {}): void {
  const one = fileSystem(add, 'files', { encrypted: true, tags });
  add(BACKUP, 'backup', { fileSystemId: one.ref('id'), backupPolicy: { status } });
  if (replicates) {
    add(REPLICATION, 'replication', { sourceFileSystemId: one.ref('id'), destination: { region: 'us-west-2' } });
  }
}

function of(given: Kept = {}, preview = false): CaseStack {
  return stackOf({ ...EAST, preview }, (add) => kept(add, given));
}

const good = 'a file system of tier 1 is backed up by itself, and replicates';
const third = 'a file system of tier 3 is backed up by itself';
const meta = beside('backup', 'replication');
const edited = (edit: string, mutate: Mutation['mutate'], origin = good): Mutation => ({
  of: origin,
  edit,
  mutate,
  expect: [...rows('fail', 'files'), ...meta],
});

export const cases: readonly RuleCase[] = [
  { title: good, stacks: [of()], expect: rows('pass', 'files') },
  {
    title: 'a file system that nothing backs up',
    stacks: [stackOf(EAST, (add) => void fileSystem(add, 'files', { encrypted: true, tags: THIRD }))],
    expect: rows('fail', 'files'),
  },
  { title: third, stacks: [of({ replicates: false, tags: THIRD })], expect: rows('pass', 'files') },
  {
    title: 'a file system of tier 1 that does not replicate',
    stacks: [of({ replicates: false })],
    expect: [...rows('fail', 'files'), ...beside('backup')],
  },
  {
    title: 'where it replicates to does not replicate further',
    stacks: [
      stackOf(EAST, (add) => {
        const destination = fileSystem(add, 'copy', { tags: FIRST });
        add(BACKUP, 'copy-backup', { fileSystemId: destination.ref('id'), backupPolicy: { status: 'ENABLED' } });
        const one = fileSystem(add, 'files', { tags: FIRST });
        add(BACKUP, 'backup', { fileSystemId: one.ref('id'), backupPolicy: { status: 'ENABLED' } });
        const inputs = { sourceFileSystemId: one.ref('id'), destination: { fileSystemId: destination.ref('id') } };
        add(REPLICATION, 'replication', inputs);
      }),
    ],
    expect: [...rows('pass', 'files'), ...rows(['pass', 'not-applicable'], 'copy')],
  },
  {
    title: 'a file system that is only read here is not judged',
    stacks: [stackOf(EAST, (add) => void fileSystem(add, 'files', {}, { external: true }))],
    expect: rows('not-applicable', 'files'),
  },
  {
    title: 'in a first preview the edges tell',
    stacks: [of({}, true)],
    expect: rows('pass', 'files'),
  },
  {
    title: 'a status that is not known is open',
    stacks: [of({ status: UNKNOWN }, true)],
    expect: [...rows(OPEN, 'files'), ...meta],
  },
  {
    title: 'a tier that is not known is open where it decides',
    stacks: [of({ replicates: false, tags: { tier: UNKNOWN } }, true)],
    expect: [...rows(OPEN, 'files'), ...beside('backup')],
  },
];

export const mutations: readonly Mutation[] = [
  edited('the backup is turned off', (stacks) => set(pick(stacks, 'backup'), { backupPolicy: { status: 'DISABLED' } })),
  edited('the backup is gone', (stacks) => drop(stacks, 'backup')),
  edited('the replication is gone', (stacks) => drop(stacks, 'replication')),
  edited('the replication is of another file system', (stacks) => {
    set(pick(stacks, 'replication'), { sourceFileSystemId: 'fs-of-somebody' });
    pick(stacks, 'replication').propertyDependencies = {};
  }),
  edited('the backup is of another file system', (stacks) => {
    set(pick(stacks, 'backup'), { fileSystemId: 'fs-of-somebody' });
    pick(stacks, 'backup').propertyDependencies = {};
  }),
  edited(
    'the backup is turned off',
    (stacks) => set(pick(stacks, 'backup'), { backupPolicy: { status: 'DISABLED' } }),
    third,
  ),
];
