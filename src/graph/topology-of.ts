import { EvenkeelError, type Problem } from '../lib/errors.ts';
import type { PropertyMap } from '../lib/property.ts';
import type { Graph } from './graph.ts';
import type { GraphNode } from './node.ts';
import type { SiteTopology, Topology } from './topology.ts';

/** Which system of a graph, where it holds more than one; and the order of its sites, else the founder first, then by name. */
export interface TopologyOptions {
  readonly system?: string;
  readonly environment?: string;
  readonly sites?: readonly string[];
}

/**
 * Finds what a recovery runbook must know, by types, edges and the tags `evenkeel:system`, `evenkeel:environment` and
 * `evenkeel:site`, never by spelled names. Nothing of it tells which site writes. Throws `topology.incomplete` with everything
 * that was not found.
 */
export function topologyOf(graph: Graph, options: TopologyOptions = {}): Topology {
  const search = new Search(graph, options);
  const global = search.one('aws:rds/globalCluster:GlobalCluster');
  const arn = search.text(global, 'arn', 'the ARN of the global database');
  const host = search.host();
  const sites = search.sites().map((site) => siteOf(search, site));
  const topology: Topology = {
    system: search.system,
    environment: search.environment,
    account: arn.split(':')[4] ?? '',
    host,
    zone: search.zone(host),
    globalClusterId: global?.id ?? '',
    globalClusterArn: arn,
    sites,
  };
  search.refuseMissing();
  return topology;
}

function siteOf(search: Search, site: string): SiteTopology {
  const cluster = search.one('aws:rds/cluster:Cluster', site);
  const group = search.one('aws:autoscaling/group:Group', site);
  const balancer = search.one('aws:lb/loadBalancer:LoadBalancer', site);
  const target = group?.to('targetGroupArns', TARGET_GROUP) ?? search.one(TARGET_GROUP, site);
  const feeder = search.feeder(site);
  const vault = search.one('aws:backup/vault:Vault', site);
  return {
    site,
    region: cluster?.region ?? search.missing(`the region of site ${site}`),
    stack: cluster?.stack ?? '',
    cluster: {
      id: cluster?.id ?? '',
      arn: search.text(cluster, 'arn', `the ARN of the cluster of site ${site}`),
      members: search.membersOf(cluster, site),
    },
    fleet: {
      group: group?.id ?? '',
      min: search.number(group, 'minSize', site),
      max: search.number(group, 'maxSize', site),
    },
    balancer: {
      arn: search.text(balancer, 'arn', `the ARN of the balancer of site ${site}`),
      dnsName: search.text(balancer, 'dnsName', `the DNS name of the balancer of site ${site}`),
      targetGroupArn: search.text(target, 'arn', `the ARN of the target group of site ${site}`),
    },
    gate: {
      table: search.setting(feeder, 'GATE_TABLE', site),
      namespace: search.setting(feeder, 'NAMESPACE', site),
    },
    alarms: {
      serviceUnreachable: search.alarm(site, 'ServiceReachable'),
      replicationLag: search.alarm(site, 'AuroraGlobalDBReplicationLag'),
    },
    vault: {
      name: search.text(vault, 'name', `the name of the vault of site ${site}`),
      arn: search.text(vault, 'arn', `the ARN of the vault of site ${site}`),
    },
  };
}

const TARGET_GROUP = 'aws:lb/targetGroup:TargetGroup';

/** Looks things up and keeps what it did not find. */
class Search {
  readonly system: string;
  readonly environment: string;
  readonly #graph: Graph;
  readonly #order: readonly string[] | undefined;
  readonly #missing: string[] = [];

  constructor(graph: Graph, options: TopologyOptions) {
    this.#graph = graph;
    this.#order = options.sites;
    const globals = graph.byType('aws:rds/globalCluster:GlobalCluster');
    this.system = options.system ?? this.#only(globals, 'evenkeel:system');
    this.environment = options.environment ?? this.#only(globals, 'evenkeel:environment');
  }

  missing(what: string): string {
    this.#missing.push(what);
    return '';
  }

