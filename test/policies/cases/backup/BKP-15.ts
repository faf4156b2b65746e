import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, drop, type Given, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import { beside, bucket, EAST, OPEN, rows } from './parts.ts';

/** "Versioning enabled (inline or separate resource, incl. V2 aliases)." */
const V2 = 'aws:s3/bucketV2:BucketV2';
const VERSIONING = 'aws:s3/bucketVersioning:BucketVersioning';
const VERSIONING_V2 = 'aws:s3/bucketVersioningV2:BucketVersioningV2';

function separate(add: Add, name: string, status: Given, types = ['aws:s3/bucket:Bucket', VERSIONING]): void {
  const [type = '', companion = ''] = types;
  const one = add(type, name, { bucket: name }, { id: name });
  add(companion, `${name}-versioning`, { bucket: one.ref('id'), versioningConfiguration: { status } });
}

const good = 'a bucket has its versioning inline, beside it, or in the words of version 6';
const meta = beside('separate-versioning', 'old-versioning');
const edited = (edit: string, name: string, mutate: Mutation['mutate']): Mutation => ({
  of: good,
  edit,
  mutate,
  expect: [...rows('fail', name), ...meta],
});

export const cases: readonly RuleCase[] = [
  {
    title: 'a bucket keeps the versions of what it holds',
    stacks: [stackOf(EAST, (add) => separate(add, 'bucket', 'Enabled'))],
    expect: rows('pass', 'bucket'),
  },
  {
    title: 'a bucket that keeps one version',
    stacks: [stackOf(EAST, (add) => void bucket(add, 'bucket'))],
    expect: rows('fail', 'bucket'),
  },
  {
    title: good,
    stacks: [
      stackOf(EAST, (add) => {
        bucket(add, 'inline', { versioning: { enabled: true } });
        separate(add, 'separate', 'Enabled');
        separate(add, 'old', 'Enabled', [V2, VERSIONING_V2]);
        separate(add, 'mixed', 'Enabled', [V2, VERSIONING]);
      }),
    ],
    expect: rows('pass', 'inline', 'separate', 'old', 'mixed'),
  },
  {
    title: 'off, suspended, or of another bucket is not on',
    stacks: [
      stackOf(EAST, (add) => {
        bucket(add, 'off', { versioning: { enabled: false } });
        separate(add, 'suspended', 'Suspended');
        bucket(add, 'alone');
        separate(add, 'other', 'Enabled');
      }),
    ],
    expect: [...rows('fail', 'off', 'suspended', 'alone'), ...rows('pass', 'other'), ...beside('suspended-versioning')],
  },
  {
    title: 'a bucket that is only read here is not judged',
    stacks: [stackOf(EAST, (add) => void bucket(add, 'bucket', {}, { external: true }))],
    expect: rows('not-applicable', 'bucket'),
  },
  {
    title: 'in a first preview the edge tells whose versioning it is; a status that is not known is open',
    stacks: [
      stackOf({ ...EAST, preview: true }, (add) => {
        separate(add, 'edge', 'Enabled');
        separate(add, 'open', UNKNOWN);
        bucket(add, 'silent');
      }),
    ],
    expect: [...rows('pass', 'edge'), ...rows(OPEN, 'open'), ...rows('fail', 'silent'), ...beside('open-versioning')],
  },
];

export const mutations: readonly Mutation[] = [
  edited('inline, it is turned off', 'inline', (stacks) =>
    set(pick(stacks, 'inline'), { versioning: { enabled: false } }),
  ),
  edited('inline, it is left out', 'inline', (stacks) => set(pick(stacks, 'inline'), { versioning: undefined })),
  edited('beside it, it is suspended', 'separate', (stacks) =>
    set(pick(stacks, 'separate-versioning'), { versioningConfiguration: { status: 'Suspended' } }),
  ),
  edited('beside it, it is gone', 'separate', (stacks) => drop(stacks, 'separate-versioning')),
  edited('of version 6, it is suspended', 'old', (stacks) =>
    set(pick(stacks, 'old-versioning'), { versioningConfiguration: { status: 'Suspended' } }),
  ),
  edited('it is of another bucket', 'separate', (stacks) => {
    set(pick(stacks, 'separate-versioning'), { bucket: 'another' });
    pick(stacks, 'separate-versioning').propertyDependencies = {};
  }),
];
