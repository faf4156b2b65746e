import { html, type Markup } from '../../../lib/html.ts';
import type { AuditDocument } from '../../audit-document.ts';
import { type AuditRow, isAgainst } from '../../audit-row.ts';
import { nameOf, typeOf } from '../../place.ts';
import { excuse, verdictMark } from './style.ts';

/** Resources that are shown; all are in the JSON. */
const MOST_RESOURCES = 300;

/** Every resource that a control was asked about, those with most findings first. */
export function resourceSection({ verdicts }: AuditDocument): Markup {
  const rowsOf = Map.groupBy(
    verdicts.filter(({ urn }) => urn !== undefined),
    ({ urn }) => urn,
  );
  const resources = [...rowsOf.values()].map((rows) => ({ rows, found: rows.filter(isAgainst).length }));
  const ranked = resources.toSorted((a, b) => b.found - a.found);
  const shown = ranked.slice(0, MOST_RESOURCES);
  const more = ranked.length - shown.length;
  return html`<section id="resources"><h2>By resource</h2>${shown.map(({ rows, found }) => resourceDetails(rows, found))}
${more > 0 ? html`<p class="note">and ${more} more: all are in the JSON form.</p>` : undefined}</section>`;
}

function resourceDetails(rows: readonly AuditRow[], found: number): Markup {
  const [first] = rows;
  if (first === undefined) return html``;
  const passed = rows.filter(({ verdict }) => verdict === 'pass').length;
  return html`<details><summary><b>${nameOf(first)}</b><span class="sentence marks">${typeOf(first)}</span>
<span class="marks">${[first.stack, first.at].filter(Boolean).join(' · ')}</span>${found > 0 ? html`<span class="v fail">${found} found</span>` : undefined}<span class="v ${passed > 0 ? 'pass' : 'none'}">${passed} pass</span></summary>
<p><code>${first.urn}</code></p>
<table><tbody>${rows.map(
    (
      row,
    ) => html`<tr><td><a href="#${row.control}">${row.control}</a></td><td>${verdictMark(row)}</td><td>${row.message}${excuse(row)}</td></tr>
`,
  )}</tbody></table></details>
`;
}
