import { drawHex } from '../../../lib/chance.ts';
import { isoInstant } from '../../../lib/clock.ts';
import type { World } from '../../world.ts';
import { type Activity, activities, type Group, groupKey } from './records.ts';

/** Writes down that a group began something; `number` (its count of activities) makes the id its own. Answers the id. */
export function beginActivity(
  world: World,
  group: Group,
  activity: Pick<Activity, 'description' | 'cause' | 'status' | 'statusMessage' | 'zone'>,
): string {
  const number = activities(world).values(`${groupKey(group)}/`).length;
  const id = uuid(drawHex(world.seed, `${group.arn}/${group.createdMs}`, `activity:${number}`, 32));
  const ended = activity.status === 'Failed' || activity.status === 'Successful';
  activities(world).put(keyAt(group, number), {
    ...activity,
    id,
    groupName: group.name,
    groupArn: group.arn,
    cause: `At ${isoInstant(world.nowMs)} ${activity.cause}`,
    startMs: world.nowMs,
    progress: ended ? 100 : 30,
    ...(ended && { endMs: world.nowMs }),
  });
  return id;
}

export function endActivity(world: World, group: Group, id: string): void {
  change(world, group, id, { status: 'Successful', progress: 100, endMs: world.nowMs });
}

export function waitForDraining(world: World, group: Group, id: string): void {
  change(world, group, id, { status: 'WaitingForELBConnectionDraining' });
}

/** The newest first, as AWS answers them. */
export function activitiesOf(world: World, group: Pick<Group, 'region' | 'name'>): Activity[] {
  return activities(world)
    .values(`${groupKey(group)}/`)
    .reverse();
}

function change(world: World, group: Group, id: string, changed: Partial<Activity>): void {
  const found = activities(world)
    .entries(`${groupKey(group)}/`)
    .find(([, activity]) => activity.id === id);
  if (found) activities(world).put(found[0], { ...found[1], ...changed });
}

function keyAt(group: Group, number: number): string {
  return `${groupKey(group)}/${String(number).padStart(9, '0')}`;
}

function uuid(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
