import { EvenkeelError } from '../lib/errors.ts';
import type { PersistentTwin } from './persistent-twin.ts';

/** Lets virtual time pass with the machine's, `rate` seconds a second; 0 is by hand. */
export function runClock(persistent: PersistentTwin, rate: number): () => void {
  if (rate === 0) return () => undefined;
  let last = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    const { world } = persistent.twin;
    persistent.batch(() => world.advanceTo(world.nowMs + (now - last) * rate));
    last = now;
  }, 250);
  return () => clearInterval(timer);
}

/** Virtual seconds a second from `--speed`; 0 where time passes by hand only. */
export function rateOf(speed: string): number {
  if (speed === 'manual') return 0;
  if (speed === 'real') return 1;
  const [, rate] = /^x([1-9][0-9]{0,5})$/.exec(speed) ?? [];
  if (rate !== undefined) return Number(rate);
  throw new EvenkeelError({
    code: 'usage',
    message: '--speed is not a speed',
    found: speed,
    allowed: 'real, manual, or x and a number: x60 is a minute a second',
    next: 'evenkeel help twin shows examples',
  });
}
