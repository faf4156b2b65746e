import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';

/** "Tag values match vocabulary; tier ⇒ max rto/rpo; data-classification valid." */
const BUCKET = 'aws:s3/bucket:Bucket';
const BALANCER = 'aws:lb/loadBalancer:LoadBalancer';
const DATABASE = 'aws:rds/instance:Instance';

const TIER_1 = {
  environment: 'prod',
  service: 'orders',
  tier: '1',
  'data-classification': 'confidential',
  rto: '15min',
  rpo: '30s',
};
const TIER_3 = { ...TIER_1, service: 'payroll', tier: '3', 'data-classification': 'restricted', rto: '8h', rpo: '24h' };

function bucket(add: Add, name: string, tags: Record<string, string>): void {
  add(BUCKET, name, { tags }, { computed: { tagsAll: tags } });
}

const good = 'tags of tier 1 and of tier 3 say what their tier allows';

export const cases: readonly RuleCase[] = [
  {
    title: good,
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        bucket(add, 'invoices', TIER_1);
        bucket(add, 'payslips', TIER_3);
        add(BALANCER, 'balancer', { tags: TIER_1 });
        add(DATABASE, 'database', { engine: 'postgres', tags: TIER_1 });
      }),
    ],
    expect: ['invoices', 'payslips', 'balancer', 'database'].map((name) => ({ name, verdict: 'pass' })),
  },
  {
    title: 'a resource without tags, or of another stack, is not this control’s',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(BUCKET, 'bare', {});
        add(BUCKET, 'theirs', { tags: { tier: 'gold' } }, { external: true });
      }),
    ],
    expect: [
      { name: 'bare', verdict: 'not-applicable' },
      { name: 'theirs', verdict: 'not-applicable' },
    ],
  },
  {
    title: 'a tier that is none, a class that is none and objectives that are no durations fail',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        bucket(add, 'gold', { ...TIER_1, tier: 'gold' });
        bucket(add, 'hush', { ...TIER_1, 'data-classification': 'hush-hush' });
        bucket(add, 'soon', { ...TIER_1, rto: 'soon' });
      }),
    ],
    expect: [
      { name: 'gold', verdict: 'fail', messageIncludes: 'tier' },
      { name: 'hush', verdict: 'fail', messageIncludes: 'data-classification' },
      { name: 'soon', verdict: 'fail', messageIncludes: 'rto' },
    ],
  },
  {
    title: 'objectives of days are too long for tier 1',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        bucket(add, 'slow', { ...TIER_1, rto: '72h' });
        bucket(add, 'lossy', { ...TIER_1, rpo: '48h' });
      }),
    ],
    expect: [
      { name: 'slow', verdict: 'fail', messageIncludes: 'rto' },
      { name: 'lossy', verdict: 'fail', messageIncludes: 'rpo' },
    ],
  },
  {
    title: 'default tags of the provider are held to the vocabulary too',
    stacks: [
      stackOf({ name: 'prod', preview: true, defaultTags: { 'data-classification': 'whatever' } }, (add) => {
        add(BUCKET, 'bucket', { tags: { service: 'orders' } });
      }),
    ],
    expect: [{ name: 'bucket', verdict: 'fail', messageIncludes: 'data-classification' }],
  },
  {
    title: 'a value that is not known yet is not decided, and hides no wrong one',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        add(BUCKET, 'open', { tags: { ...TIER_1, tier: UNKNOWN } });
        add(BUCKET, 'all', { tags: UNKNOWN });
        add(BUCKET, 'wrong', { tags: { ...TIER_1, tier: UNKNOWN, 'data-classification': 'hush-hush' } });
      }),
    ],
    expect: [
      { name: 'open', verdict: ['unknown', 'pending'] },
      { name: 'all', verdict: ['unknown', 'pending'] },
      { name: 'wrong', verdict: 'fail' },
    ],
  },
];

function retag(edit: string, name: string, tags: Record<string, string>): Mutation {
  const told = { ...(name === 'payslips' ? TIER_3 : TIER_1), ...tags };
  return {
    of: good,
    edit,
    mutate: (stacks) => set(pick(stacks, name), { tags: told, tagsAll: told }),
    expect: [{ name, verdict: 'fail' }],
  };
}

export const mutations: readonly Mutation[] = [
  retag('a bucket of tier 3 promotes itself to tier 1 with the objectives of tier 3', 'payslips', { tier: '1' }),
  retag('a tier is none', 'database', { tier: '0' }),
  retag('data has a class that nobody defined', 'balancer', { 'data-classification': 'top-secret' }),
  retag('an environment is none', 'invoices', { environment: 'wonderland' }),
  retag('the recovery time of tier 1 is a week', 'database', { rto: '7d' }),
  retag('the loss of tier 1 is a week', 'database', { rpo: '7d' }),
  retag('a recovery time is no duration', 'payslips', { rto: 'tbd' }),
  retag('a loss is no duration', 'payslips', { rpo: '-' }),
];
