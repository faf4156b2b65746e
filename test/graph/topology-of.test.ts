import { describe, expect, it } from 'vitest';
import type { CheckpointResource } from '../../src/graph/checkpoint.ts';
import { graphOf } from '../../src/graph/graph.ts';
import { topologyOf } from '../../src/graph/topology-of.ts';
import { EvenkeelError } from '../../src/lib/errors.ts';

const SITES = [
  { site: 'alpha', region: 'eu-west-1', founder: false },
  { site: 'zulu', region: 'us-east-1', founder: true },
];

function made(type: string, name: string, id: string, rest: Partial<CheckpointResource>): CheckpointResource {
  return { urn: `urn:pulumi:s::p::${type}::${name}`, type, custom: true, id, ...rest };
}

/** A system of another team: none of its names says what it is. */
function resources(): CheckpointResource[] {
  const own = { 'evenkeel:system': 'shop', 'evenkeel:environment': 'live' };
  const zone = made('aws:route53/zone:Zone', 'q', 'Z123456', {
    inputs: { tags: own },
    outputs: { name: 'shop.example', nameServers: ['ns-1', 'ns-2'] },
  });
  const global = made('aws:rds/globalCluster:GlobalCluster', 'g', 'glob', {
    inputs: { tags: own },
    outputs: { arn: 'arn:aws:rds::111122223333:global-cluster:glob' },
  });
  return [zone, global, ...SITES.flatMap((site) => siteResources(site, own))];
}

function siteResources({ site, region, founder }: (typeof SITES)[number], own: Record<string, string>) {
  const tags = { ...own, 'evenkeel:site': site };
  const at = { region };
  const arn = (rest: string) => `arn:aws:x:${region}:111122223333:${rest}`;
  const alarm = (metricName: string) =>
    made('aws:cloudwatch/metricAlarm:MetricAlarm', `${site}-${metricName}`, `m-${site}-${metricName}`, {
      inputs: { tags, metricName, name: `m-${site}-${metricName}` },
      outputs: at,
    });
  return [
    made('aws:rds/cluster:Cluster', `c-${site}`, `cl-${site}`, {
      inputs: { tags, ...(founder && { masterUsername: 'u' }) },
      outputs: { ...at, arn: arn(`cluster:${site}`) },
    }),
    made('aws:rds/clusterInstance:ClusterInstance', `i-${site}`, `in-${site}`, {
      inputs: { clusterIdentifier: `cl-${site}` },
      outputs: at,
    }),
    made('aws:alb/targetGroup:TargetGroup', `t-${site}`, arn(`tg/${site}`), {
      inputs: { tags },
      outputs: { ...at, arn: arn(`tg/${site}`) },
    }),
    made('aws:alb/loadBalancer:LoadBalancer', `l-${site}`, arn(`lb/${site}`), {
      inputs: { tags },
      outputs: { ...at, arn: arn(`lb/${site}`), dnsName: `${site}.elb.example` },
    }),
    made('aws:autoscaling/group:Group', `a-${site}`, `asg-${site}`, {
      inputs: {
        tags: Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
        minSize: 1,
        maxSize: 4,
        targetGroupArns: [arn(`tg/${site}`)],
      },
      outputs: at,
    }),
    made('aws:lambda/function:Function', `f-${site}`, `fn-${site}`, {
      inputs: {
        tags,
        environment: { variables: { EVENKEEL_FUNCTION: 'gate-feeder@1', GATE_TABLE: `tab-${site}`, NAMESPACE: 'N' } },
      },
      outputs: at,
    }),
    alarm('ServiceReachable'),
    alarm('AuroraGlobalDBReplicationLag'),
    made('aws:backup/vault:Vault', `v-${site}`, `va-${site}`, {
      inputs: { tags, name: `va-${site}` },
      outputs: { ...at, arn: arn('vault') },
    }),
    made('aws:route53/record:Record', `r-${site}`, `rec-${site}`, {
      inputs: {
        zoneId: 'Z123456',
        name: 'www',
        weightedRoutingPolicies: [{ weight: 1 }],
        aliases: [{ name: `dualstack.${site}.elb.example.` }],
      },
      outputs: { fqdn: 'www.shop.example' },
    }),
  ];
}

describe('the topology of a system', () => {
  it('is found by types, edges and tags, whatever the things are called', () => {
    const topology = topologyOf(graphOf(resources()));
    expect(topology).toMatchObject({
      system: 'shop',
      environment: 'live',
      account: '111122223333',
      host: 'www.shop.example',
      zone: { id: 'Z123456', name: 'shop.example', nameServers: ['ns-1', 'ns-2'] },
      globalClusterId: 'glob',
    });
    expect(topology.sites.map(({ site }) => site)).toEqual(['zulu', 'alpha']);
    expect(topology.sites[0]).toMatchObject({
      region: 'us-east-1',
      cluster: { id: 'cl-zulu', members: ['in-zulu'] },
      fleet: { group: 'asg-zulu', min: 1, max: 4 },
      balancer: { dnsName: 'zulu.elb.example', targetGroupArn: 'arn:aws:x:us-east-1:111122223333:tg/zulu' },
      gate: { table: 'tab-zulu', namespace: 'N' },
      alarms: { serviceUnreachable: 'm-zulu-ServiceReachable', replicationLag: 'm-zulu-AuroraGlobalDBReplicationLag' },
      vault: { name: 'va-zulu' },
    });
  });

  it('has its sites in the order that is asked for', () => {
    const { sites } = topologyOf(graphOf(resources()), { sites: ['alpha', 'zulu'] });
    expect(sites.map(({ site }) => site)).toEqual(['alpha', 'zulu']);
  });

  it('does not depend on the order of the resources', () => {
    expect(topologyOf(graphOf(resources().reverse()))).toEqual(topologyOf(graphOf(resources())));
  });

  it('says everything that was not found at once', () => {
    const left = resources().filter(
      ({ type, urn }) => !/vault|function/.test(type) && !/ServiceReachable|r-/.test(urn),
    );
    const error = (() => {
      try {
        return topologyOf(graphOf(left));
      } catch (cause) {
        return cause;
      }
    })();
    expect(error).toBeInstanceOf(EvenkeelError);
    expect(
      (error as EvenkeelError).problems.map(({ message }) =>
        message.replace(/^shop live: | is not in the checkpoints$/g, ''),
      ),
    ).toEqual([
      'a weighted record of the public name',
      'the gate feeder of site zulu',
      'aws:backup/vault:Vault of site zulu',
      'the alarm on ServiceReachable of site zulu',
      'the gate feeder of site alpha',
      'aws:backup/vault:Vault of site alpha',
      'the alarm on ServiceReachable of site alpha',
      'the zone of the public name',
    ]);
  });

  it('asks which system is meant where there are several, and finds none where there is none', () => {
    const second = made('aws:rds/globalCluster:GlobalCluster', 'h', 'hh', {
      inputs: { tags: { 'evenkeel:system': 'other', 'evenkeel:environment': 'live' } },
    });
    expect(() => topologyOf(graphOf([...resources(), second]))).toThrow(/more than one[\s\S]*other, shop/);
    expect(topologyOf(graphOf([...resources(), second]), { system: 'shop' }).globalClusterId).toBe('glob');
    expect(() => topologyOf(graphOf([]))).toThrow(/hold no global database/);
  });
});
