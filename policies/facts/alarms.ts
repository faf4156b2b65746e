import { attempt, type Block, firstOf, type Resource, type Scope } from 'evenkeel/policy';
import { BALANCER, INSTANCE, TABLE } from './counterparts.ts';
import { isSamePlace } from './place.ts';

export const ALARM = 'aws:cloudwatch/metricAlarm:MetricAlarm';
export const FLEET = 'aws:autoscaling/group:Group';
export const CACHE = 'aws:elasticache/replicationGroup:ReplicationGroup';
export const SERVICE = 'aws:ecs/service:Service';
const CONTAINERS = 'aws:ecs/cluster:Cluster';

/** How the metrics of a type name a resource of it. */
interface Naming {
  readonly namespaces: readonly string[];
  /** By each dimension that does, the values that are the resource. */
  readonly dimensions: Readonly<Record<string, (resource: Resource) => readonly (string | undefined)[]>>;
}

/**
 * Source: "AWS services that publish CloudWatch metrics" and the page of dimensions of each service, Amazon CloudWatch User Guide (read
 * 2026-11). Metrics of a replication group are those of its nodes.
 */
const NAMING: Readonly<Record<string, Naming>> = {
  [BALANCER]: {
    namespaces: ['AWS/ApplicationELB', 'AWS/NetworkELB', 'AWS/GatewayELB'],
    dimensions: {
      LoadBalancer: (one) => [one.text('arnSuffix'), one.text('arn')?.split(':loadbalancer/')[1]],
    },
  },
  [INSTANCE]: {
    namespaces: ['AWS/RDS'],
    dimensions: { DBInstanceIdentifier: (one) => [one.text('identifier')] },
  },
  [FLEET]: {
    namespaces: ['AWS/AutoScaling', 'AWS/EC2'],
    dimensions: { AutoScalingGroupName: (one) => [one.text('name')] },
  },
  [TABLE]: { namespaces: ['AWS/DynamoDB'], dimensions: { TableName: (one) => [one.text('name')] } },
  [CACHE]: {
    namespaces: ['AWS/ElastiCache'],
    dimensions: {
      ReplicationGroupId: (one) => [one.text('replicationGroupId')],
      CacheClusterId: (one) => one.texts('memberClusters'),
    },
  },
  [SERVICE]: {
    namespaces: ['AWS/ECS', 'ECS/ContainerInsights'],
    dimensions: { ServiceName: (one) => [one.text('name')] },
  },
};

/**
 * Metrics that need an alarm, by type: those of AWS's own recommendation that tell of an outage to come whatever the load is meant to
 * be. Source: "Recommended alarms", Amazon CloudWatch User Guide; for balancers "CloudWatch metrics for your Application Load Balancer",
 * Elastic Load Balancing (both read 2026-11).
 */
export const METRICS_WANTED = {
  [BALANCER]: ['UnHealthyHostCount', 'HTTPCode_ELB_5XX_Count'],
  [INSTANCE]: ['FreeStorageSpace', 'CPUUtilization', 'FreeableMemory', 'ReplicaLag'],
  [FLEET]: ['GroupInServiceInstances|GroupInServiceCapacity'],
  [TABLE]: ['ReadThrottleEvents|ThrottledRequests', 'WriteThrottleEvents|ThrottledRequests', 'SystemErrors'],
  [CACHE]: ['CPUUtilization|EngineCPUUtilization', 'DatabaseMemoryUsagePercentage', 'ReplicationLag'],
  [SERVICE]: ['CPUUtilization', 'MemoryUtilization'],
};

/** Metrics that only some resources of their type have. Source: the pages of metrics of each service (read 2026-11). */
const ONLY_FOR: Readonly<Record<string, (resource: Resource) => boolean>> = {
  HTTPCode_ELB_5XX_Count: (balancer) => balancer.readOr('loadBalancerType', 'application') === 'application',
  ReplicaLag: (instance) => instance.isGiven('replicateSourceDb'),
  ReplicationLag: (cache) =>
    Number(cache.readOr('numCacheClusters', 1)) > 1 || Number(cache.readOr('replicasPerNodeGroup', 0)) > 0,
};

