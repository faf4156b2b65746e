import {
  type ExpectedPart,
  type RefreshPreferences,
  type RefreshReading,
  readFleetVersions,
  readRefresh,
  readTemplateVersion,
  type Seen,
  type StepIo,
  takes,
  type Uses,
  uses,
} from 'evenkeel/runbook';
import type { UpgradeSite } from './input.ts';

/** Half as many again beside those that serve: an instance of the old version goes when its successor is warm, never before. */
export const REPLACES: RefreshPreferences = {
  MinHealthyPercentage: 100,
  MaxHealthyPercentage: 150,
  InstanceWarmup: 60,
  // a refresh that is begun again replaces only what is left
  SkipMatching: true,
};

/** From a launch to an instance that counts as new. */
export const ONE_ROUND = [
  'autoscaling.react',
  'ec2.launch',
  'ec2.application-start',
  'elbv2.target-healthy',
  waits('warm-up', 60),
] as const;

export const A_CALL = takes({ figure: 'a call', p50: 5, p99: 60, mark: 'estimated', source: 'none found' });

/** A time that AWS, or the run, waits because this runbook says so. */
export function waits(figure: string, seconds: number): ExpectedPart {
  return { figure, p50: seconds, p99: seconds, mark: 'documented', source: 'upgrade-fleet waits so long' };
}

export const GROUP_READS = ['autoscaling.DescribeAutoScalingGroups', 'autoscaling.DescribeInstanceRefreshes'] as const;

/** What is asked to know how far a site is. */
export function progressReads(region: string): Uses[] {
  return uses(region, 'ec2.DescribeLaunchTemplateVersions', ...GROUP_READS);
}

/** How long a share of new instances is watched before the team's own test. */
export const WATCH_SECONDS = 180;
/** What the delay of a checkpoint leaves to take over a run whose process died: after the delay AWS goes on by itself. */
const TAKEOVER_SECONDS = 600;

/** How long AWS waits at a checkpoint, and bakes: longer than watch, test and the takeover of a run. */
export function pauseSeconds(verify: { readonly timeoutSeconds: number }): number {
  return WATCH_SECONDS + verify.timeoutSeconds + TAKEOVER_SECONDS;
}

/** Percentages of the fleet; the canary is one instance, or 1 %: AWS takes no less. */
export function checkpointsOf({ desired }: UpgradeSite): number[] {
  const canary = Math.max(1, Math.floor(100 / desired));
  return [...new Set([canary, 50, 100])].filter((share) => share >= canary);
}

/** Whether a group and all of its instances are of a version, and nothing is being replaced. */
export async function isAllOf(io: StepIo, { region, group }: UpgradeSite, wanted: string): Promise<Seen> {
  const { version, instances } = await readFleetVersions(io, region, group);
  const refresh = await readRefresh(io, region, group);
  const others = instances.filter((one) => one !== wanted).length;
  return {
    holds: version === wanted && others === 0 && refresh?.isActive !== true,
    detail: `group at version ${version}, ${others} of ${instances.length} instances of another, refresh ${refresh?.status ?? 'none'}`,
  };
}

/** The same of the version with the new image, which only AWS can number. */
export async function isAllNew(io: StepIo, site: UpgradeSite): Promise<Seen> {
  const { region, templateId, image } = site;
  const latest = await readTemplateVersion(io, region, templateId, '$Latest');
  if (latest?.image === image) return isAllOf(io, site, latest.number);
  return { holds: false, detail: `the latest version is ${latest?.number} with ${latest?.image}` };
}

/**
 * The refresh to the new image that this run began. What others began, or an earlier run, says nothing about it, however new;
 * nor does one that names no version, which this runbook never begins.
 */
export function ownRefresh(io: StepIo, site: UpgradeSite): Promise<RefreshReading | undefined> {
  const { region, group, templateId, image } = site;
  return readRefresh(io, region, group, async ({ startedMs, toVersion }) => {
    if (startedMs < io.runStartedMs || toVersion === undefined) return false;
    return (await readTemplateVersion(io, region, templateId, toVersion))?.image === image;
  });
}
