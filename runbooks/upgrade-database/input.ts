import {
  type ClusterReading,
  type MetricReading,
  newestMetric,
  type OwnTest,
  readCluster,
  readGlobalDatabase,
  readMinorTargets,
  readPendingMaintenance,
  readUnavailableMembers,
  refuse,
  type SiteTopology,
  type StepIo,
  type Subject,
  type Uses,
  uses,
} from 'evenkeel/runbook';

/** What the plan is computed from. */
export interface UpgradeInput extends OwnTest {
  readonly host: string;
  readonly globalClusterId: string;
  /** The minute in which this was read, `2026-01-01T00:05`: what the snapshot is called by. */
  readonly asOf: string;
  /** The version that the system file asks for. */
  readonly to: string;
  readonly writer: Member;
  /** The others, in the order of the system file. */
  readonly secondaries: readonly Secondary[];
  /** A secondary further behind than the system may lose is not upgraded, and the writer not while one is. */
  readonly lagLimitSeconds: number;
  readonly decisionSeconds: number;
}
export interface Member {
  readonly site: SiteTopology;
  /** What it runs before. */
  readonly version: string;
}
export interface Secondary extends Member {
  /** Milliseconds behind, when last seen. */
  readonly lagMs: number;
}

/** A lag is published every minute; one older than this says nothing of now. */
const LAG_SEEN_WITHIN_SECONDS = 300;

export function observes({ topology }: Subject): Uses[] {
  return topology.sites.flatMap(({ region }) => [
    ...uses(region, 'rds.DescribeGlobalClusters', 'rds.DescribeDBClusters', 'rds.DescribeDBInstances'),
    ...uses(
      region,
      'rds.DescribeDBEngineVersions',
      'rds.DescribePendingMaintenanceActions',
      'cloudwatch.GetMetricData',
    ),
  ]);
}

/** Asks every site: an upgrade needs them all. Whatever stands against it ends the run before anything is done. */
export async function observe(io: StepIo, subject: Subject): Promise<UpgradeInput> {
  const { system, topology } = subject;
  const { sites, globalClusterId, host } = topology;
  const first = sites[0];
  if (!first) throw new Error('broken invariant: a system has a site');
  const to = system.database.version;
  const lagLimitSeconds = system.recovery.objectives.rpoSeconds;
  const { writerArn, moving, resyncingArns } = await readGlobalDatabase(io, first.region, globalClusterId);
  if (moving)
    stop(`the writer of ${globalClusterId} moves`, moving.status, 'a database that stands still', 'wait for its end');
  const members: Member[] = [];
  for (const site of sites) {
    const cluster = await readCluster(io, site.region, site.cluster.id);
    await refuseUnready(io, site, cluster, resyncingArns);
    if (cluster.version !== to) await refuseTarget(io, site, cluster, to);
    members.push({ site, version: cluster.version });
  }
  if (members.every(({ version }) => version === to)) {
    stop(
      'there is nothing to upgrade',
      `every site runs ${to}`,
      'another version',
      'set database.version in the system file',
    );
  }
  await refuseUnequalPatches(io, members);
  const writer = members.find(({ site }) => site.cluster.arn === writerArn);
  if (!writer)
    return stop(`no site of ${system.system} writes`, writerArn ?? 'no writer', 'a site', 'evenkeel preview');
  const secondaries: Secondary[] = [];
  for (const member of members.filter((one) => one !== writer)) {
    const lag = await readLag(io, member.site);
    if (isTooFarBehind(lag, lagLimitSeconds)) {
      stop(
        `the copy at ${member.site.site} is too far behind`,
        lagText(lag),
        `${lagLimitSeconds} s at most`,
        'wait until it has caught up',
      );
    }
    secondaries.push({ ...member, lagMs: lag?.value ?? 0 });
  }
  const { service, recovery } = system;
  return {
    ...{ host, globalClusterId, to, writer, secondaries, lagLimitSeconds },
    asOf: new Date(io.nowMs()).toISOString().slice(0, 16),
    decisionSeconds: recovery.decisionSeconds,
    healthPath: service.healthPath,
    verify: service.verify,
  };
}

/** Calls `cloudwatch.GetMetricData`. */
export function readLag(io: StepIo, site: SiteTopology): Promise<MetricReading | undefined> {
  return newestMetric(io, {
    region: site.region,
    namespace: 'AWS/RDS',
    name: 'AuroraGlobalDBReplicationLag',
    dimensions: { DBClusterIdentifier: site.cluster.id },
    statistic: 'Maximum',
    withinSeconds: LAG_SEEN_WITHIN_SECONDS,
  });
}

/** A lag that nobody sees is too high. */
export function isTooFarBehind(lag: MetricReading | undefined, limitSeconds: number): boolean {
  return lag === undefined || lag.value > limitSeconds * 1000;
}

export function lagText(lag: MetricReading | undefined): string {
  return lag ? `${(lag.value / 1000).toFixed(1)} s behind` : `no lag seen in ${LAG_SEEN_WITHIN_SECONDS} s`;
}

async function refuseUnready(
  io: StepIo,
  { site, region, cluster: { id, arn } }: SiteTopology,
  cluster: ClusterReading,
  resyncing: readonly string[],
): Promise<void> {
  if (resyncing.includes(arn))
    stop(`the copy at ${site} is being rebuilt`, 'pending-resync', 'connected', 'wait for RDS-EVENT-0241');
  if (cluster.status !== 'available')
    stop(`the database of ${site} is not available`, cluster.status, 'available', 'wait, or mend it');
  const members = await readUnavailableMembers(io, region, id);
  if (members.length > 0)
    stop(`members at ${site} are not available`, members.join(', '), 'available', 'wait, or mend them');
}

async function refuseTarget(
  io: StepIo,
  { site, region }: SiteTopology,
  cluster: ClusterReading,
  to: string,
): Promise<void> {
  const targets = await readMinorTargets(io, region, cluster);
  if (targets.includes(to)) return;
  const allowed = targets.join(', ') || 'none';
  stop(
    `AWS does not upgrade ${cluster.version} at ${site} to ${to} in place`,
    to,
    allowed,
    'set database.version to one of these',
  );
}

/** Among members of one version, those with a patch pending run an older one (docs/adr/0015). */
async function refuseUnequalPatches(io: StepIo, members: readonly Member[]): Promise<void> {
  const pending: string[] = [];
  for (const { site } of members) {
    const actions = await readPendingMaintenance(io, site.region, site.cluster.arn);
    if (actions.length > 0) pending.push(`${site.site}: ${actions.join(', ')}`);
  }
  if (pending.length === 0 || pending.length === members.length) return;
  stop(
    'the sites do not run one patch',
    pending.join('; '),
    'the same at every site',
    'apply the pending maintenance, secondaries first',
  );
}

function stop(message: string, found: string, allowed: string, next: string): never {
  return refuse({ code: 'upgrade-refused', message, found, allowed, next });
}
