const DAY_MS = 86_400_000;

/** Whole days from an instant to a day such as `2027-02-28`: 0 on the day itself, negative after it; `undefined` where the text is none. */
export function daysUntil(day: string, nowMs: number): number | undefined {
  const ms = Date.parse(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(ms)) return undefined;
  // 2028-02-30 is read as another day
  if (new Date(ms).toISOString().slice(0, 10) !== day) return undefined;
  return (ms - Math.floor(nowMs / DAY_MS) * DAY_MS) / DAY_MS;
}
