import type { Rds } from './api.ts';
import { clusterHandlers } from './cluster.ts';
import { clusterCreateHandlers } from './cluster-create.ts';
import { engineVersionHandlers } from './engine-versions.ts';
import { eventHandlers } from './events.ts';
import { globalClusterHandlers } from './global-cluster.ts';
import { inRegionFailoverHandlers } from './in-region-failover.ts';
import { instanceHandlers } from './instance.ts';
import { maintenanceHandlers } from './maintenance.ts';
import { moveHandlers } from './move.ts';
import { removeHandlers } from './remove.ts';
import { restoreHandlers } from './restore.ts';
import { snapshotHandlers } from './snapshot.ts';
import { subnetGroupHandlers } from './subnet-group.ts';
import { tagHandlers } from './tags.ts';

export { minorTargets } from './engine-versions.ts';
export { reactions } from './reactions.ts';
export { onRegionHealed } from './rejoin.ts';
export { replicatedUpTo, replicationLagMs } from './replication.ts';
export {
  acceptsWrites,
  answersReads,
  appendWrites,
  commitRate,
  heldBy,
  heldBySnapshot,
  isFenced,
  writerOf,
} from './volume.ts';

/** The operations of RDS that the twin serves. */
export const rds: Rds = {
  ...clusterHandlers,
  ...clusterCreateHandlers,
  ...engineVersionHandlers,
  ...eventHandlers,
  ...globalClusterHandlers,
  ...inRegionFailoverHandlers,
  ...instanceHandlers,
  ...maintenanceHandlers,
  ...moveHandlers,
  ...removeHandlers,
  ...restoreHandlers,
  ...snapshotHandlers,
  ...subnetGroupHandlers,
  ...tagHandlers,
};