  refuseMissing(): void {
    if (this.#missing.length === 0) return;
    const problems = [...new Set(this.#missing)].map(
      (what): Problem => ({
        code: 'topology.incomplete',
        message: `${this.system} ${this.environment}: ${what} is not in the checkpoints`,
        next: 'bring all stacks of the environment up, and give the checkpoints of all of them',
      }),
    );
    throw new EvenkeelError(problems);
  }

  /** The system's only resource of a type, at a site where one is given. */
  one(type: string, site?: string): GraphNode | undefined {
    return this.#single(this.#tagged(type, site), `${type}${site === undefined ? '' : ` of site ${site}`}`);
  }

  text(node: GraphNode | undefined, path: string, what: string): string {
    return node === undefined ? '' : (node.text(path) ?? this.missing(what));
  }

  number(node: GraphNode | undefined, path: string, site: string): number {
    const value = node?.value(path);
    if (value?.known && typeof value.value === 'number') return value.value;
    if (node !== undefined) this.missing(`${path} of the fleet of site ${site}`);
    return 0;
  }

  /** The sites that have a database: in the order given, else the founder's, which opened it, first. */
  sites(): string[] {
    const clusters = this.#tagged('aws:rds/cluster:Cluster').filter((node) => node.tags['evenkeel:site'] !== undefined);
    if (clusters.length === 0) this.missing('a site with a database');
    const ranked = clusters.map((node) => {
      const site = node.tags['evenkeel:site'] ?? '';
      const isFounder = node.inputs['masterUsername'] !== undefined;
      const place = this.#order?.indexOf(site) ?? (isFounder ? 0 : 1);
      return { site, place: place < 0 ? Number.MAX_SAFE_INTEGER : place };
    });
    return ranked.sort((a, b) => a.place - b.place || (a.site < b.site ? -1 : 1)).map(({ site }) => site);
  }

  membersOf(cluster: GraphNode | undefined, site: string): string[] {
    if (cluster === undefined) return [];
    const instances = this.#graph.byType('aws:rds/clusterInstance:ClusterInstance');
    const members = instances.filter((instance) => instance.to('clusterIdentifier') === cluster);
    if (members.length === 0) this.missing(`an instance of the cluster of site ${site}`);
    return members.map((member) => member.id ?? '').sort();
  }

  /** The function that feeds the site's gate: by the mark in its environment. */
  feeder(site: string): GraphNode | undefined {
    const functions = this.#tagged('aws:lambda/function:Function', site);
    const feeders = functions.filter((node) =>
      node.text('environment.variables.EVENKEEL_FUNCTION')?.startsWith('gate-feeder@'),
    );
    return this.#single(feeders, `the gate feeder of site ${site}`);
  }

  setting(feeder: GraphNode | undefined, name: string, site: string): string {
    return this.text(feeder, `environment.variables.${name}`, `${name} of the gate feeder of site ${site}`);
  }

  /** The name of the site's alarm on a metric. */
  alarm(site: string, metric: string): string {
    const alarms = this.#tagged('aws:cloudwatch/metricAlarm:MetricAlarm', site);
    const found = this.#single(
      alarms.filter((alarm) => alarm.text('metricName') === metric),
      `the alarm on ${metric} of site ${site}`,
    );
    return this.text(found, 'name', `the name of the alarm on ${metric} of site ${site}`);
  }

  /** The name of the weighted records that lead to the balancers of the system. */
  host(): string {
    const balancers = this.#tagged('aws:lb/loadBalancer:LoadBalancer').map((node) => node.text('dnsName'));
    const names = this.#graph
      .byType('aws:route53/record:Record')
      .filter((record) => isWeighted(record) && aliasesOf(record).some((alias) => balancers.includes(alias)))
      .map((record) => withoutDot(record.text('fqdn') ?? record.text('name') ?? ''));
    const [host] = names;
    return host ?? this.missing('a weighted record of the public name');
  }

  /** The zone of the public name: a resource, or what the stacks that looked it up say of it. */
  zone(host: string): Topology['zone'] {
    const records = this.#graph.byType('aws:route53/record:Record');
    const record = records.find((one) => withoutDot(one.text('fqdn') ?? one.text('name') ?? '') === host);
    const id = record?.text('zoneId');
    if (id === undefined) return { id: this.missing('the zone of the public name'), name: '', nameServers: [] };
    const node = record?.to('zoneId', 'aws:route53/zone:Zone');
    const stacks = this.#graph.byType('pulumi:pulumi:Stack');
    const stack = stacks.find((one) => one.text('zoneId') === id && textsOf(one, 'nameServers').length > 0);
    const nameServers = node === undefined ? textsOf(stack, 'nameServers') : textsOf(node, 'nameServers');
    if (nameServers.length === 0) this.missing('the name servers of the zone');
    return { id, name: withoutDot(node?.text('name') ?? stack?.text('zoneName') ?? parentOf(host)), nameServers };
  }

  #tagged(type: string, site?: string): GraphNode[] {
    return this.#graph.byType(type).filter(({ tags }) => {
      if (tags['evenkeel:system'] !== this.system || tags['evenkeel:environment'] !== this.environment) return false;
      return site === undefined || tags['evenkeel:site'] === site;
    });
  }

  #single(found: readonly GraphNode[], what: string): GraphNode | undefined {
    const [only] = found;
    if (found.length !== 1) this.missing(found.length === 0 ? what : `${what} (one; there are ${found.length})`);
    return found.length === 1 ? only : undefined;
  }

  #only(nodes: readonly GraphNode[], tag: string): string {
    const values = [...new Set(nodes.flatMap((node) => node.tags[tag] ?? []))].sort();
    const [value] = values;
    if (value !== undefined && values.length === 1) return value;
    throw new EvenkeelError({
      code: 'topology.ambiguous',
      message: `the checkpoints hold ${values.length === 0 ? 'no' : 'more than one'} global database with the tag ${tag}`,
      found: values.join(', ') || 'none',
      allowed: 'one',
      next: 'give the checkpoints of all stacks of one environment, or name the system and the environment',
    });
  }
}

function isWeighted(record: GraphNode): boolean {
  const policies = record.value('weightedRoutingPolicies');
  return policies.known && Array.isArray(policies.value) && policies.value.length > 0;
}

function aliasesOf(record: GraphNode): string[] {
  const aliases = record.value('aliases');
  const list = aliases.known && Array.isArray(aliases.value) ? (aliases.value as readonly PropertyMap[]) : [];
  return list.map((alias) =>
    String(alias['name'])
      .replace(/^dualstack\./, '')
      .replace(/\.$/, ''),
  );
}

function textsOf(node: GraphNode | undefined, path: string): string[] {
  const found = node?.value(path);
  return found?.known && Array.isArray(found.value) ? found.value.map(String) : [];
}

function withoutDot(name: string): string {
  return name.replace(/\.$/, '');
}

function parentOf(host: string): string {
  return host.split('.').slice(1).join('.');
}
