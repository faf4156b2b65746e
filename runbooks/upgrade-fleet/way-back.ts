import {
  type Act,
  act,
  readRefresh,
  readTemplateVersion,
  refreshTo,
  type StepIo,
  takes,
  type UndoStep,
  uses,
} from 'evenkeel/runbook';
import type { UpgradeSite } from './input.ts';
import { A_CALL, GROUP_READS, isAllOf, ONE_ROUND, ownRefresh, progressReads, REPLACES } from './replacing.ts';

/** AWS rolls back only what is active: a site that has finished needs a second refresh. */
export function wayBack(site: UpgradeSite): readonly UndoStep[] {
  return [rollback(site), refreshBack(site)];
}

/** Waits for whatever is active: nothing else can begin before it has ended. */
function rollback(site: UpgradeSite): UndoStep {
  const { region, group } = site;
  return {
    title: `AWS takes ${site.site} back while its refresh is active`,
    operations: [...progressReads(region), ...uses(region, 'autoscaling.RollbackInstanceRefresh')],
    expected: takes(...ONE_ROUND),
    timeoutSeconds: 7200,
    check: async (io) => {
      const refresh = await ownRefresh(io, site);
      // AWS refuses to roll back what is being cancelled, or is on its way back
      const goesOn = refresh?.isActive === true && !refresh.isRolledBack && refresh.status !== 'Cancelling';
      return { holds: !goesOn, detail: `refresh of this run: ${refresh?.status ?? 'none'}` };
    },
    act: act('autoscaling.RollbackInstanceRefresh', region, { AutoScalingGroupName: group }),
    confirm: {
      everySeconds: 15,
      until: async (io) => {
        const refresh = await readRefresh(io, region, group);
        return { holds: refresh?.isActive !== true, detail: `refresh ${refresh?.status} ${refresh?.percentage} %` };
      },
    },
  };
}

function refreshBack(site: UpgradeSite): UndoStep {
  const { region, group, oldVersion, oldImage } = site;
  const find = async (io: StepIo): Promise<Act[]> => {
    const refresh = await readRefresh(io, region, group);
    if (refresh?.isActive || (await isAllOf(io, site, oldVersion)).holds) return [];
    return [await refreshTo(io, region, group, oldVersion, REPLACES)];
  };
  return {
    title: `${site.site} is of version ${oldVersion} (${oldImage}) again, by a refresh back where it had finished`,
    operations: uses(region, ...GROUP_READS, 'autoscaling.StartInstanceRefresh'),
    expected: takes(...ONE_ROUND),
    timeoutSeconds: 7200,
    sweep: { everySeconds: 15, find },
    confirm: { everySeconds: 15, until: (io) => isAllOf(io, site, oldVersion) },
  };
}

/** Without it the launch template's newest version would be one that nobody runs, and the preview would not show what was not made. */
export function withoutVersion({ site, region, templateId, oldVersion, image }: UpgradeSite): UndoStep {
  const find = async (io: StepIo): Promise<Act[]> => {
    const latest = await readTemplateVersion(io, region, templateId, '$Latest');
    if (latest?.image !== image || latest.number === oldVersion) return [];
    const Versions = [latest.number];
    return [act('ec2.DeleteLaunchTemplateVersions', region, { LaunchTemplateId: templateId, Versions })];
  };
  return {
    title: `The version with ${image} leaves the launch template of ${site}`,
    operations: uses(region, 'ec2.DescribeLaunchTemplateVersions', 'ec2.DeleteLaunchTemplateVersions'),
    expected: A_CALL,
    timeoutSeconds: 600,
    sweep: { everySeconds: 5, find },
  };
}
