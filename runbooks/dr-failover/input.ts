import {
  answered,
  EvenkeelError,
  newestMetric,
  type OwnTest,
  readCluster,
  readFleet,
  readGlobalDatabase,
  type SiteTopology,
  type StepIo,
  type Subject,
  type Uses,
  uses,
} from 'evenkeel/runbook';

/** What the plan is computed from. */
export interface FailoverInput extends OwnTest {
  readonly host: string;
  readonly globalClusterId: string;
  readonly lost: SiteTopology;
  readonly survivor: SiteTopology;
  /** Milliseconds that the survivor's copy was behind when that was last seen. */
  readonly lagMs: Seen | null;
  /** Writes a second of the lost site, as the survivor last heard. */
  readonly writesPerSecond: Seen | null;
  /** The run since which the lost site vetoes the survivor: a veto that nobody can lift while that site is lost. */
  readonly vetoedSince: string | null;
  /** Versions of the survivor's cluster and of the global database, where they differ: AWS then refuses a failover. */
  readonly unequalVersions: { readonly survivor: string; readonly global: string } | null;
  readonly desiredBefore: number;
  readonly serving: number;
  readonly decisionSeconds: number;
}
interface Seen {
  readonly value: number;
  readonly at: string;
}

const LAST_SEEN_WITHIN_SECONDS = 1800;

export function observes({ topology }: Subject): Uses[] {
  return topology.sites.flatMap(({ region }) => [
    ...uses(region, 'rds.DescribeGlobalClusters', 'rds.DescribeDBClusters'),
    ...uses(region, 'cloudwatch.GetMetricData', 'autoscaling.DescribeAutoScalingGroups'),
  ]);
}

/** Finds out who writes from the sites that do not, and which of those is least behind. The site that writes is never asked. */
export async function observe(io: StepIo, subject: Subject): Promise<FailoverInput> {
  const { system, topology } = subject;
  const lost = await findWriter(io, subject);
  const survivors: { site: SiteTopology; lagMs: Seen | undefined }[] = [];
  for (const site of topology.sites.filter((other) => other.site !== lost.site)) {
    const lagMs = await answered(() => lastLag(io, site));
    if (lagMs.answered) survivors.push({ site, lagMs: lagMs.value });
  }
  const lagOf = (one: { lagMs: Seen | undefined }) => one.lagMs?.value ?? Number.POSITIVE_INFINITY;
  // a stable sort: of equal lags the order of the system file decides
  const best = survivors.sort((a, b) => (lagOf(a) < lagOf(b) ? -1 : lagOf(a) > lagOf(b) ? 1 : 0))[0];
  if (!best) throw noSurvivor(subject, lost.site);
  const survivor = best.site;
  const writes = await newestMetric(io, {
    region: survivor.region,
    namespace: survivor.gate.namespace,
    name: 'WritesPerSecond',
    dimensions: { Site: lost.gate.site },
    statistic: 'Average',
    withinSeconds: LAST_SEEN_WITHIN_SECONDS,
  });
  const { service, recovery } = system;
  return {
    host: topology.host,
    globalClusterId: topology.globalClusterId,
    lost,
    survivor,
    lagMs: best.lagMs ?? null,
    writesPerSecond: writes ?? null,
    vetoedSince: vetoedSince(subject, lost, survivor),
    unequalVersions: await unequalVersions(io, topology.globalClusterId, survivor),
    desiredBefore: (await readFleet(io, survivor.region, survivor.fleet.group)).desired,
    serving: service.size.serving,
    decisionSeconds: recovery.decisionSeconds,
    healthPath: service.healthPath,
    verify: service.verify,
  };
}

/** What an upgrade that was under way has left; AWS does not say when the global one changes, so a person judges. */
async function unequalVersions(io: StepIo, globalClusterId: string, { region, cluster }: SiteTopology) {
  const { version: global } = await readGlobalDatabase(io, region, globalClusterId);
  const { version: survivor } = await readCluster(io, region, cluster.id);
  return survivor === global ? null : { survivor, global };
}

/** The journal knows of the veto; the survivor cannot see it, since it is stored and fed at the lost site. */
function vetoedSince({ lastGivenUp }: Subject, lost: SiteTopology, survivor: SiteTopology): string | null {
  if (lastGivenUp?.site !== survivor.site || lastGivenUp.writer !== lost.site) return null;
  return lastGivenUp.run;
}

/** Asks the sites that did not write when last heard of first; the first answer settles it. */
async function findWriter(io: StepIo, subject: Subject): Promise<SiteTopology> {
  const { sites, globalClusterId } = subject.topology;
  const wroteLast = (site: SiteTopology) => (site.site === subject.lastKnownWriter ? 1 : 0);
  for (const { region } of [...sites].sort((a, b) => wroteLast(a) - wroteLast(b))) {
    const database = await answered(() => readGlobalDatabase(io, region, globalClusterId));
    if (!database.answered) continue;
    const writer = sites.find((site) => site.cluster.arn === database.value.writerArn);
    if (writer) return writer;
    throw new EvenkeelError({
      code: 'writer-unknown',
      message: `the site that writes is none of ${subject.system.system}`,
      found: database.value.writerArn ?? 'no writer',
      allowed: sites.map((site) => site.cluster.arn).join(', '),
      next: 'bring stacks and world together: evenkeel preview',
    });
  }
  throw noSurvivor(subject, subject.lastKnownWriter);
}

function lastLag(io: StepIo, site: SiteTopology): Promise<Seen | undefined> {
  return newestMetric(io, {
    region: site.region,
    namespace: 'AWS/RDS',
    name: 'AuroraGlobalDBReplicationLag',
    dimensions: { DBClusterIdentifier: site.cluster.id },
    statistic: 'Maximum',
    withinSeconds: LAST_SEEN_WITHIN_SECONDS,
  });
}

function noSurvivor({ topology }: Subject, lost: string): EvenkeelError {
  return new EvenkeelError({
    code: 'no-survivor',
    message: `no site of ${topology.system} but ${lost} answers`,
    found: topology.sites.map((site) => site.region).join(', '),
    allowed: 'at least one region beside that of the site that writes',
    next: 'wait for a region to return, or restore from a backup elsewhere',
  });
}
