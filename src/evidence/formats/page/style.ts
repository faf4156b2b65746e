import { html, type Markup } from '../../../lib/html.ts';
import { type AuditRow, isExcused } from '../../audit-row.ts';

/** What an audit's page adds to the look of every page. */
export const AUDIT_STYLE = `
nav{display:flex;flex-wrap:wrap;gap:.4rem 1.2rem;margin:1rem 0;font-size:.92rem}a{color:var(--accent);text-decoration:none}a:hover{text-decoration:underline}
details{border-bottom:1px solid var(--line);padding:.35rem 0}details details{margin-left:1rem}summary{cursor:pointer;display:flex;flex-wrap:wrap;gap:.2rem .7rem;align-items:baseline}
summary::before{content:"▸";color:var(--soft)}details[open]>summary::before{content:"▾"}summary::-webkit-details-marker{display:none}
summary b{white-space:nowrap}summary .sentence{flex:1 1 18rem}summary .gap{flex:1}details>:not(summary){margin-left:1.1rem}details>table{width:calc(100% - 1.1rem)}details:target{background:var(--wash)}
.v{font-size:.8rem;font-weight:650;white-space:nowrap}.v.pass{color:var(--good)}.v.fail,.v.unknown,.v.error{color:var(--bad)}.v.excused,.v.pending{color:var(--warm)}.v.not-applicable,.v.none{color:var(--soft)}
td:first-child{white-space:normal}td.v{padding-right:1rem}.cards{grid-template-columns:repeat(auto-fit,minmax(7.5rem,1fr))}code{overflow-wrap:anywhere}
.marks{color:var(--soft);font-size:.88rem}section>h2{margin-top:2.6rem}dl{margin:.4rem 0;display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.15rem 1rem;font-size:.92rem}dt{color:var(--soft)}dd{margin:0;overflow-wrap:break-word}td{overflow-wrap:break-word}
@media print{details>*{display:block}}
`;

export function card(title: string, value: number, mark: 'yes' | 'no' | ''): Markup {
  return html`<div class="card ${mark}"><h3>${title}</h3><p class="value">${value}</p></div>`;
}

/** A verdict as a word; what is excused says so. */
export function verdictMark(row: AuditRow): Markup {
  return isExcused(row)
    ? html`<span class="v excused">${row.verdict}, excused</span>`
    : html`<span class="v ${row.verdict}">${row.verdict}</span>`;
}

/** A sentence whose names of code stand between backticks. */
export function prose(text: string): Markup {
  const parts = text.split('`');
  return html`${parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}

/** Why a row is excused, where it is. */
export function excuse({ waiver, isBaseline }: AuditRow): Markup | undefined {
  if (waiver !== undefined) {
    const { reason, ticket, author, approver, expires, approval } = waiver;
    return html`<br><span class="note">Waived until ${expires} (${ticket}): ${reason.replace(/\.$/, '')}. Asked by ${author}, approved by ${approver}, ${approval}.</span>`;
  }
  return isBaseline === true ? html`<br><span class="note">In the baseline.</span>` : undefined;
}
