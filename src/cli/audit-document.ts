import type { AuditDocument, ControlTexts } from '../evidence/audit-document.ts';
import { summaryOf } from '../evidence/audit-row.ts';
import { coverageOf, type Framework } from '../evidence/framework.ts';
import type { Graph } from '../graph/graph.ts';
import { isoInstant } from '../lib/clock.ts';
import type { Evaluation, Rule } from '../policy/index.ts';
import type { Excuses } from './audit-excuses.ts';
import { populationOf } from './audit-population.ts';
import type { AuditInput } from './audited.ts';

/** What was judged. */
export type AuditSubject = Pick<AuditDocument, 'subject' | 'environment' | 'phase'>;

export interface AuditGiven {
  readonly subject: AuditSubject;
  readonly graph: Graph;
  readonly inputs: readonly AuditInput[];
  /** The rules that judged, and every rule there is. */
  readonly rules: readonly Rule[];
  readonly known: readonly Rule[];
  readonly evaluation: Evaluation;
  /** Those to tell the coverage of; none leaves it out. */
  readonly frameworks: readonly Framework[];
  readonly excuses: Excuses;
  readonly nowMs: number;
  /** Of Evenkeel. */
  readonly version: string;
}

/** The `audit` document of the command line, from which every form of evidence is written. */
export function auditDocument(given: AuditGiven): AuditDocument {
  const { subject, rules, known, evaluation, frameworks, excuses, nowMs, version } = given;
  const { rows, examined, resources, unsupportedTypes } = evaluation;
  const ids = { known: known.map(({ id }) => id), asked: rules.map(({ id }) => id) };
  return {
    kind: 'audit',
    version: 1,
    judgedBy: version,
    ...subject,
    resources,
    controls: rules.length,
    auditedAt: isoInstant(nowMs),
    summary: summaryOf(rows),
    examined,
    unsupportedTypes,
    population: populationOf(given),
    catalogue: rules.map(textsOf),
    ...(frameworks.length > 0 && { frameworks: frameworks.map((one) => coverageOf(one, ids, rows)) }),
    ...excuses.told,
    verdicts: rows,
  };
}

function textsOf({ id, title, severity, why, remedy, decidedAt, cannotSee, parameters }: Rule): ControlTexts {
  const values = Object.entries(parameters).map(([name, parameter]) => [name, parameter.default]);
  return { control: id, title, severity, why, remedy, decidedAt, cannotSee, parameters: Object.fromEntries(values) };
}
