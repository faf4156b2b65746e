import type { HealthCheckConfig } from '@aws-sdk/client-route-53';
import type { World } from '../../world.ts';
import type { AlarmWatch } from '../cloudwatch/records.ts';
import type { Tags } from '../tag-list.ts';

/** A public hosted zone (table `route53.zone`, key = id). Names end with a dot. */
export interface ZoneRecord {
  readonly id: string;
  readonly name: string;
  readonly callerReference: string;
  readonly comment: string;
  readonly nameServers: readonly string[];
  readonly tags: Tags;
  readonly createdMs: number;
  /** When the newest change is INSYNC: changes of one zone reach the name servers in their order. */
  readonly insyncMs: number;
}

/**
 * A record set (tables `route53.record`: what the control plane holds, and `route53.served`: what the name servers
 * answer; key = zone/name/type/set identifier).
 */
export interface RecordSet {
  readonly zoneId: string;
  readonly name: string;
  readonly type: string;
  readonly setIdentifier?: string | undefined;
  readonly ttlSeconds?: number | undefined;
  readonly values?: readonly string[] | undefined;
  readonly alias?: Alias | undefined;
  readonly weight?: number | undefined;
  readonly failover?: 'PRIMARY' | 'SECONDARY' | undefined;
  readonly healthCheckId?: string | undefined;
}
export interface Alias {
  readonly zoneId: string;
  readonly dnsName: string;
  readonly evaluateTargetHealth: boolean;
}

/** One batch of changes (table `route53.change`, key = id). */
export interface ChangeRecord {
  readonly id: string;
  readonly status: 'PENDING' | 'INSYNC';
  readonly submittedMs: number;
  readonly comment?: string | undefined;
}

/** A health check (table `route53.health-check`, key = id). */
export interface HealthCheckRecord {
  readonly id: string;
  readonly callerReference: string;
  readonly version: number;
  readonly config: HealthCheckConfig;
  /** The alarm as it was when the check was last created or updated. */
  readonly watch?: AlarmWatch | undefined;
  readonly tags: Tags;
  readonly createdMs: number;
}

export function zoneTable(world: World) {
  return world.table<ZoneRecord>('route53.zone');
}
export function recordTable(world: World) {
  return world.table<RecordSet>('route53.record');
}
export function servedTable(world: World) {
  return world.table<RecordSet>('route53.served');
}
export function changeTable(world: World) {
  return world.table<ChangeRecord>('route53.change');
}
export function healthCheckTable(world: World) {
  return world.table<HealthCheckRecord>('route53.health-check');
}

export function zoneArn(id: string): string {
  return `arn:aws:route53:::hostedzone/${id}`;
}
export function healthCheckArn(id: string): string {
  return `arn:aws:route53:::healthcheck/${id}`;
}
/** Subject of the transition that makes a change INSYNC: what an adapter settles. */
export function changeArn(id: string): string {
  return `arn:aws:route53:::change/${id}`;
}

export function recordKey(record: Pick<RecordSet, 'zoneId' | 'name' | 'type' | 'setIdentifier'>): string {
  return `${record.zoneId}/${record.name}/${record.type}/${record.setIdentifier ?? ''}`;
}

/** Lower case, with the dot at the end, `*` as Route 53 writes it. */
export function absoluteName(name: string): string {
  const lower = name.toLowerCase().replaceAll('*', '\\052');
  return lower.endsWith('.') ? lower : `${lower}.`;
}

/** An id without the `/hostedzone/`, `/change/` or `/healthcheck/` that callers may put before it. */
export function bareId(id: string | undefined): string {
  return (id ?? '').replace(/^.*\//, '');
}
