import { html, type Markup } from '../../../lib/html.ts';
import type { AuditDocument, ControlTexts } from '../../audit-document.ts';
import { type AuditRow, isAgainst, isExcused, SEVERITIES, summaryOf } from '../../audit-row.ts';
import { nameOf, typeOf } from '../../place.ts';
import { excuse, prose, verdictMark } from './style.ts';

/** Rows of one control that are shown; all are in the JSON. */
const MOST_ROWS = 100;
/** Findings up to which they stand open; of more, the list of controls is shown first. */
const MOST_OPEN = 50;

/** Every control with its rows: those in which something is wrong first, the most severe before the others. */
export function controlSection({ catalogue, verdicts }: AuditDocument): Markup {
  const rowsOf = Map.groupBy(verdicts, ({ control }) => control);
  const controls = catalogue.map((texts) => ({ texts, rows: rowsOf.get(texts.control) ?? [] }));
  const ranked = controls.toSorted((a, b) => rankOf(a) - rankOf(b));
  const isShort = verdicts.filter(isAgainst).length <= MOST_OPEN;
  return html`<section id="controls"><h2>By control</h2>${ranked.map((one) => controlDetails(one, isShort))}</section>`;
}

interface JudgedControl {
  readonly texts: ControlTexts;
  readonly rows: readonly AuditRow[];
}

function rankOf({ texts, rows }: JudgedControl): number {
  return SEVERITIES.indexOf(texts.severity) + (rows.some(isAgainst) ? 0 : SEVERITIES.length);
}

function controlDetails({ texts, rows }: JudgedControl, isShort: boolean): Markup {
  const { control, title, severity, why, remedy, decidedAt, cannotSee, parameters } = texts;
  const given = Object.entries(parameters).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  const isFound = rows.some(isAgainst);
  return html`<details id="${control}"${isFound && isShort ? { markup: ' open' } : undefined}><summary><b>${control}</b><span class="sentence">${title}</span><span class="marks">${severity}</span>${countMarks(rows)}</summary>
<dl><dt>why</dt><dd>${prose(why)}</dd><dt>remedy</dt><dd>${prose(remedy)}</dd><dt>decided at</dt><dd>${decidedAt}</dd>
${given.length > 0 ? html`<dt>judged with</dt><dd>${given.join('; ')}</dd>` : undefined}<dt>cannot see</dt><dd>${prose(cannotSee.join('; '))}</dd></dl>
${rowTable(rows.filter(isAgainst))}${others(
  rows.filter((row) => !isAgainst(row)),
  isFound,
)}</details>
`;
}

/** The counts of a summary line: what is wrong, then what is not. */
function countMarks(rows: readonly AuditRow[]): Markup[] {
  const summary = summaryOf(rows);
  const counts = [
    ['fail', summary.fail],
    ['error', summary.error],
    ['unknown', summary.unknown],
    ['pending', summary.pending],
    ['pass', summary.pass],
    ['not-applicable', summary.notApplicable],
  ] as const;
  const marks = counts
    .filter(([, number]) => number > 0)
    .map(([verdict, number]) => html`<span class="v ${verdict}">${number} ${verdict.replace('-', ' ')}</span>`);
  return marks.length > 0 ? marks : [html`<span class="v none">nothing to judge</span>`];
}

/** What is not wrong stands folded below what is; alone it stands as it is. */
function others(rows: readonly AuditRow[], isBelow: boolean): Markup | undefined {
  if (!isBelow || rows.length === 0) return rowTable(rows);
  return html`<details><summary class="marks">the other ${rows.length}</summary>${rowTable(rows)}</details>`;
}

function rowTable(rows: readonly AuditRow[]): Markup | undefined {
  if (rows.length === 0) return undefined;
  const shown = rows.toSorted((a, b) => weightOf(a) - weightOf(b)).slice(0, MOST_ROWS);
  const more = rows.length - shown.length;
  const lines = shown.map(
    (
      row,
    ) => html`<tr><td>${verdictMark(row)}</td><td>${nameOf(row)}<br><span class="note">${[row.stack, typeOf(row)].filter(Boolean).join(' · ')}</span></td>
<td>${row.message}${row.property && html` <code>${row.property}</code>`}${excuse(row)}</td><td><code>${row.at}</code></td></tr>
`,
  );
  return html`<table><thead><tr><th>verdict</th><th>resource</th><th>finding</th><th>where</th></tr></thead><tbody>
${lines}</tbody></table>${more > 0 ? html`<p class="note">and ${more} more: all are in the JSON form.</p>` : undefined}`;
}

/** What is excused first, then by verdict. */
function weightOf(row: AuditRow): number {
  return isExcused(row) ? -1 : ['fail', 'error', 'unknown', 'pending', 'pass', 'not-applicable'].indexOf(row.verdict);
}
