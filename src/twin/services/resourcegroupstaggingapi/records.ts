import type { World } from '../../world.ts';
import type { TaggedResource } from '../tagged.ts';
import { TAGGED_TABLES } from '../tagged-tables.ts';

/**
 * A resource that had tags once: it has none now, or it is gone. Table `tagging.former`, key `region/ARN`; `forgottenMs` is when a
 * resource that is gone is listed no longer.
 */
export interface FormerRecord extends TaggedResource {
  readonly forgottenMs?: number | undefined;
}

export const formerTable = (world: World) => world.table<FormerRecord>('tagging.former');

/** What GetResources lists in a region without a filter, in the order of the ARNs: what has tags, and what once had. */
export function listedIn(world: World, region: string): TaggedResource[] {
  const there = TAGGED_TABLES.flatMap(({ table, resourcesOf }) =>
    world
      .table<never>(table)
      .values()
      .flatMap((record) => resourcesOf(record, world)),
  ).filter((resource) => resource.region === region && Object.keys(resource.tags).length > 0);
  const once = formerTable(world)
    .values(`${region}/`)
    .filter(({ forgottenMs }) => forgottenMs === undefined || forgottenMs > world.nowMs)
    .map(({ arn, tags }) => ({ arn, region, tags }));
  return [...there, ...once].sort((a, b) => (a.arn < b.arn ? -1 : 1));
}
