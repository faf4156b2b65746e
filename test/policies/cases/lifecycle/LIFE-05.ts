import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Given, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';

/**
 * "`retire-by` tag valid; past ⇒ fail, ≤90 days ⇒ warn and require a decommission runbook + final backup." The runbook is named by the
 * tag `decommission-runbook`; the final backup of a database is its final snapshot. Judged on 2026-11-26: 90 days later is 2027-02-24.
 */
const DATABASE = 'aws:rds/instance:Instance';
const BUCKET = 'aws:s3/bucket:Bucket';
const RUNBOOK = { 'decommission-runbook': 'retire-system' };
const FINAL = { skipFinalSnapshot: false, finalSnapshotIdentifier: 'orders-final' };

function database(add: Add, name: string, tags: Given, more: Record<string, Given> = FINAL): void {
  add(DATABASE, name, { engine: 'postgres', tags, ...more });
}

const good = 'what retires in years, and what retires soon with a runbook and a final snapshot';

export const cases: readonly RuleCase[] = [
  {
    title: good,
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(BUCKET, 'bucket', { tags: { 'retire-by': '2029-12-31' } });
        database(add, 'later', { 'retire-by': '2028-06-30' }, { skipFinalSnapshot: true });
        database(add, 'soon', { 'retire-by': '2027-01-31', ...RUNBOOK });
      }),
    ],
    expect: ['bucket', 'later', 'soon'].map((name) => ({ name, verdict: 'pass' })),
  },
  {
    title: 'what should be retired already fails',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(BUCKET, 'bucket', { tags: { 'retire-by': '2026-06-30' } });
        database(add, 'database', { 'retire-by': '2026-11-24', ...RUNBOOK });
        add('aws:ec2/instance:Instance', 'host', { tags: { 'retire-by': '2020-01-01' } });
        add('aws:lb/loadBalancer:LoadBalancer', 'balancer', { tags: { 'retire-by': '2020-01-01' } });
      }),
    ],
    expect: [
      { name: 'bucket', verdict: 'fail', messageIncludes: '2026-06-30' },
      { name: 'database', verdict: 'fail' },
      { name: 'host', verdict: 'fail' },
      { name: 'balancer', verdict: 'fail' },
    ],
  },
  {
    title: 'what has no date of retirement is not this control’s',
    stacks: [stackOf({ name: 'prod' }, (add) => void add(BUCKET, 'bucket', { tags: { owner: 'order-desk' } }))],
    expect: [{ name: 'bucket', verdict: 'not-applicable' }],
  },
  {
    title: 'dates that are none fail',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(BUCKET, 'words', { tags: { 'retire-by': 'next summer' } });
        add(BUCKET, 'february', { tags: { 'retire-by': '2028-02-30' } });
        add(BUCKET, 'empty', { tags: { 'retire-by': '' } });
      }),
    ],
    expect: ['words', 'february', 'empty'].map((name) => ({ name, verdict: 'fail', messageIncludes: 'retire-by' })),
  },
  {
    title: 'ninety days before, the runbook and the final backup must be there',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        database(add, 'no-runbook', { 'retire-by': '2027-02-24' });
        database(add, 'no-backup', { 'retire-by': '2027-02-24', ...RUNBOOK }, { skipFinalSnapshot: true });
        database(add, 'day-before', { 'retire-by': '2027-02-27' }, { skipFinalSnapshot: true });
      }),
    ],
    expect: [
      { name: 'no-runbook', verdict: 'fail', messageIncludes: 'runbook' },
      { name: 'no-backup', verdict: 'fail', messageIncludes: 'backup' },
      { name: 'day-before', verdict: 'pass' },
    ],
  },
  {
    title: 'a date that is not known yet is not decided',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        add(BUCKET, 'open', { tags: { 'retire-by': UNKNOWN } });
      }),
    ],
    expect: [{ name: 'open', verdict: ['unknown', 'pending'] }],
  },
];

function retag(edit: string, name: string, tags: Record<string, string>): Mutation {
  return { of: good, edit, mutate: (stacks) => set(pick(stacks, name), { tags }), expect: [{ name, verdict: 'fail' }] };
}

export const mutations: readonly Mutation[] = [
  retag('the day of a bucket was yesterday', 'bucket', { 'retire-by': '2026-11-25' }),
  retag('the day of a bucket was in another year', 'bucket', { 'retire-by': '2019-12-31' }),
  retag('the day of a database is none', 'later', { 'retire-by': '2028-13-01' }),
  retag('the day of a database without a runbook comes near', 'later', { 'retire-by': '2027-02-01', ...RUNBOOK }),
  retag('the runbook of what retires soon is not named', 'soon', { 'retire-by': '2027-01-31' }),
  {
    of: good,
    edit: 'what retires soon leaves no final snapshot',
    mutate: (stacks) => set(pick(stacks, 'soon'), { skipFinalSnapshot: true, finalSnapshotIdentifier: undefined }),
    expect: [{ name: 'soon', verdict: 'fail' }],
  },
];
