import type { Severity } from '../rule.ts';
import type { VerdictRow } from '../verdict.ts';

/** Whether a preview that finds it stops, or goes on and says so. */
export type PackLevel = 'mandatory' | 'advisory';

/** What a failure of a control does: critical and high stop, medium and low are told (docs/adr/0013). */
export const LEVEL_OF: Readonly<Record<Severity, PackLevel>> = {
  critical: 'mandatory',
  high: 'mandatory',
  medium: 'advisory',
  low: 'advisory',
};

/**
 * What a pack makes of a verdict; `undefined` where it says nothing. A rule that failed is not a pass: it stops where its failure would
 * stop. What one stack cannot decide is told and stops nothing, else no stack that stands on another could be begun; what the
 * deployment will decide is not told.
 */
export function levelOf({ verdict, severity }: Pick<VerdictRow, 'verdict' | 'severity'>): PackLevel | undefined {
  if (verdict === 'fail' || verdict === 'error') return LEVEL_OF[severity];
  return verdict === 'unknown' ? 'advisory' : undefined;
}
