import type { Event, SourceType } from '@aws-sdk/client-rds';
import { HOUR_MS, MINUTE_MS } from '../../../lib/clock.ts';
import { RDS_EVENTS, type RdsEventId, rdsEventMessage } from '../../../operations/rds-events.ts';
import { AwsError } from '../../aws-error.ts';
import { isRegionUp } from '../../physics/faults.ts';
import type { World } from '../../world.ts';
import type { Rds } from './api.ts';
import { page } from './page.ts';
import { clusterByArn, membersOf, partsOfArn } from './records.ts';

/** An event as it was recorded. Table `rds.event`, key `region/instant/number`. */
export interface RdsEventRecord {
  readonly id: RdsEventId;
  readonly region: string;
  readonly atMs: number;
  readonly sourceId: string;
  readonly sourceArn: string;
  readonly message: string;
}

/** Records an event in the region of its source, whether or not anybody can ask there now. */
export function recordEvent(
  world: World,
  id: RdsEventId,
  sourceArn: string,
  values: Readonly<Record<string, string>> = {},
): void {
  const { region, id: sourceId } = partsOfArn(sourceArn);
  const table = world.table<RdsEventRecord>('rds.event');
  const instant = `${region}/${String(world.nowMs).padStart(15, '0')}/`;
  const number = String(table.entries(instant).length).padStart(4, '0');
  const message = rdsEventMessage(id, values);
  table.put(instant + number, { id, region, atMs: world.nowMs, sourceId, sourceArn, message });
}

/**
 * Records an event of a global cluster's change about one cluster, at each of `at` whose region is up. AWS does not say
 * which side records which of them; both sides are asked anyway, so both know.
 */
export function recordGlobalEvent(
  world: World,
  id: RdsEventId,
  aboutArn: string,
  at: readonly string[],
  values: Readonly<Record<string, string>> = {},
): void {
  const about = partsOfArn(aboutArn);
  for (const sourceArn of new Set(at)) {
    if (!isRegionUp(world, partsOfArn(sourceArn).region)) continue;
    recordEvent(world, id, sourceArn, { cluster: about.id, region: about.region, ...values });
  }
}

/** Write fencing's outcome: an event of an instance, at the loser where it can be reached, else at the winner. */
export function recordFencing(
  world: World,
  id: 'RDS-EVENT-0390' | 'RDS-EVENT-0391',
  loserArn: string,
  winnerArn: string,
): void {
  const loser = partsOfArn(loserArn);
  const at = clusterByArn(world, isRegionUp(world, loser.region) ? loserArn : winnerArn);
  if (!at) return;
  const members = membersOf(world, at);
  const source = members.find((instance) => instance.isWriter) ?? members[0];
  recordEvent(world, id, source?.arn ?? at.arn, { cluster: loser.id, region: loser.region });
}

/** Events of a region, oldest first. */
export function eventsOf(world: World, region: string): RdsEventRecord[] {
  return world.table<RdsEventRecord>('rds.event').values(`${region}/`);
}

/** RDS keeps events for 14 days. */
const KEPT_MS = 14 * 24 * HOUR_MS;

export const eventHandlers: Rds = {
  DescribeEvents(input, call) {
    if (input.SourceIdentifier !== undefined && input.SourceType === undefined) {
      throw new AwsError('InvalidParameterCombination', 'SourceIdentifier needs a SourceType');
    }
    const now = call.world.nowMs;
    const toMs = input.EndTime?.getTime() ?? now;
    // an hour back is the API's default
    const fromMs = input.StartTime?.getTime() ?? toMs - (input.Duration ?? 60) * MINUTE_MS;
    const events = eventsOf(call.world, call.region).filter((event) => {
      const kind = RDS_EVENTS[event.id];
      return (
        event.atMs >= Math.max(fromMs, now - KEPT_MS) &&
        event.atMs <= toMs &&
        (input.SourceType === undefined || kind.source === input.SourceType) &&
        (input.SourceIdentifier === undefined || event.sourceId === input.SourceIdentifier) &&
        (!input.EventCategories?.length ||
          kind.categories.some((category) => input.EventCategories?.includes(category)))
      );
    });
    const { items, marker } = page(call, input, events);
    return { Events: items.map(viewOf), Marker: marker };
  },
};

function viewOf(event: RdsEventRecord): Event {
  const kind = RDS_EVENTS[event.id];
  return {
    SourceIdentifier: event.sourceId,
    SourceType: kind.source as SourceType,
    Message: event.message,
    EventCategories: [...kind.categories],
    Date: new Date(event.atMs),
    SourceArn: event.sourceArn,
  };
}
