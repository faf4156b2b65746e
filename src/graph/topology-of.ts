import type { PlaceInFile } from '../system/place-in-file.ts';
import type { Environment, Site } from '../system/system.ts';
import type { Graph } from './graph.ts';
import type { GraphNode } from './node.ts';
import { alarmsOf } from './topology/alarms.ts';
import { type Database, findDatabase, vaultOf } from './topology/database.ts';
import { type FleetOfSite, findFleet } from './topology/fleet.ts';
import { findGates, type GateOfSite } from './topology/gate.ts';
import { Search } from './topology/search.ts';
import { findBalancers, zoneOf } from './topology/traffic.ts';
import type { SiteTopology, Topology } from './topology.ts';

/** Which system is looked for, as its file describes it, and where that file says so. */
export interface Wanted {
  readonly system: string;
  readonly environment: Environment;
  readonly place?: PlaceInFile;
}

/**
 * Finds what a recovery runbook must know, whoever wrote the stacks: from the public name along the edges to balancer, target group,
 * fleet, gate and database of each site, which is told by its region. Names, tags and components decide nothing. Where the edges
 * leave a choice, the bindings of the system file make it. Nothing of it tells which site writes. Throws with everything
 * that was not found, the candidates, and what to add: `topology.incomplete`, `topology.ambiguous`, `topology.gate`, `topology.binding`.
 */
export function topologyOf(graph: Graph, wanted: Wanted): Topology {
  const search = new Search(graph, wanted);
  const { environment } = wanted;
  const balancers = findBalancers(search);
  const fleets = new Map(environment.sites.map((site) => [site, findFleet(search, site, balancers.get(site))]));
  const database = findDatabase(search, balancers);
  const gates = findGates(search, balancers);
  const sites = environment.sites.map((site) =>
    siteOf(search, site, { balancer: balancers.get(site), fleet: fleets.get(site), database, gate: gates.get(site) }),
  );
  const account = (database.global?.text('arn') ?? '').split(':')[4] ?? '';
  if (account !== '' && account !== environment.account) search.otherAccount(account);
  const topology: Topology = {
    system: wanted.system,
    environment: environment.name,
    account,
    host: environment.domain.host,
    zone: zoneOf(search),
    globalClusterId: database.global?.id ?? '',
    globalClusterArn: search.text(database.global, 'arn', 'the ARN of the global database'),
    sites,
    bound: search.bound,
    restsOn: [...search.found].sort(),
  };
  search.refuse();
  return topology;
}

interface Found {
  readonly balancer: GraphNode | undefined;
  readonly fleet: FleetOfSite | undefined;
  readonly database: Database;
  readonly gate: GateOfSite | undefined;
}

function siteOf(search: Search, site: Site, { balancer, fleet, database, gate }: Found): SiteTopology {
  const { name, region } = site;
  const cluster = database.clusters.get(site);
  const vault = cluster && vaultOf(search, cluster);
  return {
    site: name,
    region,
    stack: cluster?.stack ?? '',
    cluster: {
      id: cluster?.id ?? '',
      arn: search.text(cluster, 'arn', `the ARN of the cluster of site ${name}`),
      members: search.members(cluster, name),
    },
    fleet: {
      group: fleet?.group?.id ?? '',
      min: search.number(fleet?.group, 'minSize', name),
      max: search.number(fleet?.group, 'maxSize', name),
    },
    balancer: {
      arn: search.text(balancer, 'arn', `the ARN of the balancer of site ${name}`),
      dnsName: search.text(balancer, 'dnsName', `the DNS name of the balancer of site ${name}`),
      targetGroupArn: search.text(fleet?.target, 'arn', `the ARN of the target group of site ${name}`),
    },
    gate: { site: gate?.site ?? '', table: gate?.table ?? '', namespace: gate?.namespace ?? '' },
    alarms: alarmsOf(search, site, gate, cluster),
    ...(vault && { vault }),
  };
}
