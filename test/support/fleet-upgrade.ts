import { runbook } from '../../runbooks/upgrade-fleet.ts';
import { HOUR_MS } from '../../src/lib/clock.ts';
import { changedSystem } from '../../src/rehearsal/changed-system.ts';
import { imagesOf, type Rehearsal, rehearse } from '../../src/rehearsal/rehearse.ts';
import type { Runbook } from '../../src/runner/runbook.ts';
import type { Scenario } from '../../src/runner/scenario.ts';
import { strike, wrongWithImage } from '../../src/twin/physics/faults.ts';
import { templateOf } from '../../src/twin/services/autoscaling/launch.ts';
import { groups } from '../../src/twin/services/autoscaling/records.ts';
import { isActive, refreshesOf } from '../../src/twin/services/autoscaling/refresh-records.ts';
import { inRegion, instances, launchTemplates, launchTemplateVersions } from '../../src/twin/services/ec2/records.ts';
import { clusters, globalClusters, writerOfGlobal } from '../../src/twin/services/rds/records.ts';
import type { World } from '../../src/twin/world.ts';
import { type KillableRun, killableRun } from './killable-run.ts';
import type { SystemUp } from './system-up.ts';

/** A rehearsal on a copy of the world, with clients who ask every five seconds for as much as others every second. Each of its children runs: what the team's test finds depends on who answers it. */
export function rehearseUpgrade(
  up: SystemUp,
  scenario: Scenario,
  seed: string,
  upgrade: Runbook = runbook,
): Promise<Rehearsal> {
  const isSpoilt = scenario.faults.some(({ kind }) => kind === 'bad-image');
  const { shared, ...host } = up.shellHost;
  return rehearse({
    start: { snapshot: up.twin.world.dump(), inert: {}, limits: [] },
    subject: up.subject,
    runbook: upgrade,
    scenario: { ...scenario, load: { ...scenario.load, everySeconds: 5 } },
    seed,
    shellHost: isSpoilt || !shared ? host : up.shellHost,
    replay: '',
  });
}

/** A world in which an upgrade is asked for, without clients. */
export function upgradeGround({ twin, subject, shellHost }: SystemUp, seed = '1'): KillableRun {
  const changed = { ...subject, system: changedSystem(subject.system, { image: 'newer' }) };
  return killableRun({ snapshot: twin.world.dump(), subject: changed, runbook, shellHost, seed });
}

/** Lets the newer image of a region be one that never turns healthy. */
export function spoil({ world, subject }: KillableRun, region: string): void {
  const image = imagesOf(subject)[region] ?? '';
  world.transact(() => strike(world, { kind: 'bad-image', region, image, effect: 'unhealthy' }, 100 * HOUR_MS));
}

/** What an upgrade is about, without times and without the names of instances: groups, launch templates and refreshes. */
export function fleetsOf(world: World): object[] {
  return groups(world)
    .values()
    .map((group) => {
      const { LaunchTemplateId = '', Version } = templateOf(group);
      const template = launchTemplates(world).get(inRegion(group.region, LaunchTemplateId));
      const versions = launchTemplateVersions(world).values(`${inRegion(group.region, LaunchTemplateId)}/`);
      return {
        group: group.name,
        size: [group.min, group.desired, group.max, group.surge ?? 0],
        version: Version,
        instances: group.instances.map((member) => [member.template.version, member.state]).sort(),
        default: template?.defaultVersion,
        versions: versions.map(({ version, data }) => [version, data]),
        refreshes: refreshesOf(world, group).map(({ status, desired }) => [
          status,
          desired && templateOf(desired).Version,
        ]),
      };
    });
}

/** What is wrong with how an upgrade ended, by the world alone; nothing, as it should be. */
export function upgradeFaults({ document, twin }: Rehearsal, images: Readonly<Record<string, string>>): string[] {
  const { world } = twin;
  const faults: string[] = document.violations.map(({ checker, message }) => `${checker}: ${message}`);
  const wanted = { done: true, rolledBack: false }[document.outcome as string];
  if (wanted === undefined) faults.push(`the outcome is ${document.outcome}`);
  for (const group of groups(world).values()) {
    const { region } = group;
    const image = images[region] ?? '';
    const running = group.instances.filter(({ state }) => state !== 'Terminating');
    const isNew = running.map(({ id }) => instances(world).get(inRegion(region, id))?.imageId === image);
    if (isNew.includes(!wanted)) faults.push(`${document.outcome}, and ${group.name} has instances of the other image`);
    if (running.length !== group.desired)
      faults.push(`${group.name} has ${running.length} of ${group.desired} instances`);
    const active = refreshesOf(world, group).find(isActive);
    if (active) faults.push(`${group.name} is still being refreshed: ${active.status}`);
    const { LaunchTemplateId = '', Version } = templateOf(group);
    const template = launchTemplates(world).get(inRegion(region, LaunchTemplateId));
    const newest = launchTemplateVersions(world)
      .values(`${inRegion(region, LaunchTemplateId)}/`)
      .at(-1);
    const isNewest = Number(Version) === newest?.version && template?.defaultVersion === newest.version;
    if (!isNewest) faults.push(`${group.name} is pinned to ${Version}, the newest version is ${newest?.version}`);
    if ((newest?.data['ImageId'] === image) !== wanted)
      faults.push(`the newest version of ${group.name} is of the other image`);
    const wrong = wrongWithImage(world, region, image);
    if (document.outcome === 'done' && wrong) faults.push(`done, and the image of ${group.name} is one of ${wrong}`);
  }
  faults.push(...orderFaults(world));
  if (document.measured.lostWrites > 0) faults.push(`${document.measured.lostWrites} acknowledged writes are lost`);
  return faults;
}

/** The site that writes is refreshed after all others have been. */
function orderFaults(world: World): string[] {
  const writerArn = globalClusters(world).values().map(writerOfGlobal)[0]?.clusterArn ?? '';
  const writer = clusters(world)
    .values()
    .find(({ arn }) => arn === writerArn)?.region;
  const first = groups(world)
    .values()
    .flatMap((group) => refreshesOf(world, group).map(({ startMs }) => ({ startMs, region: group.region })))
    .sort((a, b) => a.startMs - b.startMs)[0];
  return first && first.region === writer ? ['it began at the site that writes'] : [];
}
