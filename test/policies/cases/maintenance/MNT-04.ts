import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Given, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';

/** "`applyImmediately` false in prod; ECR scan-on-push + immutable tags." AWS waits for the window, scans nothing and lets tags change where nothing is said. */
const DATABASE = 'aws:rds/instance:Instance';
const REPOSITORY = 'aws:ecr/repository:Repository';

function database(add: Add, name: string, applyImmediately: Given | undefined, environment: Given = 'prod'): void {
  add(DATABASE, name, { engine: 'postgres', applyImmediately, tags: { environment } });
}

const SCANNED = { imageScanningConfiguration: { scanOnPush: true } };
const IMMUTABLE = { imageTagMutability: 'IMMUTABLE' };

const good = 'changes of a production database wait for its window, and images are scanned and stay what they are';

export const cases: readonly RuleCase[] = [
  {
    title: good,
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        database(add, 'database', false);
        add(REPOSITORY, 'images', { ...SCANNED, ...IMMUTABLE });
      }),
    ],
    expect: [
      { name: 'database', verdict: 'pass' },
      { name: 'images', verdict: 'pass' },
    ],
  },
  {
    title: 'changes at once in production, and images that may change or are not scanned, fail',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        database(add, 'database', true);
        add(REPOSITORY, 'mutable', { ...SCANNED, imageTagMutability: 'MUTABLE' });
        add(REPOSITORY, 'unscanned', IMMUTABLE);
        add(REPOSITORY, 'silent', {});
      }),
    ],
    expect: ['database', 'mutable', 'unscanned', 'silent'].map((name) => ({ name, verdict: 'fail' })),
  },
  {
    title: 'elsewhere than in production changes may be made at once',
    stacks: [stackOf({ name: 'dev' }, (add) => database(add, 'database', true, 'dev'))],
    expect: [{ name: 'database', verdict: 'not-applicable' }],
  },
  {
    title: 'where nothing is said changes wait, in a preview too',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        database(add, 'silent', undefined);
        add(REPOSITORY, 'silent-images', {});
      }),
    ],
    expect: [
      { name: 'silent', verdict: 'pass' },
      { name: 'silent-images', verdict: 'fail' },
    ],
  },
  {
    title: 'settings that are not known yet are not decided, nor is an environment',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        database(add, 'open', UNKNOWN);
        database(add, 'where', true, UNKNOWN);
        add(REPOSITORY, 'images', { ...SCANNED, imageTagMutability: UNKNOWN });
        add(REPOSITORY, 'unscanned', { imageTagMutability: UNKNOWN });
      }),
    ],
    expect: [
      { name: 'open', verdict: ['unknown', 'pending'] },
      { name: 'where', verdict: ['unknown', 'pending'] },
      { name: 'images', verdict: ['unknown', 'pending'] },
      { name: 'unscanned', verdict: ['fail', 'unknown', 'pending'] },
    ],
  },
];

function changed(edit: string, name: string, properties: Parameters<typeof set>[1]): Mutation {
  return {
    of: good,
    edit,
    mutate: (stacks) => set(pick(stacks, name), properties),
    expect: [{ name, verdict: 'fail' }],
  };
}

export const mutations: readonly Mutation[] = [
  changed('changes of the database are made at once', 'database', { applyImmediately: true }),
  changed('tags of images may change', 'images', { imageTagMutability: 'MUTABLE' }),
  changed('nothing is said of tags of images', 'images', { imageTagMutability: undefined }),
  changed('images are not scanned', 'images', { imageScanningConfiguration: { scanOnPush: false } }),
  changed('nothing is said of scanning', 'images', { imageScanningConfiguration: undefined }),
];
