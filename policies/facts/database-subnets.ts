import { type Resource, Undecided } from 'evenkeel/policy';
import { SUBNET } from './routes.ts';

export const DATABASE_SUBNETS = 'aws:rds/subnetGroup:SubnetGroup';
export const WAREHOUSE_SUBNETS = 'aws:redshift/subnetGroup:SubnetGroup';
const CLUSTER = 'aws:rds/cluster:Cluster';
const WAREHOUSE = 'aws:redshift/cluster:Cluster';
const MEMBER = 'aws:rds/clusterInstance:ClusterInstance';

/**
 * The subnets that a database stands in, by its subnet group; of a cluster's member by the cluster's. Without a group it stands in the
 * default VPC, which is not told. Source: "Working with a DB instance in a VPC", Amazon RDS User Guide (read 2026-11).
 */
export function subnetsOf(database: Resource): readonly Resource[] {
  if (database.type === WAREHOUSE) return inGroup(database, 'clusterSubnetGroupName', WAREHOUSE_SUBNETS);
  if (database.type !== MEMBER || database.isGiven('dbSubnetGroupName'))
    return inGroup(database, 'dbSubnetGroupName', DATABASE_SUBNETS);
  const cluster = database.to('clusterIdentifier', CLUSTER);
  if (cluster === undefined) throw new Undecided('clusterIdentifier', 'not told');
  return inGroup(cluster, 'dbSubnetGroupName', DATABASE_SUBNETS);
}

function inGroup(database: Resource, property: string, type: string): readonly Resource[] {
  const group = database.to(property, type);
  if (group === undefined) throw new Undecided(property, 'not told: it is perhaps in the default VPC');
  const subnets = group.toAll('subnetIds', SUBNET);
  if (subnets.length === 0) throw new Undecided('subnetIds', 'not told');
  return subnets;
}
