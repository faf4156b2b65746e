/** A time in which the clocks of a place are ahead of UTC by the same. */
export interface ClockSpan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly aheadMs: number;
}

/**
 * The spans between the changes of a place's clocks, over a time. `timeZone` is a name of the IANA's database, which Node brings;
 * one that it does not know throws `RangeError`.
 */
export function clockSpans(timeZone: string, fromMs: number, toMs: number): readonly ClockSpan[] {
  const aheadAt = clockOf(timeZone);
  const spans: ClockSpan[] = [];
  let span = { fromMs, toMs, aheadMs: aheadAt(fromMs) };
  for (let atMs = fromMs; atMs < toMs; atMs += STEP_MS) {
    const nextMs = Math.min(atMs + STEP_MS, toMs);
    const aheadMs = aheadAt(nextMs);
    if (aheadMs === span.aheadMs) continue;
    const changeMs = firstMinute(atMs, nextMs, (ms) => aheadAt(ms) === aheadMs);
    spans.push({ ...span, toMs: changeMs });
    span = { fromMs: changeMs, toMs, aheadMs };
  }
  return [...spans, span];
}

/** No place changes its clocks twice within it. */
const STEP_MS = 7 * 86_400_000;
const MINUTE_MS = 60_000;

function firstMinute(beforeMs: number, afterMs: number, isSo: (ms: number) => boolean): number {
  let [low, high] = [Math.floor(beforeMs / MINUTE_MS), Math.ceil(afterMs / MINUTE_MS)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isSo(middle * MINUTE_MS)) high = middle;
    else low = middle;
  }
  return high * MINUTE_MS;
}

function clockOf(timeZone: string): (ms: number) => number {
  if (timeZone === 'UTC') return () => 0;
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  return (ms) => {
    const name = format.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign = '', hours = '0', minutes = '0'] = /^GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(name) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
  };
}
