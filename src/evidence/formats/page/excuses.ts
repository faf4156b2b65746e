import { html, type Markup } from '../../../lib/html.ts';
import type { AuditDocument } from '../../audit-document.ts';

/** Exceptions that do not hold: each makes the answer no. Those that hold stand beside the rows that they excuse. */
export function excuseSection({ findings = [], waivers }: AuditDocument): Markup | undefined {
  if (findings.length === 0) return undefined;
  const rows = findings.map(
    ({
      at,
      message,
      found,
      allowed,
      next,
    }) => html`<tr><td>${message}<br><span class="note">found: ${found}; allowed: ${allowed}; ${next}</span></td><td><code>${at}</code></td></tr>
`,
  );
  return html`<section id="excuses"><h2>Exceptions that do not hold</h2><p class="note">Of ${waivers?.file}.</p>
<table><tbody>${rows}</tbody></table></section>`;
}
