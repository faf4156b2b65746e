import type { CreateDBClusterMessage } from '@aws-sdk/client-rds';
import { AwsError } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import { isRegionUp } from '../../physics/faults.ts';
import type { World } from '../../world.ts';
import { clusterByArnOrRefuse } from './cluster-defaults.ts';
import { findGlobal } from './find.ts';
import { refuseWhileMoving } from './global-cluster.ts';
import { type ClusterRecord, type GlobalClusterRecord, partsOfArn, putGlobal, writerOfGlobal } from './records.ts';

/** A cluster about to become a member: of a global cluster with a primary, or as its first member. */
export interface Joining {
  readonly global: GlobalClusterRecord;
  readonly primary?: ClusterRecord | undefined;
}

/** Secondary regions that a global database can have (refusals, GDB-07). */
const SECONDARIES = 10;

/** What stands against a new member. `undefined` for a cluster that joins no global cluster. */
export function refuseJoining(input: CreateDBClusterMessage, id: string, call: Call): Joining | undefined {
  if (input.GlobalClusterIdentifier === undefined) return undefined;
  if (input.ManageMasterUserPassword) {
    throw new AwsError('InvalidParameterCombination', 'members of a global cluster cannot have a managed password', {
      row: 'GDB-01',
    });
  }
  const global = findGlobal(call, input.GlobalClusterIdentifier);
  if (input.Engine !== global.engine) {
    throw new AwsError(
      'InvalidParameterCombination',
      `${global.id} has the engine ${global.engine}, not ${input.Engine}`,
    );
  }
  const writer = writerOfGlobal(global);
  if (!writer) return { global };
  refuseWhileMoving(global);
  const primary = clusterByArnOrRefuse(call.world, writer.clusterArn);
  refuseCredentials(input);
  refuseUnreadyPrimary(primary, call.world);
  refusePlace(global, id, call);
  return { global, primary };
}

/** Enters a new cluster as a member: the first one writes. */
export function joinGlobal(world: World, global: GlobalClusterRecord, cluster: ClusterRecord): void {
  const isWriter = global.members.length === 0;
  putGlobal(world, {
    ...global,
    members: [...global.members, { clusterArn: cluster.arn, isWriter, resyncing: false }],
    ...(isWriter && { endpointTarget: cluster.arn }),
  });
}

function refuseCredentials(input: CreateDBClusterMessage): void {
  if (input.MasterUsername !== undefined || input.MasterUserPassword !== undefined) {
    throw new AwsError('InvalidParameterCombination', 'a secondary takes user and password from the primary', {
      row: 'GDB-03',
    });
  }
  if (input.DatabaseName !== undefined) {
    throw new AwsError('InvalidParameterCombination', 'a secondary takes its database from the primary', {
      row: 'GDB-04',
    });
  }
}

function refuseUnreadyPrimary(primary: ClusterRecord, world: World): void {
  if (primary.managesPassword) {
    throw new AwsError('InvalidParameterCombination', `${primary.id} manages its password in Secrets Manager`, {
      row: 'GDB-02',
    });
  }
  if (primary.status === 'available' && isRegionUp(world, primary.region)) return;
  throw new AwsError('InvalidGlobalClusterStateFault', `the primary ${primary.arn} is not available`);
}

function refusePlace(global: GlobalClusterRecord, id: string, call: Call): void {
  const members = global.members.map((member) => partsOfArn(member.clusterArn));
  if (members.some((member) => member.region === call.region)) {
    throw new AwsError('InvalidDBClusterStateFault', `${global.id} has a member in ${call.region} already`, {
      row: 'GDB-06',
    });
  }
  if (members.some((member) => member.id === id)) {
    throw new AwsError('DBClusterAlreadyExistsFault', `a member of ${global.id} in another region is called ${id}`, {
      row: 'GDB-08',
    });
  }
  if (members.length > SECONDARIES) {
    throw new AwsError('InvalidGlobalClusterStateFault', `${global.id} has ${SECONDARIES} secondary regions already`, {
      row: 'GDB-07',
    });
  }
}
