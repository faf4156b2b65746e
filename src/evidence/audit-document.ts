import type { Problem } from '../lib/errors.ts';
import { type AuditRow, isAgainst, type Severity, type Summary } from './audit-row.ts';
import type { Since } from './changes.ts';
import type { FrameworkCoverage } from './framework.ts';
import type { Population } from './population.ts';

/**
 * What an audit found, whole: every form of evidence is written from this and from nothing else. Its form is
 * `docs/reference/audit.schema.json`.
 */
export interface AuditDocument {
  readonly kind: 'audit';
  readonly version: 1;
  /** The version of Evenkeel that judged. */
  readonly judgedBy: string;
  /** The system, or the files. */
  readonly subject: string;
  readonly environment?: string;
  readonly phase: 'deployed' | 'preview';
  readonly resources: number;
  readonly controls: number;
  /** The instant of judgement, ISO 8601 in UTC. */
  readonly auditedAt: string;
  /** By verdict; what is excused counts as what it is. */
  readonly summary: Summary;
  /** Resources that a control judged, by themselves or with all others; counted for each control. */
  readonly examined: number;
  readonly unsupportedTypes: Readonly<Record<string, number>>;
  readonly population: Population;
  /** The controls that judged, in the order of their ids. */
  readonly catalogue: readonly ControlTexts[];
  /** Of the frameworks that were asked for. */
  readonly frameworks?: readonly FrameworkCoverage[];
  /** The entries of the file of waivers, and what became of each. */
  readonly waivers?: { readonly file: string; readonly entries: readonly WaiverEntry[] };
  /** What is wrong with excuses: each makes the answer no. */
  readonly findings?: readonly Problem[];
  readonly baseline?: AuditedBaseline;
  /** What changed since an earlier audit. */
  readonly since?: Since;
  readonly verdicts: readonly AuditRow[];
}

/** A file of what failed when it was made. */
export interface AuditedBaseline {
  readonly file: string;
  /** What this audit did to it. */
  readonly written: 'created' | 'shrunk' | 'no';
  /** Rows that it accepts. */
  readonly accepted: number;
  /** Lines of what is gone: `CONTROL VERDICT PLACE`. */
  readonly fixed: readonly string[];
}

export interface WaiverEntry {
  readonly control: string;
  readonly resource: string;
  readonly at: string;
  /** `applied`, `not-needed`, `elsewhere`, else why it excuses nothing of what it names. */
  readonly status: string;
  /** Rows that it excuses. */
  readonly rows: number;
}

/** What a stranger needs to know of a control to understand its verdicts. */
export interface ControlTexts {
  readonly control: string;
  readonly title: string;
  readonly severity: Severity;
  readonly why: string;
  readonly remedy: string;
  readonly decidedAt: 'preview' | 'deployed' | 'estate';
  readonly cannotSee: readonly string[];
  /** What it was judged with. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What an audit says that looked at nothing: it is no yes. */
export const NOTHING_EXAMINED = 'Nothing was examined: no resource is of a type that these controls judge.';

/** True where something was examined, nothing is fail, unknown or error without an excuse, and every excuse holds: only then is the answer yes. */
export function isGood({
  examined,
  verdicts,
  findings = [],
}: Pick<AuditDocument, 'examined' | 'verdicts' | 'findings'>): boolean {
  return examined > 0 && findings.length === 0 && !verdicts.some(isAgainst);
}
