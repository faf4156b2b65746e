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
import {
  arn,
  beside,
  bucket,
  cluster,
  database,
  EAST,
  fileSystem,
  OPEN,
  plan,
  rows,
  selection,
  table,
  volume,
} from './parts.ts';

/**
 * "Every stateful resource is matched by ≥1 backup selection (ARN, wildcard, tag condition, notResources evaluated)." How a
 * selection selects: "Assign resources with AWS CLI" and "BackupSelection", AWS Backup developer guide: ARNs by OR, conditions by AND,
 * tags of the list by OR, case counts.
 */
const DATA = ['database', 'cluster', 'table', 'files', 'volume', 'bucket'];
const tags = { backup: 'daily', stage: 'prod' };

function everything(add: Add): void {
  database(add, 'database', { tags });
  cluster(add, 'cluster', { tags });
  table(add, 'table', { tags });
  fileSystem(add, 'files', { tags });
  volume(add, 'volume', { tags });
  bucket(add, 'bucket', { tags });
}

/** All kinds of data, and one selection of it. */
function selected(given: Record<string, Given>, preview = false): CaseStack {
  return stackOf({ ...EAST, preview }, (add) => {
    everything(add);
    selection(add, plan(add, 'plan', [{}]), 'selection', given);
  });
}

const tagged = (operator: string, key: string, value: string) => ({ [operator]: [{ key, value }] });
const meta = beside('plan', 'selection');
const byTag = 'a tag condition takes them all';
const byArn = 'each is named, or one of a wildcard';

export const cases: readonly RuleCase[] = [
  {
    title: 'a table is in a selection by its tag',
    stacks: [
      stackOf(EAST, (add) => {
        table(add, 'table', { tags });
        const conditions = [tagged('stringEquals', 'aws:ResourceTag/backup', 'daily')];
        selection(add, plan(add, 'plan', [{}]), 'selection', { resources: ['*'], conditions });
      }),
    ],
    expect: rows('pass', 'table'),
  },
  {
    title: 'a table that no selection takes',
    stacks: [
      stackOf(EAST, (add) => {
        table(add, 'table', {});
        selection(add, plan(add, 'plan', [{}]), 'selection', { resources: [arn('dynamodb', 'table/other')] });
      }),
    ],
    expect: [...rows('fail', 'table'), ...meta],
  },
  {
    title: byTag,
    stacks: [
      selected({
        resources: ['*'],
        conditions: [
          {
            stringEquals: [{ key: 'aws:ResourceTag/backup', value: 'daily' }],
            stringLikes: [{ key: 'aws:ResourceTag/stage', value: 'p*d' }],
          },
        ],
      }),
    ],
    expect: rows('pass', ...DATA),
  },
  {
    title: byArn,
    stacks: [
      stackOf(EAST, (add) => {
        const one = database(add, 'database');
        table(add, 'table');
        bucket(add, 'bucket');
        const resources = [one.ref('arn'), 'arn:aws:dynamodb:*:*:table/*', 'arn:aws:s3:::bucket'];
        selection(add, plan(add, 'plan', [{}]), 'selection', { resources });
      }),
    ],
    expect: rows('pass', 'database', 'table', 'bucket'),
  },
  {
    title: 'one tag of the list is enough',
    stacks: [
      selected({
        selectionTags: [
          { type: 'STRINGEQUALS', key: 'backup', value: 'hourly' },
          { type: 'STRINGEQUALS', key: 'stage', value: 'prod' },
        ],
      }),
    ],
    expect: rows('pass', ...DATA),
  },
  {
    title: 'all conditions must hold, and case counts',
    stacks: [
      selected({
        resources: ['*'],
        conditions: [
          {
            stringEquals: [
              { key: 'aws:ResourceTag/backup', value: 'daily' },
              { key: 'aws:ResourceTag/stage', value: 'Prod' },
            ],
          },
        ],
      }),
    ],
    expect: [...rows('fail', ...DATA), ...meta],
  },
  {
    title: 'what is excluded is not taken, and the others are',
    stacks: [selected({ resources: ['*'], notResources: ['arn:aws:ec2:*:*:volume/*'] })],
    expect: [...rows('fail', 'volume'), ...rows('pass', 'database', 'table', 'files'), ...meta],
  },
  {
    title: 'there is no selection at all',
    stacks: [stackOf(EAST, everything)],
    expect: rows('fail', ...DATA),
  },
  {
    title: 'a selection takes what is in its own region',
    stacks: [
      stackOf(EAST, (add) => void table(add, 'table', { tags })),
      stackOf({ name: 'prod-west', region: 'us-west-2' }, (add) => {
        selection(add, plan(add, 'plan', [{}]), 'selection', { resources: ['*'] });
      }),
    ],
    expect: [...rows('fail', 'table'), ...meta],
  },
  {
    title: 'what is only read here is not judged',
    stacks: [stackOf(EAST, (add) => void table(add, 'table', {}, { external: true }))],
    expect: rows('not-applicable', 'table'),
  },
  {
    title: 'an edge takes it in a first preview; what a selection takes that is not known is open',
    stacks: [
      stackOf({ ...EAST, preview: true }, (add) => {
        const one = database(add, 'database');
        table(add, 'table', { tags: UNKNOWN });
        const conditions = [tagged('stringEquals', 'aws:ResourceTag/backup', 'daily')];
        const of = plan(add, 'plan', [{}]);
        selection(add, of, 'edge', { resources: [one.ref('arn')] });
        selection(add, of, 'tags', { resources: ['*'], conditions });
      }),
    ],
    expect: [...rows('pass', 'database'), ...rows(OPEN, 'table'), ...beside('plan', 'edge', 'tags')],
  },
  {
    title: 'a selection that is not known takes perhaps everything',
    stacks: [selected({ resources: UNKNOWN })],
    expect: [...rows(OPEN, ...DATA), ...meta],
  },
];

