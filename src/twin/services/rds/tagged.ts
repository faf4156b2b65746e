import { type TaggedTable, taggedByArn } from '../tagged.ts';

/** Global clusters have tags and belong to no region: whether and where tagging lists them is not documented, so it does not. */
export const tagged: readonly TaggedTable[] = [
  taggedByArn('rds.cluster'),
  taggedByArn('rds.cluster-snapshot'),
  taggedByArn('rds.instance'),
  taggedByArn('rds.subnet-group'),
];
