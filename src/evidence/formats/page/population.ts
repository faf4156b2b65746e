import { html, type Markup } from '../../../lib/html.ts';
import type { AuditDocument } from '../../audit-document.ts';
import { ageText } from '../population-lines.ts';

/** What was judged, how old it is, and what was not seen. */
export function populationSection({ population, unsupportedTypes, phase }: AuditDocument): Markup {
  const { checkpoints, stacks, stacksNotGiven } = population;
  const types = Object.entries(unsupportedTypes);
  return html`<section id="population"><h2>What was judged, and what was not seen</h2>
${phase === 'preview' ? html`<p>A preview: what the program declares at the instant of judgement.</p>` : undefined}
${checkpoints.length > 0 ? html`<h3>Checkpoints</h3><ul>${checkpoints.map((one) => html`<li>${one.name}: ${ageText(one)}</li>`)}</ul>` : undefined}
<h3>Stacks</h3><table><thead><tr><th>stack</th><th class="n">resources</th><th class="n">of types that no control knows</th><th class="n">managed elsewhere</th></tr></thead><tbody>
${stacks.map((one) => html`<tr><td>${one.stack}</td><td class="n">${one.resources}</td><td class="n">${one.unsupported}</td><td class="n">${one.external}</td></tr>`)}</tbody></table>
${stacksNotGiven.length > 0 ? html`<h3>Stacks that these refer to and that were not given</h3><ul>${stacksNotGiven.map(({ stack, from }) => html`<li>${stack}, from ${from.join(', ')}</li>`)}</ul>` : undefined}
${types.length > 0 ? html`<details><summary>Types that no control knows (${types.length})</summary><table><tbody>${types.map(([type, number]) => html`<tr><td>${type}</td><td class="n">${number}</td></tr>`)}</tbody></table></details>` : undefined}
</section>`;
}
