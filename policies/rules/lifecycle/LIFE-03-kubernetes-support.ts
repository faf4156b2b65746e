import { type Resource, rule } from 'evenkeel/policy';
import dates from '../../facts/eks-versions.json' with { type: 'json' };
import { isSupported } from '../../facts/support.ts';

const CLUSTER = 'aws:eks/cluster:Cluster';

export const life03 = rule({
  id: 'LIFE-03',
  title: 'Clusters and their nodes are of a Kubernetes version in standard support',
  why: 'Extended support costs six times as much by the hour, and at its end AWS upgrades the control plane by itself.',
  remedy: 'Upgrade the cluster, one minor version after another, and then its nodes.',
  severity: 'high',
  types: [CLUSTER, 'aws:eks/nodeGroup:NodeGroup'],
  decidedAt: 'deployed',
  cannotSee: ['nodes that are in no managed node group', 'dates that AWS announced after the table was read'],
  parameters: { days: { default: 0, means: 'days that must be left before standard support ends' } },
  check: (resource, { days }, { nowMs }) =>
    isSupported(dates, 'eks', versionOf(resource), { days, nowMs, property: 'version' }),
});

/** Nodes are of their cluster's version where nobody says another (CreateNodegroup, EKS API reference). */
function versionOf(resource: Resource): string {
  const cluster = resource.isPlanned && !resource.isGiven('version') ? resource.to('clusterName', CLUSTER) : undefined;
  return String((cluster ?? resource).need('version'));
}
