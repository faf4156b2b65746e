import { SEVERITIES, type Severity } from '../../evidence/audit-row.ts';
import type { VerdictRow } from '../verdict.ts';

/** Whether a preview that finds it stops, or goes on and says so. */
export type PackLevel = 'mandatory' | 'advisory';

/**
 * What a pack makes of a verdict; `undefined` where it says nothing. A rule that failed is not a pass: it stops where its failure would
 * stop. What one stack cannot decide is told and stops nothing, else no stack that stands on another could be begun; what the
 * deployment will decide is not told.
 */
export function levelOf(
  { verdict, severity }: Pick<VerdictRow, 'verdict' | 'severity'>,
  stopsAt: Severity = STOPS_AT,
): PackLevel | undefined {
  const stops = stopping(stopsAt).includes(severity);
  if (verdict === 'fail' || verdict === 'error') return stops ? 'mandatory' : 'advisory';
  return verdict === 'unknown' ? 'advisory' : undefined;
}

/** The mildest severity that stops, where a pack names no other (docs/adr/0013). */
export const STOPS_AT: Severity = 'high';

/** The severities whose failure stops, the most severe first. */
export function stopping(stopsAt: Severity): readonly Severity[] {
  return SEVERITIES.slice(0, SEVERITIES.indexOf(stopsAt) + 1);
}
