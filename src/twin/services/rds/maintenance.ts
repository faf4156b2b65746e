import { notModelled } from '../../aws-error.ts';
import type { World } from '../../world.ts';
import type { Rds } from './api.ts';
import { page } from './page.ts';
import { type ClusterRecord, clusters } from './records.ts';
import { parseVersion } from './versions.ts';

export const maintenanceHandlers: Rds = {
  /** Patches that AWS offers: of clusters alone, and only those that another cluster of the world runs already. */
  DescribePendingMaintenanceActions(input, call) {
    if (input.Filters?.length) throw notModelled('DescribePendingMaintenanceActions with filters');
    const pending = clusters(call.world)
      .values(`${call.region}/`)
      .filter(({ arn }) => input.ResourceIdentifier === undefined || arn === input.ResourceIdentifier)
      .flatMap((cluster) => {
        const patch = newerPatch(call.world, cluster);
        return patch === undefined ? [] : [{ cluster, patch }];
      });
    const { items, marker } = page(call, input, pending);
    return {
      PendingMaintenanceActions: items.map(({ cluster, patch }) => ({
        ResourceIdentifier: cluster.arn,
        PendingMaintenanceActionDetails: [
          { Action: 'system-update', Description: `${cluster.engine} ${patch} is available` },
        ],
      })),
      Marker: marker,
    };
  },
};

/** The newest patch of the cluster's version that runs anywhere, where it is above the cluster's own. */
function newerPatch(world: World, cluster: ClusterRecord): string | undefined {
  const own = patchOf(cluster);
  return clusters(world)
    .values()
    .filter((other) => other.engine === cluster.engine && other.engineVersion === cluster.engineVersion)
    .filter((other) => patchOf(other) > own)
    .sort((a, b) => patchOf(b) - patchOf(a))[0]?.patchVersion;
}

function patchOf(cluster: ClusterRecord): number {
  return parseVersion(cluster.patchVersion ?? cluster.engineVersion).patch;
}
