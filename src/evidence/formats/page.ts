import { html, type Markup } from '../../lib/html.ts';
import { STYLE } from '../../lib/page-style.ts';
import { type AuditDocument, isGood } from '../audit-document.ts';
import { isAgainst, isExcused } from '../audit-row.ts';
import { controlSection } from './page/by-control.ts';
import { frameworkSections } from './page/by-framework.ts';
import { resourceSection } from './page/by-resource.ts';
import { excuseSection } from './page/excuses.ts';
import { populationSection } from './page/population.ts';
import { sinceSection } from './page/since.ts';
import { AUDIT_STYLE, card } from './page/style.ts';

/** The audit as one self-contained page, to be read, printed and filed: no script, no request to anywhere. */
export function page(document: AuditDocument): string {
  const { subject, environment, phase, auditedAt, judgedBy, controls, resources, frameworks } = document;
  const where = [subject, environment, phase === 'preview' ? 'preview' : 'as deployed'].filter(Boolean).join(' · ');
  const isYes = isGood(document);
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Audit of ${subject}</title><style>${{ markup: STYLE + AUDIT_STYLE }}</style></head>
<body><main>
<header><p class="lead">Audit · ${where}</p>
<h1>${headline(document)}</h1>
<p class="answer ${isYes ? 'yes' : 'no'}">${isYes ? 'Yes: nothing is wrong that is not excused.' : 'No: see what is wrong below.'}</p>
<p class="lead">${controls} controls over ${resources} resources · judged at ${auditedAt} · by Evenkeel ${judgedBy}</p></header>
${cards(document)}
<nav><a href="#controls">By control</a>${frameworks && html`<a href="#frameworks">By framework</a>`}<a href="#resources">By resource</a><a href="#population">What was judged, and what was not seen</a></nav>
${excuseSection(document)}
${sinceSection(document)}
${controlSection(document)}
${frameworkSections(document)}
${resourceSection(document)}
${populationSection(document)}
</main></body></html>
`.markup;
}

function headline({ examined, verdicts, findings = [] }: AuditDocument): string {
  if (examined === 0) return 'Nothing was examined';
  const bad = verdicts.filter(isAgainst);
  if (bad.length === 0 && findings.length > 0) return 'An exception does not hold';
  if (bad.length === 0) return 'Nothing found';
  const controls = new Set(bad.map(({ control }) => control)).size;
  return `${bad.length} ${bad.length === 1 ? 'finding' : 'findings'} of ${controls} ${controls === 1 ? 'control' : 'controls'}`;
}

function cards({ summary, verdicts }: AuditDocument): Markup {
  const { pass, fail, unknown, error, notApplicable, pending } = summary;
  const excused = verdicts.filter(isExcused).length;
  return html`<section class="cards">
${card('Pass', pass, '')}${card('Fail', fail, fail > 0 ? 'no' : 'yes')}${card('Unknown', unknown, unknown > 0 ? 'no' : 'yes')}${card('Error', error, error > 0 ? 'no' : 'yes')}
${pending > 0 ? card('Pending', pending, '') : undefined}${card('Excused', excused, '')}${card('Not applicable', notApplicable, '')}
</section>`;
}
