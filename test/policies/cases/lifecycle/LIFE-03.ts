import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Added, type Given, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';

/** "Kubernetes version in standard support." Its end, by AWS: 1.31 2025-11-26, 1.32 2026-03-23, 1.33 2026-07-29, 1.34 2026-12-02, 1.35 2027-03-27. */
function cluster(add: Add, name: string, version: Given | undefined, running?: string): Added {
  const roleArn = 'arn:aws:iam::111122223333:role/eks';
  const vpcConfig = { subnetIds: ['subnet-1', 'subnet-2'] };
  const computed = running === undefined ? {} : { computed: { version: running } };
  return add('aws:eks/cluster:Cluster', name, { roleArn, vpcConfig, version }, computed);
}

function nodes(add: Add, name: string, of: Added, version: Given | undefined): void {
  const scalingConfig = { desiredSize: 2, minSize: 2, maxSize: 4 };
  const nodeRoleArn = 'arn:aws:iam::111122223333:role/node';
  add('aws:eks/nodeGroup:NodeGroup', name, {
    clusterName: of.ref('id'),
    nodeRoleArn,
    subnetIds: ['subnet-1'],
    scalingConfig,
    version,
  });
}

const good = 'a cluster and its nodes are of a version in standard support';

export const cases: readonly RuleCase[] = [
  {
    title: good,
    stacks: [stackOf({ name: 'prod' }, (add) => nodes(add, 'nodes', cluster(add, 'cluster', '1.35'), '1.35'))],
    expect: [
      { name: 'cluster', verdict: 'pass' },
      { name: 'nodes', verdict: 'pass' },
    ],
  },
  {
    title: 'a version in extended support fails',
    stacks: [stackOf({ name: 'prod' }, (add) => nodes(add, 'nodes', cluster(add, 'cluster', '1.32'), '1.32'))],
    expect: [
      { name: 'cluster', verdict: 'fail', messageIncludes: '1.32' },
      { name: 'nodes', verdict: 'fail' },
    ],
  },
  {
    title: 'what another stack manages is judged there',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add('aws:eks/cluster:Cluster', 'theirs', { version: '1.24' }, { external: true });
      }),
    ],
    expect: [{ name: 'theirs', verdict: 'not-applicable' }],
  },
  {
    title: 'a version that is in standard support at one instant is out of it at another',
    at: '2025-11-01T00:00:00Z',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        cluster(add, 'cluster', '1.32');
        cluster(add, 'older', '1.29');
      }),
    ],
    expect: [
      { name: 'cluster', verdict: 'pass' },
      { name: 'older', verdict: 'fail' },
    ],
  },
  {
    title: 'the version that AWS chose is in the outputs',
    stacks: [stackOf({ name: 'prod' }, (add) => void cluster(add, 'cluster', undefined, '1.30'))],
    expect: [{ name: 'cluster', verdict: 'fail' }],
  },
  {
    title: 'a version that no table holds, or that is not known yet, is not decided',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        cluster(add, 'odd', '1.99');
        cluster(add, 'open', UNKNOWN);
        cluster(add, 'silent', undefined);
      }),
    ],
    expect: [
      { name: 'odd', verdict: 'unknown' },
      { name: 'open', verdict: ['unknown', 'pending'] },
      { name: 'silent', verdict: ['unknown', 'pending'] },
    ],
  },
];

function runs(edit: string, name: string, version: string): Mutation {
  return {
    of: good,
    edit,
    mutate: (stacks) => set(pick(stacks, name), { version }),
    expect: [{ name, verdict: 'fail' }],
  };
}

export const mutations: readonly Mutation[] = [
  runs('the cluster is of a version whose support ended last summer', 'cluster', '1.33'),
  runs('the cluster is of a version that is out of extended support', 'cluster', '1.24'),
  runs('the nodes stay behind in a version of extended support', 'nodes', '1.31'),
];
