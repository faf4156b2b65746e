import {
  type Act,
  act,
  defineRunbook,
  inSequence,
  readTemplateVersion,
  refreshTo,
  type Seen,
  type Step,
  type StepIo,
  takes,
  uses,
} from 'evenkeel/runbook';
import { checkpoint } from './upgrade-fleet/checkpoint.ts';
import { observe, observes, type UpgradeInput, type UpgradeSite } from './upgrade-fleet/input.ts';
import {
  A_CALL,
  checkpointsOf,
  isAllNew,
  ownRefresh,
  pauseSeconds,
  progressReads,
  REPLACES,
  WATCH_SECONDS,
  waits,
} from './upgrade-fleet/replacing.ts';
import { wayBack, withoutVersion } from './upgrade-fleet/way-back.ts';

/**
 * The image of the system file, rolled through the fleet of each site, one site after the other and the one that writes last. What fails
 * takes every site back to the version before.
 */
export const runbook = defineRunbook<UpgradeInput>({
  name: 'upgrade-fleet',
  title: 'Roll a new image through the fleets',
  defaultScenario: 'newer-image',
  judgedBy: 'change',
  observes,
  observe,
  plan: (input) => inSequence(input.sites, (site, after) => oneByOne(upgrade(site, input), after)),
  leaves: () => ({}),
});

type Part = Omit<Step, 'after'>;

function upgrade(site: UpgradeSite, input: UpgradeInput): Part[] {
  const pause = pauseSeconds(input.verify);
  const shares = checkpointsOf(site).flatMap((share) => checkpoint(site, input, share));
  return [version(site), refresh(site, pause), ...shares, finish(site, pause), standard(site)];
}

/** Whatever fails of them, the run takes back what it did. */
function oneByOne(parts: readonly Part[], after: readonly string[]): Step[] {
  return parts.map((part, index) => {
    const before = parts[index - 1];
    return { ...part, after: before ? [before.key] : after, onFailure: 'undo' };
  });
}

function version(site: UpgradeSite): Part {
  const { region, templateId, oldVersion, image } = site;
  const isThere = async (io: StepIo): Promise<Seen> => {
    const latest = await readTemplateVersion(io, region, templateId, '$Latest');
    return { holds: latest?.image === image, detail: `the latest is ${latest?.number} with ${latest?.image}` };
  };
  return {
    key: `${site.site}-version`,
    title: `The launch template of ${site.site} has a version with ${image}`,
    operations: uses(region, 'ec2.DescribeLaunchTemplateVersions', 'ec2.CreateLaunchTemplateVersion'),
    expected: A_CALL,
    timeoutSeconds: 600,
    check: isThere,
    act: act('ec2.CreateLaunchTemplateVersion', region, {
      LaunchTemplateId: templateId,
      SourceVersion: oldVersion,
      LaunchTemplateData: { ImageId: image },
    }),
    confirm: { everySeconds: 5, until: isThere },
    undo: { steps: [withoutVersion(site)] },
  };
}

/** By number, which only AWS knows: `$Latest` could not be rolled back, and the stack pins a number. */
function refresh(site: UpgradeSite, pause: number): Part {
  const { region, group, templateId, oldImage, image, alarm } = site;
  const find = async (io: StepIo): Promise<Act[]> => {
    const latest = await readTemplateVersion(io, region, templateId, '$Latest');
    if (latest?.image !== image || (await isAllNew(io, site)).holds) return [];
    // one that this run began is not begun again, whatever became of it: that is for the checkpoints to see
    if (await ownRefresh(io, site)) return [];
    const preferences = {
      ...REPLACES,
      CheckpointPercentages: checkpointsOf(site),
      CheckpointDelay: pause,
      BakeTime: pause,
      // where no run lives to watch, AWS does
      AlarmSpecification: { Alarms: [alarm] },
      AutoRollback: true,
    };
    return [await refreshTo(io, region, group, latest.number, preferences)];
  };
  return {
    key: `${site.site}-refresh`,
    title: `${site.site} begins to replace ${oldImage} by ${image}, pausing ${pause} s at ${checkpointsOf(site).join(', ')} %`,
    operations: [...progressReads(region), ...uses(region, 'autoscaling.StartInstanceRefresh')],
    expected: A_CALL,
    timeoutSeconds: 600,
    sweep: { everySeconds: 5, find },
    undo: { steps: wayBack(site) },
  };
}

function finish(site: UpgradeSite, pause: number): Part {
  const { region, image } = site;
  return {
    key: `${site.site}-finish`,
    title: `${site.site} has finished: its group launches ${image}`,
    operations: progressReads(region),
    expected: takes(waits('rest of the bake time', pause - WATCH_SECONDS)),
    timeoutSeconds: pause + 1200,
    confirm: {
      everySeconds: 30,
      until: (io) => isAllNew(io, site),
    },
    undo: { none: 'it only observes' },
  };
}

/** As the stack declares it: new instances of whoever names no version are of the newest. */
function standard({ site, region, templateId, image, oldDefault }: UpgradeSite): Part {
  const find = async (io: StepIo): Promise<Act[]> => {
    const latest = await readTemplateVersion(io, region, templateId, '$Latest');
    if (latest?.image !== image || latest.isDefault) return [];
    return [toDefault(latest.number)];
  };
  const toDefault = (DefaultVersion: string) =>
    act('ec2.ModifyLaunchTemplate', region, { LaunchTemplateId: templateId, DefaultVersion });
  return {
    key: `${site}-default`,
    title: `It is the default version of the launch template of ${site}`,
    operations: uses(region, 'ec2.DescribeLaunchTemplateVersions', 'ec2.ModifyLaunchTemplate'),
    expected: A_CALL,
    timeoutSeconds: 600,
    sweep: { everySeconds: 5, find },
    undo: { act: toDefault(oldDefault) },
  };
}
