import type { Oracle } from '../build.ts';
import { PLAN_JUDGES } from './plans.ts';
import { backupStack } from './stack.ts';
import { STORE_JUDGES } from './stores.ts';

export const BACKUP: Oracle = { stack: backupStack, judges: { ...PLAN_JUDGES, ...STORE_JUDGES } };
