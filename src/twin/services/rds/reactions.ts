import { waitsForRegion } from '../../physics/lost-region.ts';
import type { World, WorldEvent } from '../../world.ts';
import { recordEvent } from './events.ts';
import { failoverReactions } from './failover.ts';
import { electWriter, moveWriter, setWriter } from './in-region-failover.ts';
import {
  type ClusterRecord,
  clusterByArn,
  clusters,
  dbInstances,
  globalOf,
  type InstanceRecord,
  membersOf,
  partsOfArn,
  putCluster,
  putInstance,
  putSnapshot,
  snapshots,
  writerOfGlobal,
} from './records.ts';
import { rejoinReactions } from './rejoin.ts';
import { startStream } from './replication.ts';
import { switchoverReactions } from './switchover.ts';
import { upgradeReactions } from './upgrade.ts';

/** Registers what happens to databases by themselves. Once, when the twin is assembled. */
export function reactions(world: World): void {
  lifecycleOfClusters(world);
  lifecycleOfInstances(world);
  world.react('rds.snapshot-ready', (event) => {
    const { region, id } = partsOfArn(event.subject);
    const snapshot = snapshots(world).get(`${region}/${id}`);
    if (!snapshot || waitsForRegion(world, region, event)) return;
    putSnapshot(world, { ...snapshot, status: 'available' });
    recordEvent(world, snapshot.type === 'manual' ? 'RDS-EVENT-0075' : 'RDS-EVENT-0169', event.subject);
  });
  failoverReactions(world);
  rejoinReactions(world);
  switchoverReactions(world);
  upgradeReactions(world);
}

function lifecycleOfClusters(world: World): void {
  const withCluster = (change: (cluster: ClusterRecord, data: unknown) => void) => {
    return (event: WorldEvent) => {
      const cluster = clusterByArn(world, event.subject);
      if (cluster && !waitsForRegion(world, cluster.region, event)) change(cluster, event.data);
    };
  };
  world.react(
    'rds.cluster-created',
    withCluster((cluster) => created(world, cluster)),
  );
  world.react(
    'rds.promoted-alone',
    withCluster((cluster) => {
      putCluster(world, { ...cluster, status: 'available' });
    }),
  );
  world.react(
    'rds.cluster-deleted',
    withCluster((cluster, data) => {
      const { keepsAutomated } = data as { keepsAutomated: boolean };
      recordEvent(world, 'RDS-EVENT-0171', cluster.arn);
      clusters(world).delete(`${cluster.region}/${cluster.id}`);
      for (const snapshot of snapshots(world).values(`${cluster.region}/`)) {
        const isOwn = snapshot.type === 'automated' && snapshot.clusterResourceId === cluster.resourceId;
        if (isOwn && !keepsAutomated) snapshots(world).delete(`${cluster.region}/${snapshot.id}`);
      }
    }),
  );
  world.react(
    'rds.writer-moved',
    withCluster((cluster, data) => {
      const { to } = data as { to: string };
      setWriter(world, cluster, to);
      putCluster(world, { ...cluster, status: 'available' });
      recordEvent(world, 'RDS-EVENT-0071', cluster.arn, { instance: to });
    }),
  );
}

function lifecycleOfInstances(world: World): void {
  const withInstance = (change: (instance: InstanceRecord, cluster: ClusterRecord) => void) => {
    return (event: WorldEvent) => {
      const { region, id } = partsOfArn(event.subject);
      const instance = dbInstances(world).get(`${region}/${id}`);
      const cluster = instance && clusters(world).get(`${region}/${instance.clusterId}`);
      if (instance && cluster && !waitsForRegion(world, region, event)) change(instance, cluster);
    };
  };
  world.react(
    'rds.instance-created',
    withInstance((instance, cluster) => {
      const isWriter = cluster.readWrite && !membersOf(world, cluster).some((member) => member.isWriter);
      putInstance(world, { ...instance, status: 'available', isWriter: instance.isWriter || isWriter });
      recordEvent(world, 'RDS-EVENT-0005', instance.arn);
    }),
  );
  world.react(
    'rds.instance-modified',
    withInstance((instance) => {
      putInstance(world, { ...instance, status: 'available' });
    }),
  );
  world.react(
    'rds.instance-deleted',
    withInstance((instance, cluster) => {
      recordEvent(world, 'RDS-EVENT-0003', instance.arn);
      dbInstances(world).delete(`${instance.region}/${instance.id}`);
      const next = instance.isWriter ? electWriter(membersOf(world, cluster)) : undefined;
      if (next && cluster.status === 'available') moveWriter(world, cluster, next);
    }),
  );
}

/** A cluster is there; a secondary then holds what its source holds. */
function created(world: World, cluster: ClusterRecord): void {
  putCluster(world, { ...cluster, status: 'available' });
  recordEvent(world, 'RDS-EVENT-0170', cluster.arn);
  const global = globalOf(world, cluster);
  const writer = global && writerOfGlobal(global);
  if (writer && writer.clusterArn !== cluster.arn) startStream(world, cluster.arn, writer.clusterArn);
}
