import type { Handlers } from '../../call.ts';
import { items } from './items.ts';
import { settings } from './settings.ts';
import { tables } from './tables.ts';

/** DynamoDB: tables of one region and whole items. */
export const dynamodb: Handlers<typeof import('@aws-sdk/client-dynamodb')> = { ...tables, ...items, ...settings };
