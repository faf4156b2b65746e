import type { Oracle } from './build.ts';

/** By area. */
export const ORACLES: Readonly<Record<string, Oracle>> = {};
