import { UNKNOWN } from '../../../../src/lib/property.ts';
import {
  type Add,
  type Added,
  drop,
  type Given,
  type MutableStack,
  type Mutation,
  pick,
  type RuleCase,
  set,
  stackOf,
} from '../build.ts';
import { all, OPEN } from '../encryption/builders.ts';

/** "Each critical resource has the required alarm set for its type (e.g. UnHealthyHostCount, FreeStorageSpace, ReplicaLag)." */
const ALARM = 'aws:cloudwatch/metricAlarm:MetricAlarm';
const BALANCER = 'aws:lb/loadBalancer:LoadBalancer';
const DATABASE = 'aws:rds/instance:Instance';
const CRITICAL = { tier: '1' };

const METRICS = {
  'AWS/ApplicationELB': [
    'UnHealthyHostCount',
    'HealthyHostCount',
    'HTTPCode_ELB_5XX_Count',
    'HTTPCode_Target_5XX_Count',
    'TargetResponseTime',
    'RejectedConnectionCount',
  ],
  'AWS/RDS': [
    'FreeStorageSpace',
    'CPUUtilization',
    'FreeableMemory',
    'DatabaseConnections',
    'DiskQueueDepth',
    'ReadLatency',
    'WriteLatency',
  ],
  'AWS/AutoScaling': ['GroupInServiceInstances', 'GroupDesiredCapacity'],
  'AWS/EC2': ['CPUUtilization', 'StatusCheckFailed'],
  'AWS/DynamoDB': [
    'ThrottledRequests',
    'ReadThrottleEvents',
    'WriteThrottleEvents',
    'SystemErrors',
    'UserErrors',
    'SuccessfulRequestLatency',
    'ConsumedReadCapacityUnits',
    'ConsumedWriteCapacityUnits',
  ],
  'AWS/ElastiCache': [
    'CPUUtilization',
    'EngineCPUUtilization',
    'DatabaseMemoryUsagePercentage',
    'FreeableMemory',
    'Evictions',
    'CurrConnections',
    'ReplicationLag',
    'SwapUsage',
  ],
  'AWS/ECS': ['CPUUtilization', 'MemoryUtilization'],
  'ECS/ContainerInsights': ['RunningTaskCount', 'DesiredTaskCount', 'PendingTaskCount'],
} as const;

function alarm(
  add: Add,
  name: string,
  namespace: string,
  metricName: string,
  dimensions: Readonly<Record<string, Given>>,
): void {
  add(ALARM, name, {
    namespace,
    metricName,
    dimensions,
    comparisonOperator: 'GreaterThanThreshold',
    evaluationPeriods: 3,
    period: 60,
    statistic: 'Average',
    threshold: 1,
    alarmActions: ['arn:aws:sns:us-east-1:111122223333:pager'],
  });
}

function alarms(
  add: Add,
  prefix: string,
  namespace: keyof typeof METRICS,
  dimensions: Readonly<Record<string, Given>>,
): void {
  for (const metric of METRICS[namespace]) alarm(add, `${prefix}-${metric}`, namespace, metric, dimensions);
}

function balancer(add: Add, name: string, tags: Readonly<Record<string, string>> = CRITICAL): Added {
  const arnSuffix = `app/${name}/50dc6c495c0c9188`;
  return add(BALANCER, name, { loadBalancerType: 'application', tags }, { computed: { arnSuffix } });
}

function behind(add: Add, front: Added): void {
  const group = add(
    'aws:lb/targetGroup:TargetGroup',
    'targets',
    { port: 80 },
    { computed: { arnSuffix: 'targetgroup/targets/73e2d6bc24d8a067' } },
  );
  const listener = { loadBalancerArn: front.ref('arn'), port: 443 };
  add('aws:lb/listener:Listener', 'listener', {
    ...listener,
    defaultActions: [{ type: 'forward', targetGroupArn: group.ref('arn') }],
  });
  alarms(add, 'front', 'AWS/ApplicationELB', {
    LoadBalancer: front.ref('arnSuffix'),
    TargetGroup: group.ref('arnSuffix'),
  });
  alarm(add, 'front-5xx-whole', 'AWS/ApplicationELB', 'HTTPCode_ELB_5XX_Count', {
    LoadBalancer: front.ref('arnSuffix'),
  });
}

function database(add: Add, name: string, more: Parameters<Add>[2] = {}): Added {
  const inputs = { identifier: `shop-${name}`, engine: 'postgres', instanceClass: 'db.m7g.large', tags: CRITICAL };
  return add(DATABASE, name, { ...inputs, ...more });
}

function watched(add: Add, name: string, more: Parameters<Add>[2] = {}): Added {
  const added = database(add, name, more);
  alarms(add, name, 'AWS/RDS', { DBInstanceIdentifier: added.ref('identifier') });
  return added;
}

function data(add: Add): void {
  const writer = watched(add, 'orders');
  watched(add, 'replica', { replicateSourceDb: writer.ref('identifier') });
  alarm(add, 'replica-lag', 'AWS/RDS', 'ReplicaLag', { DBInstanceIdentifier: 'shop-replica' });
}

