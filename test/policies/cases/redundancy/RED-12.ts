import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Added, drop, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';

/** "Cluster has ≥2 instances in ≥2 AZs (count ClusterInstance children, not just `availabilityZones`)." */
const CLUSTER = 'aws:rds/cluster:Cluster';
const MEMBER = 'aws:rds/clusterInstance:ClusterInstance';

function cluster(add: Add, name: string): Added {
  // three zones of storage, whatever members there are
  const availabilityZones = ['us-east-1a', 'us-east-1b', 'us-east-1c'];
  const inputs = { clusterIdentifier: `shop-${name}`, engine: 'aurora-postgresql', engineVersion: '16.6' };
  return add(CLUSTER, name, { ...inputs, availabilityZones }, { id: `shop-${name}` });
}

/** Members of a cluster, one for each zone letter; `?` leaves the zone to AWS. */
function members(add: Add, of: Added, name: string, letters: string): void {
  [...letters].forEach((letter, index) => {
    add(MEMBER, `${name}-${index}`, {
      clusterIdentifier: of.ref('id'),
      engine: 'aurora-postgresql',
      instanceClass: 'db.r6g.large',
      ...(letter !== '?' && { availabilityZone: `us-east-1${letter}` }),
    });
  });
}

export const cases: readonly RuleCase[] = [
  {
    title: 'a cluster has a member in each of two zones',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        members(add, cluster(add, 'cluster'), 'member', 'ab');
      }),
    ],
    expect: [{ name: 'cluster', verdict: 'pass' }],
  },
  {
    title: 'members are counted, not the zones of the storage',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        members(add, cluster(add, 'single'), 'single-member', 'a');
        cluster(add, 'none');
      }),
    ],
    expect: [
      { name: 'single', verdict: 'fail' },
      { name: 'none', verdict: ['fail', 'unknown'] },
    ],
  },
  {
    title: 'members in one zone fall with it',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        members(add, cluster(add, 'cluster'), 'member', 'bbb');
      }),
    ],
    expect: [{ name: 'cluster', verdict: 'fail', messageIncludes: 'us-east-1b' }],
  },
  {
    title: 'the members of another cluster do not count',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        members(add, cluster(add, 'rich'), 'rich-member', 'abc');
        members(add, cluster(add, 'poor'), 'poor-member', 'a');
      }),
    ],
    expect: [
      { name: 'rich', verdict: 'pass' },
      { name: 'poor', verdict: 'fail' },
    ],
  },
  {
    title: 'in a first preview the edges tell the members, though no id is known',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        members(add, cluster(add, 'rich'), 'rich-member', 'ab');
        members(add, cluster(add, 'single'), 'single-member', 'a');
        members(add, cluster(add, 'narrow'), 'narrow-member', 'cc');
      }),
    ],
    expect: [
      { name: 'rich', verdict: 'pass' },
      { name: 'single', verdict: 'fail' },
      { name: 'narrow', verdict: 'fail' },
    ],
  },
  {
    title: 'zones that AWS will choose are open where they decide',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        members(add, cluster(add, 'open'), 'open-member', '??');
        members(add, cluster(add, 'half-open'), 'half-open-member', 'a?');
        members(add, cluster(add, 'enough'), 'enough-member', 'ab?');
        members(add, cluster(add, 'single'), 'single-member', '?');
      }),
    ],
    expect: [
      { name: 'open', verdict: ['pending', 'unknown'] },
      { name: 'half-open', verdict: ['pending', 'unknown'] },
      { name: 'enough', verdict: 'pass' },
      { name: 'single', verdict: 'fail' },
    ],
  },
  {
    title: 'a deployed member whose zone is not told is not known',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        members(add, cluster(add, 'cluster'), 'member', 'a?');
      }),
    ],
    expect: [{ name: 'cluster', verdict: 'unknown' }],
  },
  {
    title: 'the zone that AWS chose is in the outputs',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        const one = cluster(add, 'cluster');
        for (const [index, availabilityZone] of ['us-east-1a', 'us-east-1c'].entries()) {
          add(
            MEMBER,
            `member-${index}`,
            { clusterIdentifier: one.ref('id'), instanceClass: 'db.r6g.large' },
            { computed: { availabilityZone } },
          );
        }
      }),
    ],
    expect: [{ name: 'cluster', verdict: 'pass' }],
  },
  {
    title: 'members may stand in another stack, and refer to the cluster by its name alone',
    stacks: [
      stackOf({ name: 'data' }, (add) => {
        cluster(add, 'cluster');
      }),
      stackOf({ name: 'members' }, (add) => {
        for (const letter of 'ab') {
          add(MEMBER, `member-${letter}`, {
            clusterIdentifier: 'shop-cluster',
            instanceClass: 'db.r6g.large',
            availabilityZone: `us-east-1${letter}`,
          });
        }
      }),
    ],
    expect: [{ name: 'cluster', verdict: 'pass' }],
  },
  {
    title: 'a cluster whose members are in a stack that is not examined never passes',
    stacks: [
      stackOf({ name: 'data' }, (add) => {
        add(
          CLUSTER,
          'cluster',
          { clusterIdentifier: 'shop-cluster', engine: 'aurora-postgresql' },
          { computed: { clusterMembers: ['shop-1', 'shop-2'], availabilityZones: ['us-east-1a', 'us-east-1b'] } },
        );
      }),
    ],
    expect: [{ name: 'cluster', verdict: ['unknown', 'fail'] }],
  },
  {
    title: 'a member that waits to be deleted is no member',
    stacks: [
      (() => {
        const stack = stackOf({ name: 'prod' }, (add) => {
          members(add, cluster(add, 'cluster'), 'member', 'ab');
        });
        const resources = stack.resources.map((one) =>
          one.urn.endsWith('::member-1') ? { ...one, delete: true } : one,
        );
        return { ...stack, resources };
      })(),
    ],
    expect: [{ name: 'cluster', verdict: 'fail' }],
  },
  {
    title: 'a member of a cluster that is not known yet counts for none',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        members(add, cluster(add, 'cluster'), 'member', 'a');
        add(MEMBER, 'stray', { clusterIdentifier: UNKNOWN, availabilityZone: 'us-east-1b' });
      }),
    ],
    expect: [{ name: 'cluster', verdict: ['fail', 'unknown', 'pending'] }],
  },
  {
    title: 'a Multi-AZ DB cluster has its three instances without members of its own',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(CLUSTER, 'cluster', {
          engine: 'postgres',
          dbClusterInstanceClass: 'db.r6gd.large',
          storageType: 'io1',
          iops: 1000,
          allocatedStorage: 100,
        });
      }),
    ],
    expect: [{ name: 'cluster', verdict: ['pass', 'not-applicable'] }],
  },
  {
    title: 'other resources are not this control’s',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add('aws:rds/instance:Instance', 'database', { engine: 'postgres', multiAz: false });
      }),
    ],
    expect: [],
  },
  {
    title: 'a member that cannot be read is an error of its cluster, and the others keep their verdicts',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        const one = cluster(add, 'broken');
        add(
          MEMBER,
          'broken-member',
          { clusterIdentifier: one.ref('id'), availabilityZone: 'us-east-1a' },
          { broken: ['availabilityZone'] },
        );
        members(add, one, 'broken-other', 'b');
        members(add, cluster(add, 'poor'), 'poor-member', 'a');
        members(add, cluster(add, 'rich'), 'rich-member', 'ab');
      }),
    ],
    expect: [
      { name: 'broken', verdict: 'error' },
      { name: 'broken-member', verdict: ['error', 'pass', 'not-applicable'] },
      { name: 'poor', verdict: 'fail' },
      { name: 'rich', verdict: 'pass' },
    ],
  },
];

const good = 'a cluster has a member in each of two zones';

export const mutations: readonly Mutation[] = [
  {
    of: good,
    edit: 'a member is taken away',
    mutate: (stacks) => drop(stacks, 'member-1'),
    expect: [{ name: 'cluster', verdict: 'fail' }],
  },
  {
    of: good,
    edit: 'a member moves into the zone of the other',
    mutate: (stacks) => set(pick(stacks, 'member-1'), { availabilityZone: 'us-east-1a' }),
    expect: [{ name: 'cluster', verdict: 'fail' }],
  },
];
