import { AwsError } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import {
  type ClusterRecord,
  clusters,
  dbInstances,
  type GlobalClusterRecord,
  globalClusters,
  type InstanceRecord,
  partsOfArn,
} from './records.ts';

/** The cluster that a caller names by id, or by an ARN of the caller's region. Throws DBClusterNotFoundFault. */
export function findCluster(call: Call, identifier: string | undefined): ClusterRecord {
  const id = idOf(identifier);
  const cluster = clusters(call.world).get(`${call.region}/${id}`);
  if (cluster) return cluster;
  throw new AwsError('DBClusterNotFoundFault', `there is no DB cluster ${id} in ${call.region}`, { status: 404 });
}

/** Throws DBInstanceNotFound. */
export function findInstance(call: Call, identifier: string | undefined): InstanceRecord {
  const id = idOf(identifier);
  const instance = dbInstances(call.world).get(`${call.region}/${id}`);
  if (instance) return instance;
  throw new AwsError('DBInstanceNotFound', `there is no DB instance ${id} in ${call.region}`, { status: 404 });
}

/** Global clusters are found from every region. Throws GlobalClusterNotFoundFault. */
export function findGlobal(call: Call, identifier: string | undefined): GlobalClusterRecord {
  const id = (identifier ?? '').toLowerCase();
  const global = globalClusters(call.world).get(id);
  if (global) return global;
  throw new AwsError('GlobalClusterNotFoundFault', `there is no global cluster ${id}`, { status: 404 });
}

/** RDS keeps identifiers in lower case, and takes an ARN in their place. */
export function idOf(identifier: string | undefined): string {
  const name = (identifier ?? '').toLowerCase();
  return name.startsWith('arn:') ? partsOfArn(name).id : name;
}

/** Refuses identifiers that RDS does: letters, digits and hyphens, a letter first, no hyphen last or twice. */
export function newIdentifier(identifier: string | undefined, what: string): string {
  const id = (identifier ?? '').toLowerCase();
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id) && id.length <= 63) return id;
  throw new AwsError(
    'InvalidParameterValue',
    `${what} ${JSON.stringify(id)} must be 1 to 63 letters, digits and single hyphens, and begin with a letter`,
  );
}
