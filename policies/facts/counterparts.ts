import type { Resource, Scope } from 'evenkeel/policy';

export const BALANCER = 'aws:lb/loadBalancer:LoadBalancer';
export const BUCKET = 'aws:s3/bucket:Bucket';
export const CLUSTER = 'aws:rds/cluster:Cluster';
export const GLOBAL = 'aws:rds/globalCluster:GlobalCluster';
export const INSTANCE = 'aws:rds/instance:Instance';
export const MEMBER = 'aws:rds/clusterInstance:ClusterInstance';
export const TABLE = 'aws:dynamodb/table:Table';
export const TABLE_REPLICA = 'aws:dynamodb/tableReplica:TableReplica';
export const REPLICATION = 'aws:s3/bucketReplicationConfig:BucketReplicationConfig';

/**
 * What stands for a resource at the other sites of its system: of the same type, service and environment, in another region, and
 * either bound to it (a global database, a replica, a replication) or of its name, whatever the name says of sites.
 */
export function counterpartsOf(resource: Resource, estate: Scope): readonly Resource[] {
  const named = estate
    .having(resource.type, identityOf, identityOf(resource))
    .filter((other) => roleOf(other) === roleOf(resource));
  const bound = boundTo(resource, estate).filter((other) => systemOf(other) === systemOf(resource));
  return [...named, ...bound].filter((other) => other.region !== resource.region);
}

/** The service and environment that a resource belongs to, by its tags; `undefined` where it tells no service. */
export function systemOf(resource: Resource): string | undefined {
  const service = resource.tag('service');
  return service === undefined ? undefined : `${service}, ${resource.tag('environment') ?? 'no environment'}`;
}

/** The regions of a table's replicas: a global table stands at its other sites itself. */
export function replicaRegions(table: Resource): readonly string[] {
  const inline = table.list('replicas').map((replica) => String(replica.need('regionName')));
  return [...inline, ...table.from(TABLE_REPLICA, 'globalTableArn').map((replica) => replica.region)];
}

function boundTo(resource: Resource, estate: Scope): readonly Resource[] {
  const { type } = resource;
  if (type === CLUSTER) return inGlobalOf(resource, estate);
  const replicas = type === INSTANCE ? [...resource.toAll(SOURCE, type), ...resource.from(type, SOURCE)] : [];
  const out = type === BUCKET ? resource.from(REPLICATION, 'bucket') : [];
  const into = type === BUCKET ? resource.from(REPLICATION, DESTINATION) : [];
  const buckets = [
    ...out.flatMap((one) => one.toAll(DESTINATION, type)),
    ...into.flatMap((one) => one.toAll('bucket', type)),
  ];
  return [...replicas, ...buckets].filter(({ isSeen }) => isSeen);
}

const SOURCE = 'replicateSourceDb';
const DESTINATION = 'rules.destination.bucket';

/** The members of a cluster's global database, whether or not that is in a checkpoint. */
export function inGlobalOf(cluster: Resource, estate: Scope): readonly Resource[] {
  const global = cluster.to('globalClusterIdentifier', GLOBAL);
  if (global?.isSeen) return global.from(CLUSTER, 'globalClusterIdentifier');
  return global === undefined ? [] : estate.having(CLUSTER, globalNameOf, globalNameOf(cluster));
}

function globalNameOf(cluster: Resource): string | undefined {
  return cluster.text('globalClusterIdentifier');
}

function identityOf(resource: Resource): string {
  return `${systemOf(resource)}: ${roleOf(resource)}`;
}

/** A name without what it says of its site: `carts-use1` and `carts-west` are `carts`. */
function roleOf({ region, name }: Resource): string {
  const words = name
    .toLowerCase()
    .replaceAll(region, '')
    .split(/[^a-z0-9]+/);
  return words.filter((word) => word !== '' && word !== shortOf(region) && !SITE_WORDS.includes(word)).join('-');
}

const SITE_WORDS = 'primary secondary standby dr active passive east west north south central'.split(' ');

/** `us-east-1` as `use1`, `ap-southeast-2` as `apse2`. */
function shortOf(region: string): string {
  const [area = '', direction = '', number = ''] = region.split('-');
  const letters = direction
    .replace(/^(n|s)(?:orth|outh)(?=e|w)/, '$1')
    .replace(/(east|west|north|south|central)$/, (word) => word.charAt(0));
  return area + letters + number;
}
