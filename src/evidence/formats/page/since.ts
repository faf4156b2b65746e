import { html, type Markup } from '../../../lib/html.ts';
import type { AuditDocument } from '../../audit-document.ts';
import type { RowChange } from '../../changes.ts';

/** What changed since an earlier audit. */
export function sinceSection({ since }: AuditDocument): Markup | undefined {
  if (since === undefined) return undefined;
  const { file, auditedAt, isAttestation, newFailures, fixed, changed, appeared, disappeared } = since;
  const rows = [
    ...newFailures.map((change) => changeRow('new', change)),
    ...fixed.map((change) => changeRow('fixed', change)),
    ...changed.map((change) => changeRow('changed', change)),
    ...appeared.map((urn) => resourceRow('appeared', urn)),
    ...disappeared.map((urn) => resourceRow('disappeared', urn)),
  ];
  const how = isAttestation ? ', an attestation whose signature evenkeel verify checks' : '';
  return html`<section id="since"><h2>Since ${auditedAt}</h2><p class="note">Compared with ${file}${how}. ${asked('Not asked then', since.onlyNow)}${asked('Asked then, not now', since.onlyBefore)}</p>
${rows.length === 0 ? html`<p>Nothing changed.</p>` : html`<table><tbody>${rows}</tbody></table>`}</section>`;
}

function changeRow(what: string, { control, place, was, is, message }: RowChange): Markup {
  return html`<tr><td>${what}</td><td>${control}</td><td>${was ?? 'no row'} → ${is}</td><td><code>${place}</code>${message && html`<br><span class="note">${message}</span>`}</td></tr>
`;
}

function resourceRow(what: string, urn: string): Markup {
  return html`<tr><td>${what}</td><td></td><td></td><td><code>${urn}</code></td></tr>
`;
}

function asked(what: string, controls: readonly string[]): string {
  return controls.length === 0 ? '' : `${what}: ${controls.join(', ')}. `;
}
