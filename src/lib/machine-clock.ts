import type { Clock } from './clock.ts';

/** The machine's clock: for manifests, locks and a person's eyes, never for a result. */
export const systemClock: Clock = { nowMs: () => Date.now() };
