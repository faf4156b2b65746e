import type { World } from '../world.ts';
import type { Tags } from './tag-list.ts';

/** A resource as the Resource Groups Tagging API tells it. */
export interface TaggedResource {
  readonly arn: string;
  /** Where it is listed: global services in us-east-1. */
  readonly region: string;
  readonly tags: Tags;
}

/** How the resources of one table of the world appear in tagging. Each service names its own. */
export interface TaggedTable {
  readonly table: string;
  /** The resources that a record stands for; none where it has ceased to be one. */
  readonly resourcesOf: (record: never, world: World) => readonly TaggedResource[];
}

export function taggedTable<T>(
  table: string,
  resourcesOf: (record: T, world: World) => readonly TaggedResource[],
): TaggedTable {
  return { table, resourcesOf };
}

/** A table whose records have ARN, region and tags of their own. */
export function taggedByArn(table: string): TaggedTable {
  return taggedTable<TaggedResource>(table, ({ arn, region, tags }) => [{ arn, region, tags }]);
}

/** The region that tagging lists the resources of IAM and Route 53 in. */
export const GLOBAL_REGION = 'us-east-1';
