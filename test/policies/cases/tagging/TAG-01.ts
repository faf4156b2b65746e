import { secret, UNKNOWN } from '../../../../src/lib/property.ts';
import { type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';

/**
 * "Required tags on every taggable type: owner, cost-center, environment, service, tier, data-classification, rto, rpo
 * (defaultTags honoured); tags copied to snapshots."
 */
const ALL = {
  owner: 'order-desk',
  'cost-center': 'cc-1001',
  environment: 'prod',
  service: 'shop',
  tier: '2',
  'data-classification': 'confidential',
  rto: '15min',
  rpo: '30s',
};
const { owner: _owner, rpo: _rpo, ...WITHOUT_OWNER_AND_RPO } = ALL;
const COMPANY = { owner: 'order-desk', 'cost-center': 'cc-1001', environment: 'prod', rto: '15min', rpo: '30s' };
const OWN = { service: 'shop', tier: '2', 'data-classification': 'confidential' };

const tagged = { tags: ALL };
const computedTags = (tags: Record<string, string>) => ({ computed: { tagsAll: tags } });

export const cases: readonly RuleCase[] = [
  {
    title: 'every taggable resource has all eight tags, and tags go to snapshots',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add('aws:s3/bucket:Bucket', 'bucket', tagged, computedTags(ALL));
        add('aws:dynamodb/table:Table', 'table', tagged, computedTags(ALL));
        add('aws:lb/loadBalancer:LoadBalancer', 'balancer', tagged, computedTags(ALL));
        add('aws:ec2/instance:Instance', 'host', tagged, computedTags(ALL));
        add('aws:rds/instance:Instance', 'database', { ...tagged, copyTagsToSnapshot: true }, computedTags(ALL));
        add('aws:rds/cluster:Cluster', 'cluster', { ...tagged, copyTagsToSnapshot: true }, computedTags(ALL));
      }),
    ],
    expect: ['bucket', 'table', 'balancer', 'host', 'database', 'cluster'].map((name) => ({ name, verdict: 'pass' })),
  },
  {
    title: 'what another stack manages is judged there',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add('aws:s3/bucket:Bucket', 'theirs', {}, { external: true });
      }),
    ],
    expect: [{ name: 'theirs', verdict: 'not-applicable' }],
  },
  {
    title: 'missing tags are named',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add('aws:s3/bucket:Bucket', 'bucket', { tags: WITHOUT_OWNER_AND_RPO }, computedTags(WITHOUT_OWNER_AND_RPO));
        add('aws:dynamodb/table:Table', 'table', {}, computedTags({}));
        add('aws:s3/bucket:Bucket', 'other', tagged, computedTags(ALL));
      }),
    ],
    expect: [
      { name: 'bucket', verdict: 'fail', messageIncludes: 'owner' },
      { name: 'bucket', verdict: 'fail', messageIncludes: 'rpo' },
      { name: 'table', verdict: 'fail', messageIncludes: 'cost-center' },
      { name: 'other', verdict: 'pass' },
    ],
  },
  {
    title: 'a tag of another case is another tag',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        const { owner, ...rest } = ALL;
        add('aws:s3/bucket:Bucket', 'bucket', { tags: { ...rest, Owner: owner } });
      }),
    ],
    expect: [{ name: 'bucket', verdict: 'fail', messageIncludes: 'owner' }],
  },
  {
    title: 'the default tags of the provider count, deployed',
    stacks: [
      stackOf({ name: 'prod', defaultTags: COMPANY }, (add) => {
        add('aws:s3/bucket:Bucket', 'bucket', { tags: OWN }, computedTags(ALL));
        add('aws:ec2/instance:Instance', 'bare', {}, computedTags(COMPANY));
      }),
    ],
    expect: [
      { name: 'bucket', verdict: 'pass' },
      { name: 'bare', verdict: 'fail', messageIncludes: 'data-classification' },
    ],
  },
  {
    title: 'the default tags of the provider count in a preview, where tagsAll is not computed yet',
    stacks: [
      stackOf({ name: 'prod', preview: true, defaultTags: COMPANY }, (add) => {
        add('aws:s3/bucket:Bucket', 'bucket', { tags: OWN }, computedTags(ALL));
        add('aws:dynamodb/table:Table', 'table', { tags: { service: 'shop' } }, computedTags(ALL));
        add('aws:ec2/instance:Instance', 'host', { tags: OWN });
      }),
    ],
    expect: [
      { name: 'bucket', verdict: 'pass' },
      { name: 'host', verdict: 'pass' },
      { name: 'table', verdict: 'fail', messageIncludes: 'tier' },
    ],
  },
  {
    title: 'a resource of another provider does not get the default tags of this one',
    stacks: [
      stackOf({ name: 'prod', defaultTags: COMPANY }, (add) => {
        const other = add('pulumi:providers:aws', 'bare-aws', { region: 'us-west-2' });
        const provider = `${other.urn}::providerid-bare`;
        add('aws:s3/bucket:Bucket', 'bucket', { tags: OWN }, { provider, ...computedTags(OWN) });
      }),
    ],
    expect: [{ name: 'bucket', verdict: 'fail', messageIncludes: 'owner' }],
  },
  {
    title: 'a tag whose value is not known yet is there; tags that are not known at all are not decided',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        add('aws:s3/bucket:Bucket', 'one', { tags: { ...ALL, 'cost-center': UNKNOWN } });
        add('aws:s3/bucket:Bucket', 'all', { tags: UNKNOWN });
      }),
    ],
    expect: [
      { name: 'one', verdict: ['pass', 'unknown', 'pending'] },
      { name: 'all', verdict: ['unknown', 'pending'] },
    ],
  },
  {
    title: 'known missing tags fail though another tag is not known yet',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        add('aws:s3/bucket:Bucket', 'bucket', { tags: { owner: UNKNOWN, service: 'shop' } });
      }),
    ],
    expect: [{ name: 'bucket', verdict: 'fail', messageIncludes: 'tier' }],
  },
  {
    title: 'tags that are secret as a whole are not decided',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add('aws:s3/bucket:Bucket', 'bucket', { tags: secret('opaque') });
      }),
    ],
    expect: [{ name: 'bucket', verdict: 'unknown' }],
  },
  {
    title: 'a database that does not copy its tags to snapshots fails, however well tagged',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add('aws:rds/instance:Instance', 'said', { ...tagged, copyTagsToSnapshot: false });
        add('aws:rds/cluster:Cluster', 'silent', tagged, { computed: { tagsAll: ALL, copyTagsToSnapshot: false } });
      }),
    ],
    expect: [
      { name: 'said', verdict: 'fail', messageIncludes: 'snapshot' },
      { name: 'silent', verdict: 'fail', messageIncludes: 'snapshot' },
    ],
  },
  {
    title: 'a database that says nothing of snapshots fails in the first preview, and one that cannot say yet is open',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        add('aws:rds/cluster:Cluster', 'silent', tagged);
        add('aws:rds/cluster:Cluster', 'open', { ...tagged, copyTagsToSnapshot: UNKNOWN });
        add('aws:rds/cluster:Cluster', 'well', { ...tagged, copyTagsToSnapshot: true });
      }),
    ],
    expect: [
      { name: 'silent', verdict: 'fail', messageIncludes: 'snapshot' },
      { name: 'open', verdict: ['unknown', 'pending'] },
      { name: 'well', verdict: 'pass' },
    ],
  },
  {
    title: 'the twins of a type are that type: alb, and the buckets of version 6',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add('aws:alb/loadBalancer:LoadBalancer', 'alb', { tags: OWN });
        add('aws:s3/bucketV2:BucketV2', 'bucket', { tags: OWN });
        add('aws:alb/loadBalancer:LoadBalancer', 'well', tagged);
      }),
    ],
    expect: [
      { name: 'alb', verdict: 'fail', messageIncludes: 'owner' },
      { name: 'bucket', verdict: 'fail', messageIncludes: 'owner' },
      { name: 'well', verdict: 'pass' },
    ],
  },
  {
    title: 'what cannot bear tags is not asked for them',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add('aws:s3/bucket:Bucket', 'bucket', tagged, computedTags(ALL));
        add('aws:ec2/route:Route', 'route', { destinationCidrBlock: '0.0.0.0/0' });
        add('random:index/randomId:RandomId', 'id', { byteLength: 4 });
      }),
    ],
    expect: [{ name: 'bucket', verdict: 'pass' }],
  },
  {
    title: 'a resource that cannot be read is an error, and the others keep their verdicts',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add('aws:s3/bucket:Bucket', 'broken', tagged, { broken: ['tags'] });
        add('aws:s3/bucket:Bucket', 'bare', { tags: {} });
        add('aws:s3/bucket:Bucket', 'well', tagged);
      }),
    ],
    expect: [
      { name: 'broken', verdict: 'error' },
      { name: 'bare', verdict: 'fail' },
      { name: 'well', verdict: 'pass' },
    ],
  },
];

const good = 'every taggable resource has all eight tags, and tags go to snapshots';

export const mutations: readonly Mutation[] = [
  {
    of: good,
    edit: 'one tag is taken from one resource',
    mutate: (stacks) => {
      const { tier: _, ...rest } = ALL;
      set(pick(stacks, 'table'), { tags: rest, tagsAll: rest });
    },
    expect: [{ name: 'table', verdict: 'fail', messageIncludes: 'tier' }],
  },
  {
    of: good,
    edit: 'a cluster stops copying its tags to snapshots',
    mutate: (stacks) => set(pick(stacks, 'cluster'), { copyTagsToSnapshot: false }),
    expect: [{ name: 'cluster', verdict: 'fail', messageIncludes: 'snapshot' }],
  },
  {
    of: good,
    edit: 'an instance of RDS says nothing of snapshots',
    mutate: (stacks) => set(pick(stacks, 'database'), { copyTagsToSnapshot: undefined }),
    expect: [{ name: 'database', verdict: 'fail', messageIncludes: 'snapshot' }],
  },
];
