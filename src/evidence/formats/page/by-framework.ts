import { html, type Markup } from '../../../lib/html.ts';
import type { AuditDocument } from '../../audit-document.ts';
import type { CoveredRequirement, FrameworkCoverage, Requirement } from '../../framework.ts';
import { MARKS } from '../framework-lines.ts';

/** Each framework: what is covered with its verdict and controls, what is not, and what needs a person. */
export function frameworkSections({ frameworks, catalogue }: AuditDocument): Markup | undefined {
  if (frameworks === undefined) return undefined;
  const asked = new Set(catalogue.map(({ control }) => control));
  return html`<section id="frameworks"><h2>By framework</h2>
<p class="note">Covered says that a control speaks to a requirement, not that the requirement is met as a whole. Who says so stands beside each control:
* our judgement, p Prowler, no mark AWS Security Hub or the benchmark itself.</p>
${frameworks.map((one) => frameworkDetails(one, asked))}</section>`;
}

function frameworkDetails(coverage: FrameworkCoverage, asked: ReadonlySet<string>): Markup {
  const { framework, title, source, isWhole, covered, notCovered, needsPerson } = coverage;
  const failing = covered.filter(({ verdict }) => verdict === 'fail' || verdict === 'unknown').length;
  return html`<details id="framework-${framework}"><summary><b>${title}</b><span class="gap"></span>
${failing > 0 ? html`<span class="v fail">${failing} not met</span>` : undefined}<span class="v none">${covered.length} covered</span><span class="v none">${isWhole ? `${notCovered.length} not covered` : 'the others cannot be named'}</span><span class="v none">${needsPerson.length} need a person</span></summary>
<p class="note">${source}</p>
<table><thead><tr><th>requirement</th><th></th><th>verdict</th><th>controls</th></tr></thead><tbody>${covered.map((one) => coveredRow(one, asked))}</tbody></table>
${requirementList('Not covered by any control', notCovered)}${requirementList('Needs a person', needsPerson)}</details>
`;
}

function coveredRow({ id, title, verdict, controls }: CoveredRequirement, asked: ReadonlySet<string>): Markup {
  const links = controls.map(({ control, provenance }) => {
    const name = asked.has(control) ? html`<a href="#${control}">${control}</a>` : control;
    return html`${name}${MARKS[provenance]} `;
  });
  const look = verdict === 'nothing judged' || verdict === 'not asked' ? 'none' : verdict;
  return html`<tr><td>${id}</td><td>${title}</td><td class="v ${look}">${verdict}</td><td>${links}</td></tr>
`;
}

function requirementList(title: string, requirements: readonly Requirement[]): Markup | undefined {
  if (requirements.length === 0) return undefined;
  return html`<details><summary>${title} (${requirements.length})</summary><table><tbody>
${requirements.map((one) => html`<tr><td>${one.id}</td><td>${one.title}</td></tr>`)}</tbody></table></details>
`;
}
