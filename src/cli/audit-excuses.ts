import type { AuditedBaseline } from '../evidence/audit-document.ts';
import { type BaselineApplied, baselined } from './audit-baseline.ts';
import { changesSince } from './audit-since.ts';
import { type Judged, waived } from './audit-waivers.ts';
import type { Invocation } from './command.ts';

/** What waivers and a baseline excuse, what is wrong with them, and what changed since an earlier audit. */
export type Excuses = ReturnType<typeof excused>;

export function excused(invocation: Invocation, judged: Judged) {
  const waivers = waived(invocation, judged);
  const baseline = baselined(invocation, { ...judged, rows: waivers.rows });
  const rows = baseline?.rows ?? waivers.rows;
  const since = changesSince(invocation, rows);
  return {
    rows,
    /** Fields of the document. */
    told: {
      waivers: { file: waivers.file, entries: waivers.results },
      findings: waivers.findings,
      ...(baseline !== undefined && { baseline: toldOf(baseline) }),
      ...(since !== undefined && { since }),
    },
  };
}

function toldOf({ file, written, accepted, fixed }: BaselineApplied): AuditedBaseline {
  return { file, written, accepted, fixed };
}
