import { elapseMs } from '../../physics/duration.ts';
import type { World } from '../../world.ts';
import type { TaggedResource, TaggedTable } from '../tagged.ts';
import { TAGGED_TABLES } from '../tagged-tables.ts';
import { formerTable } from './records.ts';

/** Tagging remembers what had tags once, and for some hours what is gone. Nothing is gone before time zero. */
export function reactions(world: World): void {
  for (const tagged of TAGGED_TABLES) {
    world.watch(tagged.table, (_key, before, after) => {
      const now = resourcesOf(world, tagged, after);
      for (const resource of now) remember(world, resource, before !== undefined);
      for (const resource of resourcesOf(world, tagged, before)) {
        if (!now.some(({ arn }) => arn === resource.arn)) forgetLater(world, resource);
        else if (hasTags(resource)) rememberUntagged(world, now, resource.arn);
      }
    });
  }
}

function resourcesOf(world: World, { resourcesOf: of }: TaggedTable, record: unknown): readonly TaggedResource[] {
  return record === undefined ? [] : of(record as never, world);
}

/** What has tags is listed by them; a new resource has no past. */
function remember(world: World, resource: TaggedResource, isOld: boolean): void {
  const key = `${resource.region}/${resource.arn}`;
  const former = formerTable(world);
  if (former.get(key) && (hasTags(resource) || !isOld)) former.delete(key);
}

function rememberUntagged(world: World, now: readonly TaggedResource[], arn: string): void {
  const resource = now.find((candidate) => candidate.arn === arn);
  if (resource && !hasTags(resource)) formerTable(world).put(`${resource.region}/${arn}`, { ...resource, tags: {} });
}

function forgetLater(world: World, resource: TaggedResource): void {
  const key = `${resource.region}/${resource.arn}`;
  const former = formerTable(world);
  const before = former.get(key);
  if (world.instant) {
    if (before) former.delete(key);
  } else if (before || hasTags(resource)) {
    const forgottenMs = world.nowMs + elapseMs(world, 'tagging.forgets', resource.arn);
    former.put(key, { ...resource, forgottenMs });
  }
}

function hasTags({ tags }: TaggedResource): boolean {
  return Object.keys(tags).length > 0;
}
