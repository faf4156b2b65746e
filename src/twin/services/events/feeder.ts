import { assert } from '../../../lib/errors.ts';
import { areConnected } from '../../physics/faults.ts';
import type { World } from '../../world.ts';
import { putMetric } from '../cloudwatch/metrics.ts';
import { numberOf } from '../dynamodb/records.ts';
import { type FunctionRecord, functionTable, mayInvoke } from '../lambda/records.ts';
import { rateMinutes, ruleTable, targetTable } from './records.ts';

/** The environment variable `EVENKEEL_FUNCTION` of the one function whose effect the twin models. */
export const FEEDER_MARK = 'gate-feeder@1';

/** What a feeder senses beside its flags: wired by the assembly of the twin, per world. */
export interface FeederSenses {
  /** Whether the service's public name answers its health path, asked from a region. */
  probeService(world: World, fromRegion: string, url: string): boolean;
  /** Whether every resolver's answer gives a probe of the service the same outcome; absent, nobody knows. */
  isProbeSettled?(world: World, url: string): boolean;
  /** Commits per second of a cluster while it writes; `undefined` where it does not. `cluster` is the function's `DB_CLUSTER`. */
  commitRate(world: World, region: string, cluster: string, atMs: number): number | undefined;
}

/** Gives the feeders of a world their senses. Not part of the state. */
export function connectFeeders(world: World, senses: FeederSenses): void {
  sensesOf.set(world, senses);
}
const sensesOf = new WeakMap<World, FeederSenses>();

export function isFeeder(record: FunctionRecord): boolean {
  return record.environment['EVENKEEL_FUNCTION'] === FEEDER_MARK;
}

/** Whether what the feeders sense does not depend on chance now. */
export function isSettled(world: World): boolean {
  const senses = sensesOf.get(world);
  return functionTable(world)
    .values()
    .filter(isFeeder)
    .every((record) => {
      const settings = settingsOf(record);
      return settings === undefined || senses?.isProbeSettled?.(world, settings.serviceUrl) === true;
    });
}

/**
 * One sample of the gate's feeder: what `stacks/functions/gate-feeder/index.mjs` does, in the twin's own terms
 * (docs/adr/0002). A flag that is not there is not fed.
 */
export function feed(world: World, feeder: FunctionRecord): void {
  const senses = sensesOf.get(world);
  assert(senses, 'the feeders of the world are connected before time passes');
  const settings = settingsOf(feeder);
  if (!settings) return;
  const { region } = feeder;
  const { site, table, namespace, peers } = settings;
  const put = (to: string, name: string, dimensions: Record<string, string>, value: number | undefined) => {
    if (value !== undefined) putMetric(world, to, namespace, name, dimensions, value, world.nowMs);
  };
  put(region, 'Claim', { Site: site }, numberOf(world, region, table, 'claim', 'on'));
  for (const peer of peers) {
    const veto = numberOf(world, region, table, `veto#${peer.site}`, 'on');
    put(region, 'Veto', { Site: site, Against: peer.site }, veto);
  }
  put(region, 'ServiceReachable', { Site: site }, senses.probeService(world, region, settings.serviceUrl) ? 1 : 0);
  const writes = senses.commitRate(world, region, settings.cluster, world.nowMs);
  for (const peer of peers) {
    if (areConnected(world, region, peer.region)) put(peer.region, 'WritesPerSecond', { Site: site }, writes);
  }
}

/**
 * Functions without an effect in this world, by ARN with the reason: those without the marker, and feeders that nothing
 * invokes.
 */
export function inertFunctions(world: World): { arn: string; reason: string }[] {
  return functionTable(world)
    .values()
    .flatMap((record) => {
      if (!isFeeder(record)) return { arn: record.arn, reason: 'the twin runs no function code' };
      if (!settingsOf(record)) return { arn: record.arn, reason: 'its environment is not that of a gate feeder' };
      return isInvoked(world, record) ? [] : { arn: record.arn, reason: 'no enabled rate(…) rule may invoke it' };
    });
}

/** Why nothing feeds the signals of a site in a namespace of a region; `undefined` where a feeder does. */
export function whyUnfed(world: World, region: string, gate: { site: string; namespace: string }): string | undefined {
  const silent = inertFunctions(world);
  const feeders = functionTable(world)
    .values(`${region}/`)
    .filter(({ environment }) => environment['SITE'] === gate.site && environment['NAMESPACE'] === gate.namespace);
  const reasons = feeders.map(({ arn, name }) => {
    const reason = silent.find((one) => one.arn === arn)?.reason;
    return reason === undefined ? undefined : `${name}: ${reason}`;
  });
  if (reasons.includes(undefined)) return undefined;
  return reasons.join('; ') || `no function of ${region} feeds ${gate.site} of ${gate.namespace}`;
}

function isInvoked(world: World, record: FunctionRecord): boolean {
  return targetTable(world)
    .values(`${record.region}/`)
    .some((target) => {
      const rule = ruleTable(world).get(`${target.region}/${target.rule}`);
      if (target.arn !== record.arn || !rule?.isEnabled) return false;
      return rateMinutes(rule.scheduleExpression) !== undefined && mayInvoke(record, 'events.amazonaws.com', rule.arn);
    });
}

interface FeederSettings {
  readonly site: string;
  readonly table: string;
  readonly namespace: string;
  readonly serviceUrl: string;
  readonly cluster: string;
  readonly peers: readonly { readonly site: string; readonly region: string }[];
}

function settingsOf({ environment }: FunctionRecord): FeederSettings | undefined {
  const { SITE, GATE_TABLE, NAMESPACE, SERVICE_URL, DB_CLUSTER, PEERS } = environment;
  if (!SITE || !GATE_TABLE || !NAMESPACE || !SERVICE_URL || !DB_CLUSTER || !PEERS) return undefined;
  const peers = parsed(PEERS);
  if (!peers) return undefined;
  return { site: SITE, table: GATE_TABLE, namespace: NAMESPACE, serviceUrl: SERVICE_URL, cluster: DB_CLUSTER, peers };
}

function parsed(json: string): FeederSettings['peers'] | undefined {
  try {
    const peers: unknown = JSON.parse(json);
    return Array.isArray(peers) ? (peers as FeederSettings['peers']) : undefined;
  } catch {
    return undefined; // the function itself would fail on it, and feed nothing
  }
}
