import type { PropertyMap } from '../../lib/property.ts';
import type { Site } from '../../system/system.ts';
import type { GraphNode } from '../node.ts';
import { feederOf, type GateOfSite } from './feeder.ts';
import type { Search } from './search.ts';
import { leadsTo, recordsOf } from './traffic.ts';

export type { GateOfSite } from './feeder.ts';

const CHECK = 'aws:route53/healthCheck:HealthCheck';

/** A metric that a child of a site's gate listens to. */
export interface Signal {
  readonly region: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/**
 * The traffic gate of each site, as docs/adr/0002 has it: a weighted record behind a calculated check over the site's claim and the
 * veto of each other site, and the function that feeds them. A system without one is refused with what is there instead.
 */
export function findGates(search: Search, balancers: ReadonlyMap<Site, GraphNode>): ReadonlyMap<Site, GateOfSite> {
  const signals = new Map<Site, readonly Signal[]>();
  for (const [site, balancer] of balancers) {
    const found = signalsOf(search, site, balancer);
    if (found !== undefined) signals.set(site, found);
  }
  const gates = new Map<Site, GateOfSite>();
  for (const [site, heard] of signals) {
    const gate = feederOf(search, site, heard);
    if (gate !== undefined) gates.set(site, gate);
  }
  for (const [site, gate] of gates) {
    for (const [other, by] of gates) if (other !== site) vetoed(search, site, gate, other, by, signals.get(site) ?? []);
  }
  return gates;
}

function signalsOf(search: Search, site: Site, balancer: GraphNode): Signal[] | undefined {
  const records = recordsOf(search).filter((record) => leadsTo(record, balancer));
  const flaws = records.flatMap((record) => flawOf(record) ?? []);
  if (records.length === 0) flaws.push(`no record of ${search.environment.domain.host} leads to ${balancer.name}`);
  if (flaws.length > 0) {
    noGate(search, site, flaws);
    return undefined;
  }
  const children = records.flatMap((record) => {
    search.rests(record);
    return search.rests(record.to('healthCheckId', CHECK))?.toAll('childHealthchecks', CHECK) ?? [];
  });
  return [...new Set(children)].flatMap((child) => signalOf(search, child) ?? []);
}

/** What keeps a record from being behind a gate; `undefined` where it is. */
function flawOf(record: GraphNode): string | undefined {
  const policy = POLICIES.find((name) => saysSomething(record, name));
  if (policy === undefined) return `${record.name} is a simple record: nothing opens or closes it`;
  if (policy !== 'weightedRoutingPolicies') return `${record.name} has ${policy}: it moves by itself`;
  const aliases = record.value('aliases');
  const list = aliases.known && Array.isArray(aliases.value) ? (aliases.value as readonly PropertyMap[]) : [];
  if (list.some((alias) => alias['evaluateTargetHealth'] === true))
    return `${record.name} evaluates the health of its target: it moves by itself`;
  if ((record.text('healthCheckId') ?? '') === '')
    return `${record.name} has no health check: nothing opens or closes it`;
  const check = record.to('healthCheckId', CHECK);
  if (check === undefined) return `the health check of ${record.name} is not in the checkpoints`;
  if (check.text('type') !== 'CALCULATED') return `${check.name} of ${record.name} is no calculated check`;
  const wanted = check.value('childHealthchecks');
  const count = wanted.known && Array.isArray(wanted.value) ? wanted.value.length : 0;
  const children = check.toAll('childHealthchecks', CHECK);
  if (children.length < count) return `${count - children.length} children of ${check.name} are not in the checkpoints`;
  const threshold = check.value('childHealthThreshold');
  if (!threshold.known || threshold.value !== count) return `${check.name} opens without some of its ${count} children`;
  return undefined;
}

const POLICIES = [
  'weightedRoutingPolicies',
  'failoverRoutingPolicies',
  'latencyRoutingPolicies',
  'geolocationRoutingPolicies',
  'geoproximityRoutingPolicy',
  'cidrRoutingPolicy',
  'multivalueAnswerRoutingPolicy',
] as const;

function saysSomething(record: GraphNode, name: string): boolean {
  const found = record.value(name);
  if (!found.known || found.value === undefined || found.value === null || found.value === false) return false;
  return !Array.isArray(found.value) || found.value.length > 0;
}

/** What a check of an alarm listens to; `undefined` for any other check, and where its alarm is not there. */
function signalOf(search: Search, check: GraphNode): Signal | undefined {
  search.rests(check);
  if (check.text('type') !== 'CLOUDWATCH_METRIC') return undefined;
  const [name, region] = [check.text('cloudwatchAlarmName'), check.text('cloudwatchAlarmRegion')];
  const alarms = search.graph.byType('aws:cloudwatch/metricAlarm:MetricAlarm');
  const alarm = search.rests(alarms.find((one) => one.region === region && one.text('name') === name));
  const [namespace, metric] = [alarm?.text('namespace'), alarm?.text('metricName')];
  if (region === undefined || namespace === undefined || metric === undefined) return undefined;
  const dimensions = alarm?.value('dimensions');
  const given = dimensions?.known ? (dimensions.value as PropertyMap | undefined) : undefined;
  const texts = Object.entries(given ?? {}).map(([key, value]) => [key, String(value)]);
  return { region, namespace, metric, dimensions: Object.fromEntries(texts) as Record<string, string> };
}

function vetoed(
  search: Search,
  site: Site,
  gate: GateOfSite,
  other: Site,
  by: GateOfSite,
  heard: readonly Signal[],
): void {
  const isThere = heard.some(
    ({ region, namespace, metric, dimensions }) =>
      metric === 'Veto' &&
      region === other.region &&
      namespace === by.namespace &&
      dimensions['Site'] === by.site &&
      dimensions['Against'] === gate.site,
  );
  if (isThere) return;
  noGate(search, site, [
    `no check of its gate hears a veto by ${other.name} (metric Veto of ${by.namespace} in ${other.region})`,
  ]);
}

function noGate(search: Search, site: Site, flaws: readonly string[]): void {
  search.problem(site, {
    code: 'topology.gate',
    message: 'no traffic gate is found, so a runbook could neither close the site nor claim, and a drill shows nothing',
    found: [...new Set(flaws)].join('; '),
    allowed:
      'a weighted record behind a calculated health check over the claim of the site and a veto by each other site',
    next: 'build the gate of docs/adr/0002-traffic-gate.md (stacks/components/site-gate.ts, site-alarms.ts), then export again',
  });
}
