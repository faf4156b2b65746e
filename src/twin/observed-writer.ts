import type { Graph } from '../graph/graph.ts';
import type { GraphNode } from '../graph/node.ts';
import { MINUTE_MS } from '../lib/clock.ts';
import { assert } from '../lib/errors.ts';
import type { PropertyMap } from '../lib/property.ts';
import { adapterAws } from './provider/adapter-aws.ts';
import type { Renaming } from './rewrite.ts';
import type { Twin } from './twin.ts';

/**
 * Lets the cluster write that the checkpoints last saw writing. A cluster that founds a global database is born as its writer; where
 * another one wrote, it is switched over to, as an operator would, and the clock moves on until that is done.
 */
export function applyWriter(graph: Graph, twin: Twin, renaming: Renaming): void {
  for (const node of graph.byType('aws:rds/globalCluster:GlobalCluster')) {
    const seen = observedWriter(graph, node);
    if (seen !== undefined) switchTo(twin, renaming.of(node.id ?? ''), renaming.of(seen));
  }
}

/** The ARN of the writer by the members of the shell; else of the one cluster that copies from no other, of several that do. */
export function observedWriter(graph: Graph, global: GraphNode): string | undefined {
  const members = global.value('globalClusterMembers');
  const listed = members.known && Array.isArray(members.value) ? (members.value as readonly PropertyMap[]) : [];
  const writer = listed.find((member) => member['isWriter'] === true);
  if (typeof writer?.['dbClusterArn'] === 'string') return writer['dbClusterArn'];
  const clusters = graph
    .byType('aws:rds/cluster:Cluster')
    .filter((cluster) => cluster.text('globalClusterIdentifier') === global.id);
  const alone = clusters.filter((cluster) => (cluster.text('replicationSourceIdentifier') ?? '') === '');
  return clusters.length > 1 && alone.length === 1 ? alone[0]?.text('arn') : undefined;
}

interface GlobalAnswer {
  readonly GlobalClusters?: readonly {
    readonly GlobalClusterMembers?: readonly { readonly DBClusterArn?: string; readonly IsWriter?: boolean }[];
    readonly FailoverState?: object;
  }[];
}

function switchTo(twin: Twin, globalId: string, wanted: string): void {
  const { world } = twin;
  const east = adapterAws(twin.dispatcher, regionOf(wanted), globalId);
  const state = () => {
    const answer = east.call<GlobalAnswer>('rds', 'DescribeGlobalClusters', { GlobalClusterIdentifier: globalId });
    const found = answer.GlobalClusters?.[0];
    const writer = found?.GlobalClusterMembers?.find((member) => member.IsWriter)?.DBClusterArn;
    return { writer, isMoving: found?.FailoverState !== undefined };
  };
  const { writer } = state();
  if (writer === undefined || writer === wanted) return;
  east.callIn(regionOf(writer), 'rds', 'SwitchoverGlobalCluster', {
    GlobalClusterIdentifier: globalId,
    TargetDbClusterIdentifier: wanted,
  });
  for (let minute = 0; state().isMoving; minute++) {
    assert(minute < MOST_MINUTES, `the switchover of ${globalId} to ${wanted} ends`);
    world.advanceTo(world.nowMs + MINUTE_MS);
  }
  assert(state().writer === wanted, `${wanted} writes after the switchover`);
}

/** Far beyond what a switchover takes. */
const MOST_MINUTES = 60;

function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}
