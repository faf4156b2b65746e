import { isoInstant } from '../lib/clock.ts';
import { type Evaluation, type Rule, summaryOf } from '../policy/index.ts';
import type { AppliedWaivers } from '../policy/waivers/apply-waivers.ts';

/** What was judged. */
export interface AuditSubject {
  /** The system, or the files. */
  readonly subject: string;
  readonly environment?: string;
  readonly phase: 'deployed' | 'preview';
}

/** The waivers that were read, and what is wrong with them. */
type AuditedWaivers = AppliedWaivers & { readonly file: string };

/** The `audit` document of the command line. */
export function auditDocument(
  subject: AuditSubject,
  rules: readonly Rule[],
  evaluation: Evaluation,
  nowMs: number,
  waivers: AuditedWaivers,
) {
  return {
    kind: 'audit',
    version: 1,
    ...subject,
    resources: evaluation.resources,
    controls: rules.length,
    auditedAt: isoInstant(nowMs),
    summary: summaryOf(evaluation.rows),
    unsupportedTypes: evaluation.unsupportedTypes,
    waivers: { file: waivers.file, entries: waivers.results },
    findings: waivers.findings,
    verdicts: evaluation.rows,
  };
}

export type AuditDocument = ReturnType<typeof auditDocument>;