export const mutations: readonly Mutation[] = [
  {
    of: byTag,
    edit: 'the tag of one of them says something else',
    mutate: (stacks) => set(pick(stacks, 'files'), { tags: { ...tags, backup: 'none' } }),
    expect: [...rows('fail', 'files'), ...meta],
  },
  {
    of: byTag,
    edit: 'one has no tags',
    mutate: (stacks) => set(pick(stacks, 'bucket'), { tags: undefined }),
    expect: [...rows('fail', 'bucket'), ...meta],
  },
  {
    of: byTag,
    edit: 'the second condition is one of another value',
    mutate: (stacks) =>
      set(pick(stacks, 'selection'), { conditions: [tagged('stringLikes', 'aws:ResourceTag/stage', 'dev*')] }),
    expect: [...rows('fail', ...DATA), ...meta],
  },
  {
    of: byTag,
    edit: 'the condition is turned round',
    mutate: (stacks) =>
      set(pick(stacks, 'selection'), { conditions: [tagged('stringNotEquals', 'aws:ResourceTag/backup', 'daily')] }),
    expect: [...rows('fail', ...DATA), ...meta],
  },
  {
    of: byTag,
    edit: 'those that are not of stage dev are left out by their pattern',
    mutate: (stacks) =>
      set(pick(stacks, 'selection'), { conditions: [tagged('stringNotLikes', 'aws:ResourceTag/stage', 'pr*')] }),
    expect: [...rows('fail', ...DATA), ...meta],
  },
  {
    of: byTag,
    edit: 'tables are excluded',
    mutate: (stacks) => set(pick(stacks, 'selection'), { notResources: ['arn:aws:dynamodb:*:*:table/*'] }),
    expect: [...rows('fail', 'table'), ...meta],
  },
  {
    of: byTag,
    edit: 'the selection is gone',
    mutate: (stacks) => drop(stacks, 'selection'),
    expect: [...rows('fail', ...DATA), ...meta],
  },
  {
    of: byArn,
    edit: 'the wildcard is of another kind',
    mutate: (stacks) => set(pick(stacks, 'selection'), { resources: [arn('rds', 'db:database'), 'arn:aws:s3:::*'] }),
    expect: [...rows('fail', 'table'), ...meta],
  },
  {
    of: byArn,
    edit: 'the ARN of another bucket is named',
    mutate: (stacks) =>
      set(pick(stacks, 'selection'), {
        resources: [arn('rds', 'db:database'), 'arn:aws:dynamodb:*:*:table/*', 'arn:aws:s3:::bucket-2'],
      }),
    expect: [...rows('fail', 'bucket'), ...meta],
  },
];
