import type { StepIo } from 'evenkeel/runbook';

/** Manual snapshots of a region that name one of some clusters, by their ids, sorted. */
export interface SnapshotsSeen {
  readonly own: readonly string[];
  /** Of earlier clusters that had the same name: nobody has decided about them. */
  readonly earlier: readonly string[];
}

/** A name may have been another cluster's before: a snapshot is a cluster's own by the id that AWS gives each cluster once. */
export async function snapshotsOf(
  io: StepIo,
  region: string,
  { clusters, resourceIds }: { clusters: readonly string[]; resourceIds: readonly string[] },
): Promise<SnapshotsSeen> {
  const own: string[] = [];
  const earlier: string[] = [];
  for (const DBClusterIdentifier of clusters) {
    let Marker: string | undefined;
    do {
      const wanted = { DBClusterIdentifier, SnapshotType: 'manual', ...(Marker && { Marker }) };
      const page = await io.call('rds.DescribeDBClusterSnapshots', region, wanted);
      for (const { DBClusterSnapshotIdentifier = '', DbClusterResourceId = '' } of page.DBClusterSnapshots ?? []) {
        (resourceIds.includes(DbClusterResourceId) ? own : earlier).push(DBClusterSnapshotIdentifier);
      }
      Marker = page.Marker || undefined;
    } while (Marker !== undefined);
  }
  return { own: own.sort(), earlier: earlier.sort() };
}
