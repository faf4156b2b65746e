import { balancing } from './balancing.ts';
import { compute } from './compute.ts';
import { data } from './data.ts';
import { identity } from './identity.ts';
import { network } from './network.ts';
import { protection } from './protection.ts';
import type { Reading } from './reading.ts';
import { traffic } from './traffic.ts';

/**
 * For every type that the stacks create: the calls whose answers must say what its checkpoint says. A type may have several
 * rows, since AWS shows tags and attributes by calls of their own.
 */
export const READINGS: readonly Reading[] = [
  ...balancing,
  ...compute,
  ...data,
  ...identity,
  ...network,
  ...protection,
  ...traffic,
];
