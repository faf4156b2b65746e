import {
  answered,
  newestMetric,
  readAlarm,
  readCluster,
  readGlobalDatabase,
  readLastUpgradeEvent,
  readPendingMaintenance,
  readUnavailableMembers,
  type Seen,
  type SiteTopology,
  type StepIo,
  type Uses,
  uses,
} from 'evenkeel/runbook';
import { isTooFarBehind, lagText, readLag, type UpgradeInput } from './input.ts';
import { waysOn } from './words.ts';

/** The clusters that the version is not yet at: secondaries first, since AWS refuses a writer that is ahead of one (refusals, GDB-56). */
export function behind({ secondaries, writer, to }: UpgradeInput) {
  return [...secondaries, writer].filter(({ version }) => version !== to);
}

export function sitesOf({ writer, secondaries }: UpgradeInput): SiteTopology[] {
  return [...secondaries, writer].map(({ site }) => site);
}

/** Who looks at the clients: the sites that would still be there if the one that writes were lost. */
export function watchersOf({ writer, secondaries }: UpgradeInput): SiteTopology[] {
  return (secondaries.length > 0 ? secondaries : [writer]).map(({ site }) => site);
}

export function everywhere(sites: readonly SiteTopology[], ...names: Parameters<typeof uses>[1][]): Uses[] {
  return sites.flatMap(({ region }) => uses(region, ...names));
}

/** Whether the snapshot of an id is there, taken by this run: one of that name from before is another one. */
export async function snapshotSeen(io: StepIo, site: SiteTopology, id: string): Promise<Seen & { done: boolean }> {
  const { DBClusterSnapshots = [] } = await io.call('rds.DescribeDBClusterSnapshots', site.region, {
    DBClusterIdentifier: site.cluster.id,
    SnapshotType: 'manual',
  });
  const found = DBClusterSnapshots.find((one) => one.DBClusterSnapshotIdentifier === id);
  const holds = (found?.SnapshotCreateTime?.getTime() ?? 0) >= io.runStartedMs;
  return { holds, done: holds && found?.Status === 'available', detail: `${id} is ${found?.Status ?? 'missing'}` };
}

/** Every cluster and instance is available, and every copy in step. */
export async function readySeen(io: StepIo, input: UpgradeInput): Promise<Seen> {
  const problems = await lagProblems(io, input);
  for (const { site, region, cluster } of sitesOf(input)) {
    const { status } = await readCluster(io, region, cluster.id);
    if (status !== 'available') problems.push(`${site} is ${status}`);
    problems.push(...(await readUnavailableMembers(io, region, cluster.id)));
  }
  return seen(problems, 'all available and in step');
}

/** Whether a cluster runs the version and is available; ruled out once AWS has said that the upgrade came to nothing, or its site is lost. */
export async function upgradeSeen(io: StepIo, input: UpgradeInput, site: SiteTopology): Promise<Seen> {
  const left = waysOn(input);
  const writer = await writerSeen(io, input, left);
  if (!writer.holds) return writer;
  const cluster = await answered(() => clusterSeen(io, input.to, site));
  if (!cluster.answered) return { holds: false, detail: `${site.site} does not answer. ${left}` };
  const { ruledOut, detail } = cluster.value;
  return ruledOut ? { ...cluster.value, detail: `${detail} ${left}` } : cluster.value;
}

/** Seen from the sites that do not write: the public name answers, and every copy is in step. */
export async function settledSeen(io: StepIo, input: UpgradeInput, left: string): Promise<Seen> {
  const writer = await writerSeen(io, input, left);
  if (!writer.holds) return writer;
  const problems = await lagProblems(io, input);
  for (const { site, region, gate, alarms } of watchersOf(input)) {
    const alarm = await readAlarm(io, region, alarms.serviceUnreachable);
    if (alarm !== 'OK') problems.push(`alarm ${alarms.serviceUnreachable} is ${alarm}`);
    const served = await newestMetric(io, {
      ...{ region, namespace: gate.namespace, name: 'ServiceReachable', dimensions: { Site: gate.site } },
      ...{ statistic: 'Minimum', withinSeconds: 180 },
    });
    if (served?.value !== 1) problems.push(`${input.host} did not answer ${site} all the time`);
  }
  return seen(problems, 'served and in step');
}

/** One version and one patch at every site, and the global cluster says so too. */
export async function paritySeen(io: StepIo, input: UpgradeInput): Promise<Seen> {
  const { to, globalClusterId, writer } = input;
  const problems: string[] = [];
  const pending = new Set<string>();
  for (const { site, region, cluster } of sitesOf(input)) {
    const { status, version } = await readCluster(io, region, cluster.id);
    if (version !== to || status !== 'available') problems.push(`${site} is ${status} and runs ${version}`);
    pending.add((await readPendingMaintenance(io, region, cluster.arn)).join(', '));
  }
  if (pending.size > 1) problems.push(`maintenance is pending at some: ${[...pending].sort().join(' | ')}`);
  const global = await readGlobalDatabase(io, writer.site.region, globalClusterId);
  if (global.version !== to) problems.push(`${globalClusterId} is ${global.version}`);
  return seen(problems, `all at ${to}`);
}

async function clusterSeen(io: StepIo, to: string, { site, region, cluster }: SiteTopology): Promise<Seen> {
  const { status, version } = await readCluster(io, region, cluster.id);
  const detail = `${site} is ${status} and runs ${version}`;
  if (status !== 'available') return { holds: false, detail };
  if (version === to) return seen(await readUnavailableMembers(io, region, cluster.id), detail);
  const last = await readLastUpgradeEvent(io, region, cluster.id);
  // it failed, or a failover cancelled it
  const isOver = last?.id === 'RDS-EVENT-0085' || last?.id === 'RDS-EVENT-0517';
  return isOver ? { holds: false, ruledOut: true, detail: `${detail}: ${last.message}` } : { holds: false, detail };
}

/** The feeder of a site's signals dies with it: the public name fails, and the writing site says nothing any more. */
async function writerSeen(io: StepIo, input: UpgradeInput, left: string): Promise<Seen> {
  const { writer, secondaries } = input;
  const isThere = { holds: true, detail: `${writer.site.site} is there` };
  const watcher = secondaries[0]?.site;
  if (!watcher) return isThere;
  const { site, region, gate, alarms } = watcher;
  if ((await readAlarm(io, region, alarms.serviceUnreachable)) !== 'ALARM') return isThere;
  const heard = await newestMetric(io, {
    ...{ region, namespace: gate.namespace, name: 'WritesPerSecond', dimensions: { Site: writer.site.gate.site } },
    ...{ statistic: 'Average', withinSeconds: SILENT_SECONDS },
  });
  if (heard) return isThere;
  const lost = `${writer.site.site} is lost, seen from ${site}: ${input.host} does not answer and nothing is heard of it`;
  return { holds: false, ruledOut: true, detail: `${lost}. ${left}` };
}

/** The feeder speaks every ten seconds, and CloudWatch shows it within a minute or two. */
const SILENT_SECONDS = 300;

async function lagProblems(io: StepIo, { secondaries, lagLimitSeconds }: UpgradeInput): Promise<string[]> {
  const problems: string[] = [];
  for (const { site } of secondaries) {
    const lag = await readLag(io, site);
    if (isTooFarBehind(lag, lagLimitSeconds)) problems.push(`${site.site}: ${lagText(lag)}`);
  }
  return problems;
}

function seen(problems: readonly string[], otherwise: string): Seen {
  return { holds: problems.length === 0, detail: problems.join('; ') || otherwise };
}
