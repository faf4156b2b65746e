import { type TaggedTable, taggedByArn } from '../tagged.ts';

export const tagged: readonly TaggedTable[] = [taggedByArn('dynamodb.table')];
