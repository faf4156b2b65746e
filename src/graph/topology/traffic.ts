import type { PropertyMap } from '../../lib/property.ts';
import type { Site } from '../../system/system.ts';
import type { GraphNode } from '../node.ts';
import type { Topology } from '../topology.ts';
import type { Search } from './search.ts';

const BALANCER = 'aws:lb/loadBalancer:LoadBalancer';

/** The balancer of each site: the one of its region that a record of the public name leads to. */
export function findBalancers(search: Search): ReadonlyMap<Site, GraphNode> {
  const { host } = search.environment.domain;
  const records = recordsOf(search);
  if (records.length === 0) noRecords(search);
  const found = new Map<Site, GraphNode>();
  for (const site of search.environment.sites) {
    if (records.length === 0 && !search.isBound(site, 'balancer')) continue;
    const all = search.inRegion(BALANCER, site);
    const balancer = search.choose(site, {
      part: 'balancer',
      type: BALANCER,
      what: `the load balancer that ${host} leads to`,
      fits: all.filter((one) => records.some((record) => leadsTo(record, one))),
      next: 'give the checkpoint of the stack that holds the balancer',
    });
    if (balancer !== undefined) found.set(site, balancer);
  }
  return found;
}

/** The records of the public name. */
export function recordsOf({ graph, environment }: Search): GraphNode[] {
  return graph
    .byType('aws:route53/record:Record')
    .filter((record) => nameOf(record, environment.domain.zone) === environment.domain.host);
}

export function leadsTo(record: GraphNode, balancer: GraphNode): boolean {
  const dnsName = plainName(balancer.text('dnsName') ?? '');
  return dnsName !== '' && targetsOf(record).includes(dnsName);
}

/** The zone of the public name: a resource, or what the stacks that looked it up say of it. */
export function zoneOf(search: Search): Topology['zone'] {
  const { graph, environment } = search;
  const [record] = recordsOf(search);
  const id = record?.text('zoneId');
  if (id === undefined) return { id: '', name: environment.domain.zone, nameServers: [] };
  const node = record?.to('zoneId', 'aws:route53/zone:Zone');
  const stacks = graph.byType('pulumi:pulumi:Stack');
  const stack = stacks.find((one) => one.text('zoneId') === id && textsOf(one, 'nameServers').length > 0);
  const name = plainName(node?.text('name') ?? environment.domain.zone);
  return { id, name, nameServers: textsOf(node ?? stack, 'nameServers') };
}

function noRecords(search: Search): void {
  const { host } = search.environment.domain;
  const names = search.graph
    .byType('aws:route53/record:Record')
    .map((record) => nameOf(record, search.environment.domain.zone));
  search.problem(undefined, {
    code: 'topology.incomplete',
    message: `no record of ${host} is in the checkpoints, so nothing leads to a site`,
    found: [...new Set(names)].sort().slice(0, 8).join(', ') || 'no record at all',
    allowed: `a weighted record of ${host} for each site`,
    next: 'correct domain.host of the system file, or give the checkpoint of the stack that holds the records',
  });
}

function nameOf(record: GraphNode, zone: string): string {
  const full = record.text('fqdn');
  if (full !== undefined) return plainName(full);
  const name = plainName(record.text('name') ?? '');
  return name === zone || name.endsWith(`.${zone}`) ? name : [name, zone].filter((part) => part !== '').join('.');
}

function targetsOf(record: GraphNode): string[] {
  const aliases = record.value('aliases');
  const list = aliases.known && Array.isArray(aliases.value) ? (aliases.value as readonly PropertyMap[]) : [];
  const named = record.text('type') === 'CNAME' ? textsOf(record, 'records') : [];
  return [...list.map((alias) => String(alias['name'])), ...named].map(plainName);
}

function textsOf(node: GraphNode | undefined, path: string): string[] {
  const found = node?.value(path);
  return found?.known && Array.isArray(found.value) ? found.value.map(String) : [];
}

/** A DNS name in lower case, without the dot at its end and the prefix of both stacks. */
function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/^dualstack\./, '')
    .replace(/\.$/, '');
}
