import { html, type Markup } from '../lib/html.ts';
import { STYLE } from '../lib/page-style.ts';
import type { Certificate } from './certificate.ts';

/** The certificate as one self-contained page, to be read, printed and filed: no script, no request to anywhere. Pure. */
export function certificatePage(certificate: Certificate): string {
  const { stamp, system, environment, run, outcome, asOf } = certificate;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${system}: certificate of retirement</title><style>${{ markup: STYLE + WRAP }}</style></head>
<body><main>
<header><p class="stamp ${stamp}">${stamp}</p>
<h1>${headline(certificate)}</h1>
<p class="lead">Certificate of retirement · ${system}, ${environment} · run ${run}, ${outcome} · as of ${day(asOf)}</p></header>
${destroyed(certificate)}
${pending(certificate)}
${survivors(certificate)}
${left(certificate)}
${proofs(certificate)}
${stacks(certificate)}
${approvals(certificate)}
${chain(certificate)}
</main></body></html>
`;
  return page.markup;
}

const WRAP = `td:nth-child(2){overflow-wrap:anywhere}td.t{white-space:nowrap}
`;

function headline({ system, outcome, destroyed, pending, survivors, left }: Certificate): string {
  const counts = [
    `${destroyed.length} destroyed`,
    ...(pending.length > 0 ? [`${pending.length} pending`] : []),
    `${survivors.length} kept by declaration`,
    ...(left.length > 0 ? [`${left.length} left, named below`] : []),
  ];
  const state = outcome === 'done' ? 'is retired' : `is not retired (${outcome})`;
  return `${system} ${state}: ${counts.join(', ')}`;
}

function destroyed({ destroyed: rows, standard }: Certificate): Markup {
  const lines = rows.map(
    (
      row,
    ) => html`<tr><td>${row.what}</td><td>${row.id}${row.keyArn && html`<br><span class="note">key ${row.keyArn}</span>`}</td><td>${row.region}</td>
<td class="t"><b>${row.category}</b></td><td>${row.technique}</td><td>${row.verifiedBy}</td><td class="t">${day(row.verifiedAt)}</td></tr>`,
  );
  return html`<section><h2>Destroyed</h2>
<p class="note">Categories of <a href="${standard.url}">${standard.name}</a>. ${standard.claims}</p>
${table(['what', 'id', 'region', 'category', 'technique', 'verified by', 'on'], lines)}</section>`;
}

function pending({ pending: rows }: Certificate): Markup | undefined {
  if (rows.length === 0) return undefined;
  const lines = rows.map(
    (row) =>
      html`<tr><td>${row.what}</td><td>${row.id}</td><td>${row.region}</td><td class="t">${day(row.dueAt)}</td><td class="t">${day(row.verifiedAt)}</td></tr>`,
  );
  return html`<section><h2>Pending</h2><p class="note">AWS has dated these deletions; until then somebody could take them back.</p>
${table(['what', 'id', 'region', 'gone on', 'seen on'], lines)}</section>`;
}

function survivors({ survivors: rows }: Certificate): Markup {
  const lines = rows.map(
    (row) => html`<tr><td>${row.what}</td><td>${row.id}</td><td>${row.region}</td>
<td class="t">${row.untilAt === undefined ? 'without end' : day(row.untilAt)}</td><td>${row.why}</td><td class="t">${day(row.verifiedAt)}</td></tr>`,
  );
  return html`<section><h2>What survives, until when, and why</h2>
${lines.length === 0 ? html`<p>Nothing.</p>` : table(['what', 'id', 'region', 'until', 'why', 'seen on'], lines)}</section>`;
}

function left({ left: rows }: Certificate): Markup | undefined {
  if (rows.length === 0) return undefined;
  const lines = rows.map(
    (row) => html`<tr><td>${row.what}</td><td>${row.id}</td><td>${row.region}</td><td>${row.why}</td></tr>`,
  );
  return html`<section><h2>Left, and nobody's decision</h2><p class="note">Found or known of, and neither deleted nor declared: somebody has to look.</p>
${table(['what', 'id', 'region', 'why'], lines)}</section>`;
}

function proofs({ proofs: rows }: Certificate): Markup {
  const lines = rows.map(
    (row) =>
      html`<tr><td>${row.what}</td><td>${row.id}</td><td>${row.how}</td><td class="t">${day(row.verifiedAt)}</td></tr>`,
  );
  return html`<section><h2>Proved before anything was deleted</h2>
${lines.length === 0 ? html`<p>Nothing.</p>` : table(['what', 'id', 'how', 'on'], lines)}</section>`;
}

function stacks({ stacks: rows }: Certificate): Markup {
  const lines = rows.map(
    (row) =>
      html`<tr><td>${row.stack}</td><td class="n">${row.resources}</td><td class="t">${day(row.emptyAt)}</td></tr>`,
  );
  return html`<section><h2>Stacks</h2>
${lines.length === 0 ? html`<p>None was emptied.</p>` : table(['stack', 'resources', 'empty since'], lines)}</section>`;
}

function approvals({ approvals: rows }: Certificate): Markup {
  const lines = rows.map(
    (row) =>
      html`<tr><td>${row.step}</td><td>${row.by}</td><td>${row.authenticated ? 'authenticated' : 'not authenticated'}</td><td class="t">${day(row.at)}</td></tr>`,
  );
  return html`<section><h2>Who agreed</h2>${table(['step', 'who', 'identity', 'on'], lines)}</section>`;
}

function chain({ run, planHash, journal, asOf }: Certificate): Markup {
  return html`<section><h2>What this rests on</h2><table class="facts"><tbody>
<tr><th>run</th><td>${run}</td></tr>
<tr><th>plan</th><td><code>${planHash}</code></td></tr>
<tr><th>journal</th><td><code>${journal.headHash}</code>, the hash of the last of ${journal.events} events, each chained to the one before</td></tr>
<tr><th>as of</th><td>${asOf}</td></tr></tbody></table></section>`;
}

function table(heads: readonly string[], rows: readonly Markup[]): Markup {
  return html`<table><thead><tr>${heads.map((head) => html`<th>${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table>`;
}

function day(instant: string): string {
  return instant.slice(0, 16).replace('T', ' ');
}
