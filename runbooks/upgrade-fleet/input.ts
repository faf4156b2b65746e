import {
  CallError,
  EvenkeelError,
  type OwnTest,
  readAlarm,
  readCluster,
  readFleetVersions,
  readGlobalDatabase,
  readHealthyTargets,
  readRefresh,
  readTemplateVersion,
  refuse,
  type SiteTopology,
  type StepIo,
  type Subject,
  type Uses,
  uses,
} from 'evenkeel/runbook';

/** What the plan is computed from. */
export interface UpgradeInput extends OwnTest {
  /** The sites whose instances are not all of the declared image, in the order in which they are upgraded: the one that writes last. */
  readonly sites: readonly UpgradeSite[];
}

export interface UpgradeSite {
  readonly site: string;
  readonly region: string;
  readonly group: string;
  readonly balancer: SiteTopology['balancer'];
  /** Its own alarm on the public name, which AWS watches during a refresh. */
  readonly alarm: string;
  /** That of every site. */
  readonly alarms: readonly { readonly region: string; readonly name: string }[];
  readonly templateId: string;
  /** The numbers that the group and the launch template's default are at now. */
  readonly oldVersion: string;
  readonly oldDefault: string;
  readonly oldImage: string;
  readonly image: string;
  readonly desired: number;
  readonly isWriter: boolean;
}

/** What is found at a site, and why nothing may begin there. */
interface Found {
  readonly upgrade: UpgradeSite;
  readonly isDone: boolean;
  readonly problems: readonly Trouble[];
}
type Trouble = { readonly code: string; readonly found: string; readonly allowed: string };

export function observes({ topology }: Subject): Uses[] {
  return topology.sites.flatMap(({ region }) => [
    ...uses(region, 'autoscaling.DescribeAutoScalingGroups', 'autoscaling.DescribeInstanceRefreshes'),
    ...uses(region, 'ec2.DescribeLaunchTemplateVersions', 'elbv2.DescribeTargetHealth', 'cloudwatch.DescribeAlarms'),
    ...uses(region, 'rds.DescribeGlobalClusters', 'rds.DescribeDBClusters'),
  ]);
}

/** Compares the images of the system file with those that run; refuses where a site is not in order, or where there is nothing to do. */
export async function observe(io: StepIo, subject: Subject): Promise<UpgradeInput> {
  const { system, topology } = subject;
  const all: Found[] = [];
  for (const site of topology.sites) all.push(await reachable(site, () => look(io, subject, site)));
  const problems = all.flatMap(({ upgrade: { site, region }, problems }) =>
    problems.map((one) => ({
      ...one,
      message: `${site} (${region}) is not fit for an upgrade of the fleets`,
      next: 'put it in order, then run the upgrade',
    })),
  );
  if (problems.length > 0) refuse(problems);
  const sites = all.filter(({ isDone }) => !isDone).map(({ upgrade }) => upgrade);
  if (sites.length === 0) {
    refuse({
      code: 'nothing-to-do',
      message: `every instance of ${system.system} runs the image of the system file`,
      found: all.map(({ upgrade }) => `${upgrade.site}: ${upgrade.image}`).join(', '),
      allowed: 'an image in the system file that is not running',
      next: 'name the new image in the system file, then run the upgrade',
    });
  }
  const { service } = system;
  return {
    sites: [...sites.filter(({ isWriter }) => !isWriter), ...sites.filter(({ isWriter }) => isWriter)],
    healthPath: service.healthPath,
    verify: service.verify,
  };
}

async function look(io: StepIo, { system, environment, topology }: Subject, site: SiteTopology): Promise<Found> {
  const { region, fleet, balancer, cluster } = site;
  const { group } = fleet;
  const fleetNow = await readFleetVersions(io, region, group);
  const now = await readTemplateVersion(io, region, fleetNow.templateId, fleetNow.version);
  const standard = await readTemplateVersion(io, region, fleetNow.templateId, '$Default');
  const refresh = await readRefresh(io, region, group);
  const healthy = await readHealthyTargets(io, region, balancer.targetGroupArn);
  const alarm = await readAlarm(io, region, site.alarms.serviceUnreachable);
  const { writerArn } = await readGlobalDatabase(io, region, topology.globalClusterId);
  const { status } = await readCluster(io, region, cluster.id);
  const image = system.environments[environment]?.sites.find(({ name }) => name === site.site)?.image ?? '';
  const { min } = system.service.size;
  const isUniform = fleetNow.instances.every((version) => version === fleetNow.version);
  const problems: Trouble[] = [
    ...unless(
      refresh?.isActive !== true,
      'refresh-active',
      `an instance refresh of ${group} is ${refresh?.status}`,
      'none',
    ),
    ...unless(
      !fleetNow.version.startsWith('$'),
      'version-not-pinned',
      fleetNow.version,
      'a number: AWS cannot roll back to others',
    ),
    ...unless(
      Math.min(healthy, fleetNow.desired) >= min,
      'capacity',
      `${healthy} healthy of ${fleetNow.desired}`,
      `${min} or more, as service.size.min says`,
    ),
    ...unless(alarm === 'OK', 'site-unhealthy', `${site.alarms.serviceUnreachable} is ${alarm}`, 'OK'),
    ...unless(status === 'available', 'site-unhealthy', `${cluster.id} is ${status}`, 'available'),
  ];
  return {
    isDone: now?.image === image && isUniform && standard?.number === fleetNow.version,
    problems,
    upgrade: {
      site: site.site,
      region,
      group,
      balancer,
      alarm: site.alarms.serviceUnreachable,
      alarms: topology.sites.map((one) => ({ region: one.region, name: one.alarms.serviceUnreachable })),
      templateId: fleetNow.templateId,
      oldVersion: fleetNow.version,
      oldDefault: standard?.number ?? fleetNow.version,
      oldImage: now?.image ?? '',
      image,
      desired: fleetNow.desired,
      isWriter: writerArn === cluster.arn,
    },
  };
}

function unless(holds: boolean, code: string, found: string, allowed: string): Trouble[] {
  return holds ? [] : [{ code, found, allowed }];
}

/** A site that does not answer is no site that can be upgraded, nor one to fall back on. */
async function reachable<T>({ site, region }: SiteTopology, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const { failure } = error instanceof CallError ? error.fields : {};
    if (failure !== 'unreachable' && failure !== 'unknown') throw error;
    refuse({
      code: 'site-unhealthy',
      message: `${site} (${region}) does not answer`,
      found: error instanceof EvenkeelError ? error.message : 'no answer',
      allowed: 'every site in order: while one is upgraded the others are what is fallen back on',
      next: 'wait until it is back, or fail over',
    });
  }
}