/** Those of the metrics wanted for its type that a resource has. */
export function metricsOf(resource: Resource, wanted: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return (wanted[resource.type] ?? []).filter((metric) => ONLY_FOR[metric]?.(resource) ?? true);
}

/** A metric that an alarm watches, by itself or in an expression of several. */
interface Watch {
  readonly alarm: Resource;
  readonly block: Block;
  /** Where the metric stands in the block. */
  readonly at: string;
  /** False where it is not known yet whose metric it is. */
  readonly isCertain: boolean;
}

/** Whether an alarm of the estate watches one of some metrics of the resource, in the resource's own region. */
export function isWatched(resource: Resource, metrics: readonly string[], estate: Scope): boolean {
  const namespaces = NAMING[resource.type]?.namespaces ?? [];
  const isMeant = (watch: Watch) => {
    const { block, at } = watch;
    const isOfMetric = () => metrics.includes(block.text(`${at}metricName`) ?? '');
    const isOfType = () => namespaces.includes(block.text(`${at}namespace`) ?? '');
    return isHere(watch, resource) && isOfMetric() && isOfType();
  };
  return firstOf(watchesOf(resource, estate), isMeant) !== undefined;
}

function watchesOf(resource: Resource, estate: Scope): readonly Watch[] {
  const index = indexOf(estate);
  const named = Object.entries(NAMING[resource.type]?.dimensions ?? {}).flatMap(([dimension, valuesOf]) => {
    const values = attempt(() => valuesOf(resource));
    return 'value' in values ? values.value.map((value) => `${dimension}=${value}`) : [];
  });
  return [...new Set([resource.urn, openOf(resource.type), ...named])].flatMap((key) => index.get(key) ?? []);
}

const INDICES = new WeakMap<Scope, ReadonlyMap<string, readonly Watch[]>>();

/** The watches of an estate by what they name: `TableName=carts`, or a URN where the value is not known and an edge leads there. */
function indexOf(estate: Scope): ReadonlyMap<string, readonly Watch[]> {
  const known = INDICES.get(estate);
  if (known !== undefined) return known;
  const keyed = estate.all(ALARM).flatMap((alarm) => watchedBy(alarm).flatMap((metric) => keysOf(alarm, metric)));
  const groups = Map.groupBy(keyed, ({ key }) => key);
  const index = new Map([...groups].map(([key, group]) => [key, group.map(({ watch }) => watch)]));
  INDICES.set(estate, index);
  return index;
}

type Metric = Pick<Watch, 'block' | 'at'>;

/** The metric of an alarm, and those of its expression. */
function watchedBy(alarm: Resource): readonly Metric[] {
  const queries = attempt(() => alarm.list('metricQueries'));
  const ofQueries = 'value' in queries ? queries.value.map((block) => ({ block, at: 'metric.' })) : [];
  return [{ block: alarm, at: '' }, ...ofQueries];
}

function keysOf(alarm: Resource, { block, at }: Metric): readonly { readonly key: string; readonly watch: Watch }[] {
  return Object.entries(NAMING).flatMap(([type, { dimensions }]) =>
    Object.keys(dimensions).flatMap((dimension) => {
      const path = `${at}dimensions.${dimension}`;
      const value = attempt(() => block.text(path));
      const keyed = (key: string, isCertain: boolean) => ({ key, watch: { alarm, block, at, isCertain } });
      if ('value' in value) return value.value === undefined ? [] : [keyed(`${dimension}=${value.value}`, true)];
      return block.toAll(path, type).map((target) => {
        return target.isSeen ? keyed(target.urn, target.isCertain) : keyed(openOf(type), false);
      });
    }),
  );
}

/** The key of watches that may be of any resource of a type. */
function openOf(type: string): string {
  return `any ${type}`;
}

/** Names are unique within a region, and a service's within its cluster. */
function isHere({ alarm, block, at }: Watch, resource: Resource): boolean {
  if (!isSamePlace(alarm, resource)) return false;
  const wanted = block.text(`${at}dimensions.ClusterName`);
  return resource.type !== SERVICE || wanted === undefined || wanted === clusterNameOf(resource);
}

function clusterNameOf(service: Resource): string | undefined {
  const cluster = service.to('cluster', CONTAINERS);
  return cluster?.isSeen === true ? cluster.text('name') : service.text('cluster')?.split('/').at(-1);
}
