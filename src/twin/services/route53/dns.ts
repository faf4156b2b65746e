import { createHash } from 'node:crypto';
import { draw } from '../../../lib/chance.ts';
import { notModelled } from '../../aws-error.ts';
import type { World } from '../../world.ts';
import { isHealthy } from './health.ts';
import { absoluteName, type RecordSet, servedTable, type ZoneRecord, zoneTable } from './records.ts';

export interface DnsQuery {
  /** Who asks: the choice among weighted records is a keyed draw of it. */
  readonly subject: string;
  /** The zone whose name servers are asked; otherwise the one with the longest fitting name. */
  readonly zoneId?: string;
}

export interface DnsAnswer {
  readonly answers: readonly string[];
  /** How long a resolver keeps the answer. */
  readonly ttlSeconds: number;
  /** Of the record that was chosen, where it has one. */
  readonly setIdentifier?: string;
  /** What an alias or a CNAME leads to, without the dot at its end. */
  readonly aliasTarget?: string;
}

/**
 * Route 53's data plane, which no region's loss stops (refusals R53-25): what its name servers answer now. `undefined` where no
 * record of the name and type exists.
 */
export function resolveDns(world: World, name: string, type: string, query: DnsQuery): DnsAnswer | undefined {
  const found = recordsFor(world, name, type, query.zoneId);
  if (!found) return outside(name, type);
  const record = choose(world, eligible(world, found), query.subject);
  return record && answerOf(world, record, type, query.subject);
}

/** Every answer that some client could get now: one for each record that Route 53 may choose. */
export function possibleAnswers(world: World, name: string, type: string): DnsAnswer[] {
  const found = recordsFor(world, name, type, undefined);
  return eligible(world, found ?? []).flatMap((record) => answerOf(world, record, type, 'any') ?? []);
}

/** The zone whose name servers are asked for a name; `undefined` where the world has none. */
export function zoneOf(world: World, name: string): ZoneRecord | undefined {
  return zoneFor(world, absoluteName(name), undefined);
}

/** Lets a service say whether the target of an alias with EvaluateTargetHealth is healthy; wired by the assembly. */
export function registerAliasHealth(health: (world: World, dnsName: string) => boolean): void {
  aliasHealth = health;
}
let aliasHealth: ((world: World, dnsName: string) => boolean) | undefined;

/** TTL of an alias to a load balancer, seconds ([R53-AL2] of the refusals table). */
const BALANCER_TTL = 60;
const MAX_HOPS = 8;

/**
 * The records of a group that may be answered: the healthy ones, or all where none is (R53-04); of weighted ones those
 * of weight 0 only when no other is left (R53-06); of failover ones the primary where it, or none, is healthy (R53-01 to R53-03).
 */
function eligible(world: World, records: readonly RecordSet[]): RecordSet[] {
  const healthy = records.filter((record) => isRecordHealthy(world, record));
  const left = healthy.length > 0 ? healthy : [...records];
  const primary = left.filter((record) => record.failover === 'PRIMARY');
  if (primary.length > 0) return primary;
  const weighty = left.filter((record) => record.weight !== 0);
  return weighty.length > 0 ? weighty : left;
}

/** A record without a health check is healthy (R53-05); health check and target must both be (R53-09). */
function isRecordHealthy(world: World, record: RecordSet, hops = 0): boolean {
  if (record.healthCheckId !== undefined && !isHealthy(world, record.healthCheckId)) return false;
  if (!record.alias?.evaluateTargetHealth) return true;
  const inside = recordsFor(world, record.alias.dnsName, record.type, record.alias.zoneId);
  if (inside && hops < MAX_HOPS) return inside.some((target) => isRecordHealthy(world, target, hops + 1));
  if (!aliasHealth) throw notModelled(`the health of the alias target ${record.alias.dnsName}`);
  return aliasHealth(world, withoutDot(record.alias.dnsName));
}

