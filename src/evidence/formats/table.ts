import { type AuditDocument, type ControlTexts, isGood, NOTHING_EXAMINED } from '../audit-document.ts';
import { type AuditRow, isAgainst, isExcused, SEVERITIES, summaryOf, type Verdict } from '../audit-row.ts';
import { baselineLines } from './baseline-lines.ts';
import { frameworkLines } from './framework-lines.ts';
import { populationLines } from './population-lines.ts';
import { sinceLines } from './since-lines.ts';
import { waiverLines } from './waiver-lines.ts';

/** How a terminal shows what matters. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
}

const plain = (text: string) => text;
const PLAIN: Paint = { bold: plain, dim: plain, good: plain, bad: plain };

/** An audit for a terminal: what is wrong first, then every control with its counts, then what was looked at and what was not. */
export function table(document: AuditDocument, paint: Paint = PLAIN): string {
  const { subject, environment, controls, resources, auditedAt, frameworks = [] } = document;
  const where = environment === undefined ? '' : `, ${environment}`;
  const phase = document.phase === 'preview' ? 'preview' : 'as deployed';
  const head = `${subject}${where} · ${phase} · ${count(controls, 'control')} over ${count(resources, 'resource')} · ${auditedAt}`;
  return [
    paint.bold(head),
    ...section(document, 'fail', paint.bad),
    ...section(document, 'error', paint.bad),
    ...section(document, 'unknown', paint.bad),
    ...section(document, 'pending', paint.dim),
    ...waiverLines(document, paint),
    ...baselineLines(document.baseline, paint),
    ...sinceLines(document.since, paint),
    '',
    ...controlTable(document),
    ...frameworks.flatMap((one) => ['', ...frameworkLines(one, paint)]),
    '',
    ...populationLines(document),
    '',
    answer(document, paint),
  ].join('\n');
}

/** Rows of one control and verdict that are shown; of a control that was asked for by itself, all. */
const MOST = 10;

/** The rows of a verdict, the most severe controls first. */
function section({ verdicts, catalogue }: AuditDocument, verdict: Verdict, paint: (text: string) => string): string[] {
  const found = Map.groupBy(
    verdicts.filter((row) => row.verdict === verdict && !isExcused(row)),
    ({ control }) => control,
  );
  const lines = bySeverity(catalogue).flatMap(({ control }) => {
    const own = found.get(control) ?? [];
    const shown = catalogue.length === 1 ? own : own.slice(0, MOST);
    const more = own.length - shown.length;
    return [
      ...shown.flatMap(rowLines),
      ...(more > 0 ? [`  ${control} and ${more} more: --control ${control} shows all`] : []),
    ];
  });
  return lines.length === 0 ? [] : ['', paint(verdict), ...lines];
}

function bySeverity(catalogue: readonly ControlTexts[]): readonly ControlTexts[] {
  return catalogue.toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

function rowLines(row: AuditRow): string[] {
  const property = row.property === undefined ? '' : ` [${row.property}]`;
  const place = [row.at, row.urn ?? row.stack].filter((part) => part !== undefined).join('  ');
  return [`  ${row.control} ${row.severity.padEnd(8)} ${row.message ?? ''}${property}`, `    ${place}`];
}

function controlTable({ catalogue, verdicts }: AuditDocument): string[] {
  const columns = ['pass', 'fail', 'n/a', 'unknown', 'error', 'pending'];
  const rowsOf = Map.groupBy(verdicts, ({ control }) => control);
  const head = `  ${'control'.padEnd(8)} ${columns.map((name) => name.padStart(8)).join('')}`;
  const lines = catalogue.map(({ control, title }) => {
    const { pass, fail, notApplicable, unknown, error, pending } = summaryOf(rowsOf.get(control) ?? []);
    const counts = [pass, fail, notApplicable, unknown, error, pending];
    const cells = counts.map((number) => (number === 0 ? '·' : String(number)).padStart(8));
    return `  ${control.padEnd(8)} ${cells.join('')}   ${title}`;
  });
  return [head, ...lines];
}

function answer(document: AuditDocument, paint: Paint): string {
  const { verdicts, examined, findings = [], summary } = document;
  const { pass, notApplicable, pending } = summary;
  const { fail, unknown, error } = summaryOf(verdicts.filter(isAgainst));
  const waits = pending === 0 ? '' : `, ${pending} pending until it is deployed`;
  if (examined === 0) return paint.bad(NOTHING_EXAMINED);
  const waived = verdicts.filter(({ waiver }) => waiver !== undefined).length;
  const old = verdicts.filter(({ isBaseline }) => isBaseline).length;
  const excused = `${waived === 0 ? '' : `${waived} waived, `}${old === 0 ? '' : `${old} of the baseline, `}`;
  const rest = `${excused}${pass} pass, ${notApplicable} not applicable${waits}`;
  if (isGood(document)) return paint.good(`Nothing found: ${rest}.`);
  const hold = findings.length === 1 ? 'does' : 'do';
  const wrong = findings.length === 0 ? '' : `, ${count(findings.length, 'exception')} that ${hold} not hold`;
  return paint.bad(`${fail} fail, ${unknown} unknown, ${error} error${wrong}; ${rest}.`);
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
