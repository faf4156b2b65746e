import { anyOf, type Resource, type Scope } from 'evenkeel/policy';

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
  return estate.all(resource.type).filter((other) => {
    if (systemOf(other) !== systemOf(resource) || other.region === resource.region) return false;
    return anyOf(
      () => isBound(resource, other),
      () => roleOf(resource) === roleOf(other),
    );
  });
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

function isBound(a: Resource, b: Resource): boolean {
  if (a.type === CLUSTER) return globalOf(a) !== undefined && globalOf(a) === globalOf(b);
  if (a.type === INSTANCE) return leadsTo(a, b, 'replicateSourceDb') || leadsTo(b, a, 'replicateSourceDb');
  return a.type === BUCKET && (replicates(a, b) || replicates(b, a));
}

function globalOf(cluster: Resource): string | undefined {
  const global = cluster.to('globalClusterIdentifier', GLOBAL);
  return global?.isSeen ? global.urn : cluster.text('globalClusterIdentifier');
}

function replicates(from: Resource, to: Resource): boolean {
  return from.from(REPLICATION, 'bucket').some((config) => leadsTo(config, to, 'rules.destination.bucket'));
}

function leadsTo(from: Resource, to: Resource, path: string): boolean {
  return from.toAll(path, to.type).some((found) => found.isSeen && found.urn === to.urn);
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