function choose(world: World, records: readonly RecordSet[], subject: string): RecordSet | undefined {
  const first = records[0];
  if (!first || records.length === 1) return first;
  const weights = records.map((record) => record.weight || 0);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const even = total === 0;
  let left = draw(world.seed, `${first.name} ${first.type}`, `dns#${subject}`) * (even ? records.length : total);
  for (const [index, record] of records.entries()) {
    left -= even ? 1 : (weights[index] ?? 0);
    if (left < 0) return record;
  }
  return records.at(-1);
}

function answerOf(world: World, record: RecordSet, type: string, subject: string, hops = 0): DnsAnswer | undefined {
  const chosen = record.setIdentifier === undefined ? {} : { setIdentifier: record.setIdentifier };
  if (!record.alias && (record.type === type || hops >= MAX_HOPS)) {
    return { answers: record.values ?? [], ttlSeconds: record.ttlSeconds ?? 0, ...chosen };
  }
  const target = record.alias?.dnsName ?? record.values?.[0] ?? '';
  const inside = recordsFor(world, target, type, undefined);
  const next = inside && hops < MAX_HOPS ? choose(world, eligible(world, inside), subject) : undefined;
  const end = next ? answerOf(world, next, type, subject, hops + 1) : outside(target, type);
  if (!end) {
    if (record.alias) throw notModelled(`aliases to ${target}`);
    return undefined;
  }
  const ttlSeconds = record.alias ? end.ttlSeconds : Math.min(record.ttlSeconds ?? 0, end.ttlSeconds);
  return { answers: end.answers, ttlSeconds, ...chosen, aliasTarget: withoutDot(target) };
}

/** Names of AWS's own zones: of those, the addresses of load balancers are modelled. */
function outside(name: string, type: string): DnsAnswer | undefined {
  const plain = withoutDot(name.toLowerCase());
  if (type !== 'A' || !plain.endsWith('.elb.amazonaws.com')) return undefined;
  return { answers: balancerAddresses(plain), ttlSeconds: BALANCER_TTL };
}

/** Three addresses of 198.18.0.0/15 (RFC 2544, never routed) that follow from a balancer's name alone. */
export function balancerAddresses(dnsName: string): string[] {
  const digest = createHash('sha256')
    .update(withoutDot(dnsName).replace(/^dualstack\./, ''))
    .digest();
  return [0, 3, 6].map((at) => `198.${18 + ((digest[at] ?? 0) % 2)}.${digest[at + 1]}.${digest[at + 2]}`).sort();
}

/** The record sets of a name and type (or the CNAME that stands there), `undefined` where the world has no such name. */
function recordsFor(world: World, name: string, type: string, zoneId: string | undefined): RecordSet[] | undefined {
  const absolute = absoluteName(name);
  const zone = zoneFor(world, absolute, zoneId);
  if (!zone) return undefined;
  for (const candidate of [absolute, ...wildcards(absolute, zone.name)]) {
    const named = servedTable(world).values(`${zone.id}/${candidate}/`);
    if (named.length === 0) continue;
    const fitting = named.filter((record) => record.type === type);
    return fitting.length > 0 ? fitting : named.filter((record) => record.type === 'CNAME');
  }
  return undefined;
}

function zoneFor(world: World, name: string, zoneId: string | undefined): ZoneRecord | undefined {
  const fits = (zone: ZoneRecord) => name === zone.name || name.endsWith(`.${zone.name}`);
  if (zoneId !== undefined) {
    const zone = zoneTable(world).get(zoneId);
    return zone && fits(zone) ? zone : undefined;
  }
  // of two zones of one name, the registrar's delegation decides: taken to be the older one
  return zoneTable(world)
    .values()
    .filter(fits)
    .sort((a, b) => b.name.length - a.name.length || a.createdMs - b.createdMs || (a.id < b.id ? -1 : 1))[0];
}

function wildcards(name: string, zone: string): string[] {
  const labels = name.slice(0, -zone.length).split('.').filter(Boolean);
  return labels.map((_, index) => ['\\052', ...labels.slice(index + 1), zone].join('.'));
}

function withoutDot(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name;
}