export const cases: readonly RuleCase[] = [
  {
    title: 'a balancer of tier 1, and the databases behind it, have the alarms of their types',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        behind(add, balancer(add, 'front'));
        data(add);
      }),
    ],
    expect: all(['front', 'orders', 'replica'], 'pass'),
  },
  {
    title: 'what is critical and has no alarm fails',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        balancer(add, 'front');
        database(add, 'orders');
        add('aws:autoscaling/group:Group', 'fleet', {
          minSize: 2,
          maxSize: 4,
          tags: [{ key: 'tier', value: '1', propagateAtLaunch: true }],
        });
        add('aws:dynamodb/table:Table', 'carts', { hashKey: 'id', tags: CRITICAL });
        add('aws:elasticache/replicationGroup:ReplicationGroup', 'sessions', {
          description: 'sessions',
          tags: CRITICAL,
        });
        add('aws:ecs/service:Service', 'web', { desiredCount: 2, tags: CRITICAL });
      }),
    ],
    expect: all(['front', 'orders', 'fleet', 'carts', 'sessions', 'web'], 'fail'),
  },
  {
    title: 'tables, groups, caches and services have alarms of their own',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        const tags = [{ key: 'tier', value: '1', propagateAtLaunch: true }];
        const fleet = add('aws:autoscaling/group:Group', 'fleet', { name: 'fleet', minSize: 2, maxSize: 4, tags });
        for (const space of ['AWS/AutoScaling', 'AWS/EC2'] as const)
          alarms(add, `fleet-${space.slice(4)}`, space, { AutoScalingGroupName: fleet.ref('name') });
        const carts = add('aws:dynamodb/table:Table', 'carts', { name: 'carts', hashKey: 'id', tags: CRITICAL });
        alarms(add, 'carts', 'AWS/DynamoDB', { TableName: carts.ref('name') });
        const group = { replicationGroupId: 'sessions', description: 'sessions', tags: CRITICAL };
        const members = { memberClusters: ['sessions-001', 'sessions-002'] };
        const sessions = add('aws:elasticache/replicationGroup:ReplicationGroup', 'sessions', group, {
          computed: members,
        });
        alarms(add, 'sessions', 'AWS/ElastiCache', { ReplicationGroupId: sessions.ref('replicationGroupId') });
        for (const CacheClusterId of members.memberClusters)
          alarms(add, CacheClusterId, 'AWS/ElastiCache', { CacheClusterId });
        const cluster = add('aws:ecs/cluster:Cluster', 'cluster', { name: 'shop' });
        const web = add('aws:ecs/service:Service', 'web', {
          name: 'web',
          cluster: cluster.ref('arn'),
          desiredCount: 2,
          tags: CRITICAL,
        });
        for (const space of ['AWS/ECS', 'ECS/ContainerInsights'] as const)
          alarms(add, `web-${space.slice(0, 3)}`, space, {
            ClusterName: cluster.ref('name'),
            ServiceName: web.ref('name'),
          });
      }),
    ],
    expect: all(['fleet', 'carts', 'sessions', 'web'], 'pass'),
  },
  {
    title: 'what is not critical is not meant',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        balancer(add, 'front', { tier: '3' });
        database(add, 'orders', { tags: { tier: '3' } });
      }),
    ],
    expect: all(['front', 'orders'], 'not-applicable'),
  },
  {
    title: 'alarms of another database, or of another region, do not count',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        watched(add, 'orders');
        database(add, 'lonely');
      }),
      stackOf(
        { name: 'west', region: 'us-west-2' },
        (add) => void alarms(add, 'far', 'AWS/RDS', { DBInstanceIdentifier: 'shop-lonely' }),
      ),
    ],
    expect: [
      { name: 'orders', verdict: 'pass' },
      { name: 'lonely', verdict: 'fail' },
    ],
  },
  {
    title: 'in a preview the edges tell whose alarm it is; a tier that is not known is not decided',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        behind(add, balancer(add, 'front'));
        data(add);
        database(add, 'bare');
        balancer(add, 'open', { tier: UNKNOWN });
      }),
    ],
    expect: [
      ...all(['front', 'orders', 'replica'], ['pass', ...OPEN]),
      { name: 'bare', verdict: ['fail', ...OPEN] },
      { name: 'open', verdict: OPEN },
    ],
  },
];

const of = 'a balancer of tier 1, and the databases behind it, have the alarms of their types';
const taken = (what: string, name: string, ...alarmNames: readonly string[]) => ({
  of,
  edit: `${name} has no alarm ${what}`,
  mutate: (stacks: MutableStack[]) => drop(stacks, ...alarmNames),
  expect: [{ name, verdict: 'fail' as const, messageIncludes: what }],
});
const other = (edit: string, name: string, properties: Parameters<typeof set>[1], expected: string) => ({
  of,
  edit,
  mutate: (stacks: MutableStack[]) => {
    set(pick(stacks, name), properties);
    pick(stacks, name).propertyDependencies = {};
  },
  expect: [{ name: expected, verdict: 'fail' as const }],
});

export const mutations: readonly Mutation[] = [
  taken('UnHealthyHostCount', 'front', 'front-UnHealthyHostCount'),
  taken('FreeStorageSpace', 'orders', 'orders-FreeStorageSpace'),
  taken('ReplicaLag', 'replica', 'replica-lag'),
  other('an alarm watches another metric', 'orders-FreeStorageSpace', { metricName: 'BinLogDiskUsage' }, 'orders'),
  other(
    'an alarm watches another database',
    'replica-lag',
    { dimensions: { DBInstanceIdentifier: 'shop-other' } },
    'replica',
  ),
  other(
    'an alarm watches another balancer',
    'front-UnHealthyHostCount',
    { dimensions: { LoadBalancer: 'app/other/1' } },
    'front',
  ),
  other('an alarm is of another namespace', 'orders-FreeStorageSpace', { namespace: 'AWS/DocDB' }, 'orders'),
  other('an alarm stands in another region', 'orders-FreeStorageSpace', { region: 'us-west-2' }, 'orders'),
];
