const SECONDS = { s: 1, min: 60, h: 3600, d: 86_400 } as const;

/** What a duration looks like in a file: a whole number and its unit, nothing between them. */
export const DURATION = /^([1-9][0-9]{0,8})(s|min|h|d)$/;

/** A duration as a file has it, in the largest unit that gives a whole number: `900` seconds are `15min`. */
export function writeDuration(seconds: number): string {
  const units = Object.entries(SECONDS).reverse();
  const [unit, factor] = units.find(([, factor]) => seconds % factor === 0) ?? ['s', 1];
  return `${Math.round(seconds / factor)}${unit}`;
}

/** Seconds of a duration such as `30s`, `15min`, `24h` or `35d`; `undefined` where the text is none. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit] = DURATION.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * SECONDS[unit as keyof typeof SECONDS];
}
