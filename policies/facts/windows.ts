/** A span of the week in minutes from Sunday 00:00 UTC; the end is not in it and may lie beyond the week, which is a circle. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DAY = 24 * 60;
const WEEK = 7 * DAY;

/**
 * The span of a maintenance window, `ddd:hh24:mi-ddd:hh24:mi` in UTC; `undefined` where the text is none. Source: PreferredMaintenanceWindow,
 * ModifyDBInstance, RDS API reference (ElastiCache and Redshift write them alike).
 */
export function weekly(text: string): Span | undefined {
  const [, day, start, endDay, end] = /^([a-z]{3}):(\d\d:\d\d)-([a-z]{3}):(\d\d:\d\d)$/.exec(text.toLowerCase()) ?? [];
  return spanOf(at(day, start), at(endDay, end), WEEK);
}

/** The spans of a window of every day, `hh24:mi-hh24:mi` in UTC, one for each day; `undefined` where the text is none. */
export function daily(text: string): readonly Span[] | undefined {
  const [, start, end] = /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(text) ?? [];
  const first = spanOf(at('sun', start), at('sun', end), DAY);
  return first && DAYS.map((_, day) => ({ from: first.from + day * DAY, to: first.to + day * DAY }));
}

/** Whether two spans have a minute in common. Those that only touch have none. */
export function overlap(one: Span, other: Span): boolean {
  return [-WEEK, 0, WEEK].some((shift) => one.from < other.to + shift && other.from + shift < one.to);
}

/** Whether a span lies wholly within one of some others. */
export function isWithin(span: Span, others: readonly Span[]): boolean {
  return others.some(({ from, to }) =>
    [-WEEK, 0, WEEK].some((shift) => from + shift <= span.from && span.to <= to + shift),
  );
}

function at(day: string | undefined, time: string | undefined): number | undefined {
  const [hours, minutes] = (time ?? '').split(':').map(Number);
  const index = DAYS.indexOf(day ?? '');
  if (index < 0 || hours === undefined || minutes === undefined || hours > 23 || minutes > 59) return undefined;
  return index * DAY + hours * 60 + minutes;
}

function spanOf(from: number | undefined, to: number | undefined, circle: number): Span | undefined {
  if (from === undefined || to === undefined || from === to) return undefined;
  return { from, to: to > from ? to : to + circle };
}
