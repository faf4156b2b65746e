import type { Topology } from '../../graph/topology.ts';
import { draw } from '../../lib/chance.ts';
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

export type Refusal = 'no-answer' | 'region-lost' | 'no-balancer' | 'no-target' | 'database-read-only' | 'error';

/** What share of the requests that write a site carries now, and why not all. */
export interface Capacity {
  readonly share: number;
  /** The share that its instances answer with errors, of those that reach one. */
  readonly erring: number;
  /** Why none can succeed. */
  readonly refusal?: Refusal;
}

/** 1 where a site's fleet is as large as the load needs; less where instances are missing or answer with errors. */
export function capacityOf(world: World, site: ServiceSite, ports: TrafficPorts): Capacity {
  const none = (refusal: Refusal) => ({ share: 0, erring: 0, refusal });
  if (!isRegionUp(world, site.region)) return none('region-lost');
  if (!ports.isBalancerActive(world, site.balancerArn)) return none('no-balancer');
  const targets = ports.reachableTargets(world, site.targetGroupArn);
  if (targets === 0) return none('no-target');
  if (!ports.acceptsWrites(world, site.clusterArn)) return none('database-read-only');
  const erring = ports.failingTargets(world, site.targetGroupArn) / targets;
  const share = Math.min(1, targets / site.servingInstances) * (1 - erring);
  return { share, erring, ...(share === 0 && { refusal: 'error' }) };
}

/**
 * One request for the health path, from a resolver of its own: what a canary or a smoke test sees. By the name of a site's balancer
 * it asks that site, whether it writes or not.
 */
export function probe(
  world: World,
  host: string,
  subject: string,
  ports: TrafficPorts,
): { ok: boolean; site?: string; refusal?: Refusal } {
  const service = serviceOf(world, host);
  if (!service) return probeSite(world, host, subject, ports);
  const answer = ports.resolve(world, host, subject);
  const site = answer && siteBehind(service, answer.target);
  if (!site) return { ok: false, refusal: 'no-answer' };
  const { share, erring, refusal } = capacityOf(world, site, ports);
  return answered(world, site, subject, share > 0, erring, refusal);
}

function probeSite(world: World, balancer: string, subject: string, ports: TrafficPorts): ReturnType<typeof probe> {
  const services = world.table<ServiceRecord>('traffic.service').values();
  const site = services.map((service) => siteBehind(service, balancer)).find((one) => one !== undefined);
  if (!site) return { ok: false, refusal: 'no-answer' };
  const targets = isRegionUp(world, site.region) ? ports.reachableTargets(world, site.targetGroupArn) : 0;
  const erring = targets === 0 ? 0 : ports.failingTargets(world, site.targetGroupArn) / targets;
  return answered(world, site, subject, targets > 0, erring, 'no-target');
}

/** Which of the instances takes a request is chance. */
function answered(
  world: World,
  { site }: ServiceSite,
  subject: string,
  isReached: boolean,
  erring: number,
  refusal: Refusal | undefined,
): ReturnType<typeof probe> {
  const errs = draw(world.seed, `${site}/${subject}`, `instance@${world.nowMs}`) < erring;
  if (isReached && !errs) return { ok: true, site };
  return { ok: false, site, refusal: isReached ? 'error' : (refusal ?? 'no-target') };
}

function withoutDot(name: string): string {
  return name
    .toLowerCase()
    .replace(/^dualstack\./, '')
    .replace(/\.$/, '');
}
