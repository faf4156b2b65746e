import type { SiteTopology, Topology } from '../../../src/graph/topology.ts';
import type { ExecuteOptions } from '../../../src/runner/execute.ts';
import { Journal } from '../../../src/runner/journal/journal.ts';
import type { RunOptions } from '../../../src/runner/run.ts';
import type { Runbook, Subject } from '../../../src/runner/runbook.ts';
import type { Step } from '../../../src/runner/step.ts';
import type { System } from '../../../src/system/system.ts';
import type { FakeAws } from './fake-target.ts';

const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'ap-southeast-2', 'ca-central-1'];

/** A system of some sites; site `a` in us-east-1 is the founder. */
export function subjectOf(sites = 2): Subject {
  const names = ['a', 'b', 'c', 'd', 'e'].slice(0, sites);
  const topology: Topology = {
    system: 'shop',
    environment: 'prod',
    account: '111122223333',
    host: 'www.shop.example.com',
    zone: { id: 'Z1', name: 'shop.example.com', nameServers: ['ns-1.example.net'] },
    globalClusterId: 'shop-prod',
    globalClusterArn: 'arn:aws:rds::111122223333:global-cluster:shop-prod',
    sites: names.map((site, index) => siteOf(site, REGIONS[index] ?? '')),
    bound: [],
    restsOn: [],
  };
  const system = {
    system: 'shop',
    service: {
      healthPath: '/healthz',
      size: { min: 2, serving: 6, max: 12 },
      verify: { script: 'verify.mjs', timeoutSeconds: 30 },
    },
    recovery: { decisionSeconds: 300, objectives: { rtoSeconds: 900, rpoSeconds: 30 } },
  } as unknown as System;
  return { system, environment: 'prod', topology, lastKnownWriter: 'a' };
}

function siteOf(site: string, region: string): SiteTopology {
  const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:111122223333:${rest}`;
  return {
    site,
    region,
    stack: `shop-prod-${site}`,
    cluster: { id: `shop-${site}`, arn: arn('rds', `cluster:shop-${site}`), members: [`shop-${site}-1`] },
    fleet: { group: `shop-${site}-fleet`, min: 2, max: 12 },
    balancer: {
      arn: arn('elasticloadbalancing', `loadbalancer/app/shop-${site}/1`),
      dnsName: `shop-${site}.${region}.elb.amazonaws.com`,
      targetGroupArn: arn('elasticloadbalancing', `targetgroup/shop-${site}/1`),
    },
    gate: { site, table: `shop-${site}-gate`, namespace: 'Evenkeel/shop-prod' },
    alarms: { serviceUnreachable: `shop-${site}-unreachable`, replicationLag: `shop-${site}-lag` },
    vault: { name: `shop-${site}`, arn: arn('backup', `backup-vault:shop-${site}`) },
  };
}

/** A runbook of steps that do not depend on any input. */
export function runbookOf(steps: () => readonly Step[], name = 'test-book'): Runbook {
  return {
    name,
    title: 'A runbook of a test',
    defaultScenario: 'region-loss',
    observes: () => [],
    observe: () => Promise.resolve({}),
    plan: steps,
    leaves: () => ({}),
  };
}

export const STEP: Pick<Step, 'after' | 'operations' | 'expected' | 'timeoutSeconds' | 'undo'> = {
  after: [],
  operations: [],
  expected: { p50: 1, p99: 2, mark: 'estimated', parts: [] },
  timeoutSeconds: 120,
  undo: { none: 'a test' },
};

/** A step that only looks, at something that is there. */
export function looks(key: string, after: readonly string[] = [], more: Partial<Step> = {}): Step {
  const confirm = { everySeconds: 1, until: () => Promise.resolve({ holds: true, detail: `${key} looked` }) };
  return { ...STEP, key, title: key, after, confirm, ...more };
}

export async function optionsFor(
  aws: FakeAws,
  runbook: Runbook,
  more: Partial<ExecuteOptions & RunOptions> = {},
): Promise<RunOptions> {
  return {
    journal: more.journal ?? (await Journal.open(':memory:')),
    target: aws.target(),
    runbook,
    subject: subjectOf(),
    shellHost: { root: import.meta.dirname, path: process.env['PATH'] ?? '', node: process.execPath },
    ...more,
  };
}
