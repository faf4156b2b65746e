import {
  type Evaluation,
  isAgainst,
  isGood,
  type Rule,
  type Severity,
  summaryOf,
  type VerdictRow,
} from '../policy/index.ts';
import type { AuditDocument } from './audit-document.ts';
import type { Output } from './output.ts';
import { waiverLines } from './waiver-text.ts';

/** An audit for a terminal: what is wrong first, then every control with its counts, then what nothing was asked about. */
export function auditText(
  document: AuditDocument,
  rules: readonly Rule[],
  evaluation: Evaluation,
  output: Pick<Output, 'bold' | 'dim' | 'good' | 'bad'>,
): string {
  const { rows } = evaluation;
  const where = document.environment === undefined ? '' : `, ${document.environment}`;
  const phase = document.phase === 'preview' ? 'preview' : 'as deployed';
  const head = `${document.subject}${where} · ${phase} · ${count(document.controls, 'control')} over ${count(document.resources, 'resource')} · ${document.auditedAt}`;
  return [
    output.bold(head),
    ...section({ rows, rules, verdict: 'fail', paint: output.bad }),
    ...section({ rows, rules, verdict: 'error', paint: output.bad }),
    ...section({ rows, rules, verdict: 'unknown', paint: output.bad }),
    ...section({ rows, rules, verdict: 'pending', paint: output.dim }),
    ...waiverLines(document, output),
    '',
    ...controlTable(rules, rows),
    ...unsupported(evaluation),
    '',
    answer(evaluation, document.findings.length, output),
  ].join('\n');
}

/** Rows of one control and verdict that are shown; of a control that was asked for by itself, all. */
const MOST = 10;
const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** The rows of a verdict, the most severe controls first. */
function section({ rows, rules, verdict, paint }: Section): string[] {
  const found = rows.filter((row) => row.verdict === verdict && row.waiver === undefined);
  const ranked = rules.toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  const lines = ranked.flatMap(({ id }) => {
    const own = found.filter(({ control }) => control === id);
    const shown = rules.length === 1 ? own : own.slice(0, MOST);
    const more = own.length - shown.length;
    return [...shown.flatMap(rowLines), ...(more > 0 ? [`  ${id} and ${more} more: --control ${id} shows all`] : [])];
  });
  return lines.length === 0 ? [] : ['', paint(verdict), ...lines];
}

interface Section {
  readonly rows: readonly VerdictRow[];
  readonly rules: readonly Rule[];
  readonly verdict: VerdictRow['verdict'];
  readonly paint: (text: string) => string;
}

function rowLines(row: VerdictRow): string[] {
  const property = row.property === undefined ? '' : ` [${row.property}]`;
  const place = [row.at, row.urn ?? row.stack].filter((part) => part !== undefined).join('  ');
  return [`  ${row.control} ${row.severity.padEnd(8)} ${row.message ?? ''}${property}`, `    ${place}`];
}

function controlTable(rules: readonly Rule[], rows: readonly VerdictRow[]): string[] {
  const columns = ['pass', 'fail', 'n/a', 'unknown', 'error', 'pending'];
  const head = `  ${'control'.padEnd(8)} ${columns.map((name) => name.padStart(8)).join('')}`;
  const lines = rules.map((rule) => {
    const { pass, fail, notApplicable, unknown, error, pending } = summaryOf(
      rows.filter((row) => row.control === rule.id),
    );
    const counts = [pass, fail, notApplicable, unknown, error, pending];
    const cells = counts.map((number) => (number === 0 ? '·' : String(number)).padStart(8));
    return `  ${rule.id.padEnd(8)} ${cells.join('')}   ${rule.title}`;
  });
  return [head, ...lines];
}

function unsupported({ unsupportedTypes }: Evaluation): string[] {
  const types = Object.entries(unsupportedTypes);
  if (types.length === 0) return [];
  return [
    '',
    '  no control knows these types:',
    ...types.map(([type, number]) => `  ${String(number).padStart(6)}  ${type}`),
  ];
}

function answer(evaluation: Evaluation, findings: number, output: Pick<Output, 'good' | 'bad'>): string {
  const { pass, notApplicable, pending } = summaryOf(evaluation.rows);
  const excused = evaluation.rows.filter(({ waiver }) => waiver !== undefined).length;
  const { fail, unknown, error } = summaryOf(evaluation.rows.filter(isAgainst));
  const waits = pending === 0 ? '' : `, ${pending} pending until it is deployed`;
  if (evaluation.examined === 0)
    return output.bad('Nothing was examined: no resource is of a type that these controls judge.');
  const rest = `${excused === 0 ? '' : `${excused} waived, `}${pass} pass, ${notApplicable} not applicable${waits}`;
  if (isGood(evaluation) && findings === 0) return output.good(`Nothing found: ${rest}.`);
  const wrong =
    findings === 0 ? '' : `, ${count(findings, 'exception')} that ${findings === 1 ? 'does' : 'do'} not hold`;
  return output.bad(`${fail} fail, ${unknown} unknown, ${error} error${wrong}; ${rest}.`);
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
