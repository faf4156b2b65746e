import { createHash } from 'node:crypto';

/**
 * Keyed chance: every draw is a hash of its names, never the next number of a shared stream, so that one call more or
 * less, or another order, changes no other draw (docs/adr/0001).
 */
export function draw(seed: string | number, subject: string, event: string): number {
  // 48 bits: exact in a double, and more than any probability here needs
  return Number.parseInt(hexDigest(seed, subject, event).slice(0, 12), 16) / 2 ** 48;
}

/** `length` hex digits derived from names alone (at most 64). */
export function drawHex(seed: string | number, subject: string, event: string, length: number): string {
  return hexDigest(seed, subject, event).slice(0, length);
}

/**
 * A duration in seconds whose median is `p50` and whose 99th percentile is `p99`: log-normal, since durations of
 * operations have long right tails. Capped at `p99 * 2` so that one draw cannot outlast every timeout.
 */
export function drawSeconds(seed: string | number, subject: string, event: string, p50: number, p99: number): number {
  if (p50 <= 0) return 0;
  const sigma = Math.log(Math.max(p99, p50) / p50) / Z99;
  const z = normalQuantile(draw(seed, subject, event));
  return Math.min(p50 * Math.exp(sigma * z), p99 * 2);
}

const Z99 = 2.3263478740408408;

function hexDigest(seed: string | number, subject: string, event: string): string {
  return createHash('sha256')
    .update(JSON.stringify([String(seed), subject, event]))
    .digest('hex');
}

/** Inverse of the normal distribution by bisection on the error function's series: slow, exact enough, no tables. */
function normalQuantile(probability: number): number {
  const p = Math.min(Math.max(probability, 1e-9), 1 - 1e-9);
  let low = -6;
  let high = 6;
  for (let round = 0; round < 40; round++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function normalCdf(z: number): number {
  // Abramowitz and Stegun 26.2.17, absolute error below 7.5e-8
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly;
  return z >= 0 ? 1 - tail : tail;
}
