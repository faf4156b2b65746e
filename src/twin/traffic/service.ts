import type { Topology } from '../../graph/topology.ts';
import { isRegionUp } from '../physics/faults.ts';
import type { World } from '../world.ts';
import type { TrafficPorts } from './ports.ts';

/**
 * The service that clients use, as the world's record `traffic.service` (key = its public name): which balancer, fleet
 * and database stand behind each site. It stands in for the team's application, of which the twin knows only that a
 * request that writes needs a reachable instance and a database that commits.
 */
export interface ServiceRecord {
  readonly host: string;
  readonly globalClusterId: string;
  readonly sites: readonly ServiceSite[];
}

export interface ServiceSite {
  readonly site: string;
  readonly region: string;
  readonly balancerArn: string;
  readonly balancerDnsName: string;
  readonly targetGroupArn: string;
  readonly clusterArn: string;
  /** Instances that carry the full load of the scenario. */
  readonly servingInstances: number;
}

export function declareService(world: World, topology: Topology, servingInstances: number): ServiceRecord {
  const service: ServiceRecord = {
    host: topology.host,
    globalClusterId: topology.globalClusterId,
    sites: topology.sites.map((site) => ({
      site: site.site,
      region: site.region,
      balancerArn: site.balancer.arn,
      balancerDnsName: site.balancer.dnsName,
      targetGroupArn: site.balancer.targetGroupArn,
      clusterArn: site.cluster.arn,
      servingInstances,
    })),
  };
  world.transact(() => world.table<ServiceRecord>('traffic.service').put(service.host, service));
  return service;
}

export function serviceOf(world: World, host: string): ServiceRecord | undefined {
  return world.table<ServiceRecord>('traffic.service').get(host);
}

/** The site that a DNS answer leads to; `undefined` for the sink and for anything that is not a site's balancer. */
export function siteBehind(service: ServiceRecord, target: string): ServiceSite | undefined {
  const wanted = withoutDot(target);
  return service.sites.find((site) => withoutDot(site.balancerDnsName) === wanted);
}

export type Refusal = 'no-answer' | 'region-lost' | 'no-balancer' | 'no-target' | 'database-read-only';

/**
 * What share of requests that write a site carries now: 1 where its fleet is as large as the load needs, less where
 * instances are missing, 0 with the reason where none can succeed.
 */
export function capacityOf(world: World, site: ServiceSite, ports: TrafficPorts): { share: number; refusal?: Refusal } {
  if (!isRegionUp(world, site.region)) return { share: 0, refusal: 'region-lost' };
  if (!ports.isBalancerActive(world, site.balancerArn)) return { share: 0, refusal: 'no-balancer' };
  const targets = ports.reachableTargets(world, site.targetGroupArn);
  if (targets === 0) return { share: 0, refusal: 'no-target' };
  if (!ports.acceptsWrites(world, site.clusterArn)) return { share: 0, refusal: 'database-read-only' };
  return { share: Math.min(1, targets / site.servingInstances) };
}

/** One request for the health path, from a resolver of its own: what a canary or a smoke test sees. */
export function probe(
  world: World,
  host: string,
  subject: string,
  ports: TrafficPorts,
): { ok: boolean; site?: string; refusal?: Refusal } {
  const service = serviceOf(world, host);
  const answer = service && ports.resolve(world, host, subject);
  const site = service && answer && siteBehind(service, answer.target);
  if (!site) return { ok: false, refusal: 'no-answer' };
  const { share, refusal } = capacityOf(world, site, ports);
  return { ok: share > 0, site: site.site, ...(refusal && { refusal }) };
}

function withoutDot(name: string): string {
  return name
    .toLowerCase()
    .replace(/^dualstack\./, '')
    .replace(/\.$/, '');
}
