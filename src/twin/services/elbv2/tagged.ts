import { type TaggedTable, taggedByArn } from '../tagged.ts';

export const tagged: readonly TaggedTable[] = [
  taggedByArn('elbv2.listener'),
  taggedByArn('elbv2.load-balancer'),
  taggedByArn('elbv2.target-group'),
];
