import type { Subject } from '../../../src/runner/runbook.ts';
import { FakeAws, fails, START_MS } from '../../runner/helpers/fake-target.ts';
import { subjectOf } from '../../runner/helpers/subject.ts';

/**
 * A small world in which the first site's region is lost at the start. Seconds are fixed: alarm 150, a flag's way into
 * DNS 20, capacity 60, failover 120, fencing 5. What it does not model: AWS's refusals, chance, clients.
 */
export class FailoverWorld {
  readonly aws = new FakeAws();
  readonly subject: Subject;
  /** Region → milliseconds; null: no metric. */
  readonly lagMs: Record<string, number | null> = {};
  readonly lost = new Set<string>();
  writesPerSecond: number | null = 240;
  readonly flags: Record<string, string> = {};
  readonly #flagMs: Record<string, number> = {};
  readonly desired: Record<string, number> = {};
  readonly #desiredMs: Record<string, number> = {};
  failoverTo: string | undefined;
  #failoverMs = 0;

  constructor(sites = 2) {
    this.subject = subjectOf(sites);
    const { sites: all } = this.subject.topology;
    this.lost.add(all[0]?.region ?? '');
    all.forEach((site, index) => {
      this.lagMs[site.region] = 400 + index;
      this.desired[site.region] = 2;
    });
    this.aws.dnsAnswers = (name) => this.#dns(name);
    this.#serve();
  }

  /** Resources and gates, without times. */
  state(): object {
    return {
      flags: this.flags,
      desired: this.desired,
      writer: this.writer(),
      failovers: this.aws.named('rds.FailoverGlobalCluster').length,
    };
  }

  writer(): string | undefined {
    if (this.failoverTo !== undefined && this.aws.nowMs >= this.#failoverMs + 120_000) return this.failoverTo;
    return this.subject.topology.sites[0]?.cluster.arn;
  }

  #serve(): void {
    const { sites } = this.subject.topology;
    const since = (atMs: number | undefined, seconds: number) => this.aws.nowMs >= (atMs ?? 0) + seconds * 1000;
    this.#on('cloudwatch.DescribeAlarms', () => ({
      MetricAlarms: [{ StateValue: since(START_MS, 150) ? 'ALARM' : 'OK' }],
    }));
    this.#on('cloudwatch.GetMetricData', (input, region) => {
      const metric = input.MetricDataQueries[0].MetricStat.Metric as { MetricName: string };
      const value = this.#metric(metric.MetricName, region);
      const at = value === null ? {} : { Values: [value], Timestamps: [new Date(this.aws.nowMs)] };
      return { MetricDataResults: [at] };
    });
    this.#on('autoscaling.DescribeAutoScalingGroups', (_input, region) => {
      const count = since(this.#desiredMs[region], 60) ? (this.desired[region] ?? 0) : 2;
      const Instances = Array.from({ length: count }, () => ({ LifecycleState: 'InService' }));
      return { AutoScalingGroups: [{ DesiredCapacity: this.desired[region], Instances }] };
    });
    this.#on('autoscaling.SetDesiredCapacity', (input, region) => {
      this.desired[region] = input.DesiredCapacity;
      this.#desiredMs[region] = this.aws.nowMs;
      return {};
    });
    this.#on('elbv2.DescribeTargetHealth', (_input, region) => {
      const count = since(this.#desiredMs[region], 75) ? (this.desired[region] ?? 0) : 2;
      const healthy = { TargetHealth: { State: 'healthy' } };
      return { TargetHealthDescriptions: Array.from({ length: count }, () => healthy) };
    });
    this.#on('dynamodb.GetItem', (input) => ({
      Item: { on: { N: this.flags[`${input.TableName}/${input.Key.id.S}`] ?? '0' } },
    }));
    this.#on('dynamodb.PutItem', (input) => {
      this.flags[`${input.TableName}/${input.Item.id.S}`] = input.Item.on.N;
      this.#flagMs[`${input.TableName}/${input.Item.id.S}`] = this.aws.nowMs;
      return {};
    });
    this.#on('rds.DescribeGlobalClusters', () => {
      const writer = this.writer();
      const isMoving = this.failoverTo !== undefined && writer !== this.failoverTo;
      return {
        GlobalClusters: [
          {
            GlobalClusterMembers: sites.map((site) => ({
              DBClusterArn: site.cluster.arn,
              IsWriter: site.cluster.arn === writer,
            })),
            ...(isMoving && { FailoverState: { Status: 'failing-over', ToDbClusterArn: this.failoverTo } }),
          },
        ],
      };
    });
    this.#on('rds.FailoverGlobalCluster', (input) => {
      if (this.failoverTo !== undefined) throw fails('refused', 'InvalidGlobalClusterStateFault');
      this.failoverTo = input.TargetDbClusterIdentifier;
      this.#failoverMs = this.aws.nowMs;
      return {};
    });
    this.#on('rds.DescribeDBClusters', () => ({ DBClusters: [{ Status: 'available' }] }));
    this.#on('rds.DescribeEvents', (input) => {
      const Message = `Attempt to block writes for DB cluster shop-a in Region us-east-1 timed out.`;
      return { Events: input.SourceType === 'db-instance' ? [{ Message }] : [] };
    });
  }

  /** Answers in a region that is not lost. */
  // biome-ignore lint/suspicious/noExplicitAny: inputs of many operations, each read by its own handler
  #on(name: string, handler: (input: any, region: string) => object): void {
    this.aws.handlers[name] = (input, { region }) => {
      if (this.lost.has(region)) throw fails('unreachable', 'ECONNREFUSED', name, region);
      return handler(input, region);
    };
  }

  #metric(name: string, region: string): number | null {
    if (name === 'AuroraGlobalDBReplicationLag') return this.lagMs[region] ?? null;
    if (name === 'WritesPerSecond') return this.writesPerSecond;
    const site = this.subject.topology.sites.find((one) => one.region === region);
    return this.#isOn(`${site?.gate.table}/veto#a`, 12) ? 1 : 0;
  }

  #isOn(flag: string, afterSeconds: number): boolean {
    return this.flags[flag] === '1' && this.aws.nowMs >= (this.#flagMs[flag] ?? 0) + afterSeconds * 1000;
  }

  /** The lost site's claim falls after 70 seconds; a flag reaches DNS after 20. */
  #dns(name: string): string[] {
    const { host, sites } = this.subject.topology;
    const site = sites.find((one) => one.balancer.dnsName === name);
    if (site) return [`198.18.0.${sites.indexOf(site)}`];
    if (name !== host) return [];
    const claiming = sites.findIndex((one) => this.#isOn(`${one.gate.table}/claim`, 20));
    const isVetoed = sites.some((one) => this.#isOn(`${one.gate.table}/veto#a`, 20));
    if (claiming >= 0) return [`198.18.0.${claiming}`];
    return this.aws.nowMs < START_MS + 70_000 && !isVetoed ? ['198.18.0.0'] : ['192.0.2.1'];
  }
}
