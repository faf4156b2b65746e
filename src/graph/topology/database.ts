import type { PropertyMap } from '../../lib/property.ts';
import type { Site } from '../../system/system.ts';
import type { GraphNode } from '../node.ts';
import type { SiteTopology } from '../topology.ts';
import type { Search } from './search.ts';

const CLUSTER = 'aws:rds/cluster:Cluster';
const GLOBAL = 'aws:rds/globalCluster:GlobalCluster';

export interface Database {
  readonly global: GraphNode | undefined;
  readonly clusters: ReadonlyMap<Site, GraphNode>;
}

/**
 * The global database of the system and its cluster at each site. Of several global databases it is the one whose clusters stand in
 * the networks of the balancers.
 */
export function findDatabase(search: Search, balancers: ReadonlyMap<Site, GraphNode>): Database {
  const { sites } = search.environment;
  const globals = search.graph.byType(GLOBAL);
  const membersAt = (site: Site, global: GraphNode) =>
    search.inRegion(CLUSTER, site).filter((cluster) => globalOf(search, cluster) === global);
  const near = globals.filter((global) =>
    sites.every((site) => membersAt(site, global).some((cluster) => sharesNetwork(cluster, balancers.get(site)))),
  );
  const candidates = globals.length > 1 && near.length > 0 ? near : globals;
  const clusters = new Map<Site, GraphNode>();
  for (const site of sites) {
    const cluster = search.choose(site, {
      part: 'cluster',
      type: CLUSTER,
      what: 'the cluster of the global database',
      fits: candidates.flatMap((global) => membersAt(site, global)),
      next:
        globals.length === 0
          ? 'give the checkpoint that holds the global database; a failover without one is not modelled'
          : 'give the checkpoint of the stack that holds the cluster, or let it join the global database',
    });
    if (cluster !== undefined) clusters.set(site, cluster);
  }
  return { global: onlyGlobal(search, clusters), clusters };
}

/** Where recovery points of a cluster go: along the selections of backup plans. */
export function vaultOf({ graph }: Search, cluster: GraphNode): SiteTopology['vault'] {
  const arn = cluster.text('arn');
  const selections = graph
    .byType('aws:backup/selection:Selection')
    .filter((one) => one.toAll('resources').includes(cluster));
  for (const selection of selections) {
    const rules = selection.to('planId', 'aws:backup/plan:Plan')?.value('rules');
    const names = rules?.known && Array.isArray(rules.value) ? (rules.value as readonly PropertyMap[]) : [];
    for (const { targetVaultName } of names) {
      const vaults = graph.byType('aws:backup/vault:Vault').filter((one) => one.region === cluster.region);
      const vault = vaults.find((one) => one.text('name') === targetVaultName);
      const vaultArn = vault?.text('arn');
      if (vaultArn !== undefined && arn !== undefined) return { name: String(targetVaultName), arn: vaultArn };
    }
  }
  return undefined;
}

/** The global database that a cluster is in: by its own property, by the list of members, or as the one it was founded on. */
function globalOf({ graph }: Search, cluster: GraphNode): GraphNode | undefined {
  const own = cluster.to('globalClusterIdentifier', GLOBAL);
  if (own !== undefined) return own;
  const id = cluster.text('globalClusterIdentifier');
  const arn = cluster.text('arn') ?? '';
  return graph.byType(GLOBAL).find((global) => {
    if (id !== undefined && id !== '') return global.id === id;
    if (global.to('sourceDbClusterIdentifier', CLUSTER) === cluster) return true;
    const members = global.value('globalClusterMembers');
    const list = members.known && Array.isArray(members.value) ? (members.value as readonly PropertyMap[]) : [];
    return arn !== '' && list.some((member) => member['dbClusterArn'] === arn);
  });
}

function onlyGlobal(search: Search, clusters: ReadonlyMap<Site, GraphNode>): GraphNode | undefined {
  if (clusters.size < search.environment.sites.length) return undefined;
  const globals = [...clusters].map(([site, cluster]) => ({ site, global: globalOf(search, cluster) }));
  const [first] = globals;
  const other = globals.find(({ global }) => global === undefined || global !== first?.global);
  if (other === undefined) return search.rests(first?.global);
  search.problem(other.site, {
    code: 'topology.incomplete',
    message: 'the cluster is not in the global database of the other sites',
    found: other.global?.id ?? 'in no global database of the checkpoints',
    allowed: first?.global?.id ?? 'one global database, which the checkpoints hold',
    next: 'give the checkpoint that holds the global database, or correct the bindings of cluster',
  });
  return undefined;
}

/** True where the cluster's network is the one that the balancer is in. */
function sharesNetwork(cluster: GraphNode, balancer: GraphNode | undefined): boolean {
  const vpc = balancer?.text('vpcId') ?? balancer?.toAll('subnets')[0]?.text('vpcId');
  const subnets = cluster.to('dbSubnetGroupName', 'aws:rds/subnetGroup:SubnetGroup')?.toAll('subnetIds') ?? [];
  const around = [...subnets, ...cluster.toAll('vpcSecurityGroupIds')].map((node) => node.text('vpcId'));
  return vpc !== undefined && around.includes(vpc);
}
