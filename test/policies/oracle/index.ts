import type { Oracle } from './build.ts';
import { LIFECYCLE } from './lifecycle.ts';
import { MAINTENANCE } from './maintenance.ts';
import { TAGGING } from './tagging.ts';

/** By area. */
export const ORACLES: Readonly<Record<string, Oracle>> = {
  lifecycle: LIFECYCLE,
  maintenance: MAINTENANCE,
  tagging: TAGGING,
};
