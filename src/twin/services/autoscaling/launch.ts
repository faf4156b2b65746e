import { drawHex } from '../../../lib/chance.ts';
import { AwsError, notModelled } from '../../aws-error.ts';
import type { World } from '../../world.ts';
import { launchInstance } from '../ec2/instances.ts';
import { type LaunchData, launchDataOf, type TemplateReference } from '../ec2/launch-data.ts';
import { findLaunchTemplate, launchTemplateVersion } from '../ec2/launch-templates.ts';
import { inRegion, subnets } from '../ec2/records.ts';
import { beginActivity } from './activities.ts';
import { type Group, type Member, putGroup } from './records.ts';
import { nextPlace, nextType, type Place } from './spread.ts';

/**
 * Launches one instance for a group. What EC2 refuses is no error of a caller: a failed activity appears and the group
 * tries again later, with its next type and zone (row ASG-15). AWS tries all overrides within one launch; the twin tries
 * one at a time, which makes shortages last longer: estimated.
 */
export function launchOne(world: World, group: Group): { group: Group; launched: Member | undefined } {
  const place = nextPlace(placesOf(world, group), group.instances, group.failures);
  const attempted = putGroup(world, { ...group, launches: group.launches + 1 });
  const cause = `an instance was started in response to a difference between desired and actual capacity (${group.desired}).`;
  let instanceType = '';
  try {
    if (!place) throw new AwsError('ValidationError', `${group.name} has no subnet left`);
    instanceType = nextType(typesOf(world, launchingOf(group)), group.failures);
    const launched = begin(world, attempted, place, instanceType, cause);
    const after = putGroup(world, {
      ...attempted,
      failures: 0,
      failingSinceMs: undefined,
      instances: [...attempted.instances, launched],
    });
    return { group: after, launched };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    beginActivity(world, attempted, {
      description: `Launching a new EC2 instance. Status Reason: ${error.message}. Launching EC2 instance failed.`,
      cause,
      status: 'Failed',
      statusMessage: `${error.code}: ${error.message}`,
      zone: place?.zone,
    });
    const failingSinceMs = group.failingSinceMs ?? world.nowMs;
    const after = putGroup(world, { ...attempted, failures: group.failures + 1, failingSinceMs });
    return { group: after, launched: undefined };
  }
}

/** The launch template that a group names, wherever it names it. */
export function templateOf(group: Pick<Group, 'template' | 'mixed'>): TemplateReference {
  return group.template ?? group.mixed?.LaunchTemplate?.LaunchTemplateSpecification ?? {};
}

/** What the group's template says, for validation and launches. Throws what EC2 refuses about it. */
export function dataOf(world: World, group: Pick<Group, 'region' | 'template' | 'mixed'>, type?: string): LaunchData {
  return launchDataOf(world, group.region, templateOf(group), type === undefined ? {} : { InstanceType: type });
}

/** The types to try, in the order of preference: those of the overrides, else that of the template. */
export function typesOf(world: World, group: Pick<Group, 'region' | 'template' | 'mixed'>): readonly string[] {
  const overrides = group.mixed?.LaunchTemplate?.Overrides ?? [];
  if (overrides.some((override) => override.InstanceRequirements || override.LaunchTemplateSpecification)) {
    throw notModelled('overrides other than instance types');
  }
  const types = overrides.flatMap((override) => override.InstanceType ?? []);
  return types.length > 0 ? types : [dataOf(world, group).instanceType];
}

/** What the group launches by now: while an instance refresh is under way, what that says. */
function launchingOf(group: Group): Pick<Group, 'region' | 'template' | 'mixed'> {
  return { region: group.region, ...(group.launching ?? { template: group.template, mixed: group.mixed }) };
}

function placesOf(world: World, group: Group): Place[] {
  return group.subnetIds.flatMap((subnetId) => {
    const subnet = subnets(world).get(inRegion(group.region, subnetId));
    return subnet ? [{ subnetId, zone: subnet.zone }] : [];
  });
}

function begin(world: World, group: Group, place: Place, instanceType: string, cause: string): Member {
  const made = (prefix: string, what: string) =>
    prefix + drawHex(world.seed, `${group.arn}/${group.createdMs}`, `${what}:${group.launches}`, 17);
  const source = launchingOf(group);
  const reference = templateOf(source);
  const by = { id: reference.LaunchTemplateId, name: reference.LaunchTemplateName };
  const template = findLaunchTemplate(world, group.region, by);
  const version = template && launchTemplateVersion(world, group.region, template.id, reference.Version);
  const data = dataOf(world, source, instanceType);
  const propagated = group.tags.filter((tag) => tag.propagate).map((tag) => [tag.key, tag.value]);
  const instance = launchInstance(world, {
    id: made('i-', 'instance'),
    interfaceId: made('eni-', 'interface'),
    reservationId: made('r-', 'reservation'),
    region: group.region,
    subnetId: place.subnetId,
    imageId: data.imageId,
    instanceType,
    groupIds: data.groupIds,
    profileArn: data.profile?.Arn,
    keyName: data.keyName,
    terminationProtected: data.terminationProtected,
    tags: { ...data.tags, ...Object.fromEntries(propagated), 'aws:autoscaling:groupName': group.name },
    groupArn: group.arn,
  });
  const activityId = beginActivity(world, group, {
    description: `Launching a new EC2 instance: ${instance.id}`,
    cause,
    status: 'InProgress',
    zone: place.zone,
  });
  return {
    id: instance.id,
    zone: place.zone,
    instanceType,
    state: 'Pending',
    healthy: true,
    protected: group.protectFromScaleIn,
    template: { id: template?.id ?? '', name: template?.name ?? '', version: String(version?.version ?? 0) },
    launchedMs: world.nowMs,
    activityId,
  };
}
