import { formatClock, formatCount, formatSeconds } from '../lib/duration-text.ts';
import { html, type Markup } from '../lib/html.ts';
import { STYLE } from '../lib/page-style.ts';
import { card, invariantsCard } from './card.ts';
import { changeHeadline, changeVerdicts } from './change-summary.ts';
import { recoveryBar, stepsChart, trafficChart } from './charts.ts';
import { hasTraffic } from './interruptions.ts';
import { limitLines } from './limit-lines.ts';
import { answerOf, type RunDocument } from './run-document.ts';

/**
 * The evidence page of a run: one self-contained HTML file, no script, no request to anywhere. A pure function of the
 * document: same document, same bytes.
 */
export function runPage(document: RunDocument): string {
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${document.system}: ${document.title}</title><style>${{ markup: STYLE }}</style></head>
<body><main>
${header(document)}
${verdicts(document)}
${isChange(document) ? undefined : html`<section><h2>Recovery time, as clients saw it</h2>${recoveryBar(document)}</section>`}
<section><h2>What clients got</h2>${hasTraffic(document.traffic) ? html`${trafficChart(document)}${availability(document)}` : html`<p>No client was at work.</p>`}</section>
<section><h2>What the runbook did</h2>${stepsChart(document)}${stepTable(document)}</section>
${ledger(document)}
${footing(document)}
${replay(document)}
</main></body></html>
`;
  return page.markup;
}

function header(document: RunDocument): Markup {
  const { stamp, system, environment, sites, title } = document;
  return html`<header><p class="stamp ${stamp}">${stamp}</p>
<h1>${headline(document)}</h1>
<p class="lead">${title} · ${system}, ${environment} · ${document.scenarioTitle ?? 'no scenario'}</p>
<p>${document.scenarioAbout} ${isChange(document) ? undefined : html`The site that wrote was <b>${sites.lost}</b>; now it is <b>${sites.winner}</b>.`}</p></header>`;
}

function isChange({ judgedBy }: RunDocument): boolean {
  return judgedBy === 'change';
}

function headline(document: RunDocument): string {
  const { measured, outcome, system } = document;
  if (isChange(document)) return changeHeadline(document);
  if (outcome === 'waiting') return `${system} waits for a person`;
  if (measured.rtoSeconds === null) return `${system} did not recover while it was watched`;
  const lost =
    measured.lostWrites === 0
      ? 'and lost no write'
      : `and lost ${formatCount(measured.lostWrites)} acknowledged writes`;
  return `${system} served again after ${formatSeconds(measured.rtoSeconds)} ${lost}`;
}

function verdicts(document: RunDocument): Markup {
  const top = isChange(document) ? changeVerdicts(document) : recoveryVerdicts(document);
  return html`<section>${top}${document.violations.map((v) => html`<p class="broken"><b>${v.checker}</b> at ${v.at}: ${v.message}</p>`)}</section>`;
}

function recoveryVerdicts(document: RunDocument): Markup {
  const { measured, objectives } = document;
  const rto = measured.rtoSeconds;
  const cards = [
    card(
      'Recovery time',
      rto === null ? 'none' : formatSeconds(rto),
      `promised: ${formatSeconds(objectives.rtoSeconds)}`,
      rto !== null && rto <= objectives.rtoSeconds,
    ),
    card(
      'Loss',
      formatSeconds(measured.rpoSeconds),
      `promised: at most ${formatSeconds(objectives.rpoSeconds)}`,
      measured.rpoSeconds <= objectives.rpoSeconds,
    ),
    card(
      'Writes lost',
      formatCount(measured.lostWrites),
      `of ${formatCount(measured.acknowledgedWrites)} acknowledged`,
      undefined,
    ),
    invariantsCard(document),
  ];
  const answer = {
    yes: html`<p class="answer yes">Both objectives met.</p>`,
    no: html`<p class="answer no">Not met: see the cards marked “no”.</p>`,
    unknown: html`<p class="answer no">Unknown: both objectives are met by what is shown, and that is not all that this rests on.</p>`,
  }[answerOf(document)];
  return html`${answer}<div class="cards">${cards}</div>`;
}

function availability(document: RunDocument): Markup {
  const { availability: share, divergedWrites } = document.measured;
  return html`<p class="note">${(share * 100).toFixed(2)} % of all attempted writes succeeded while the clients were watched.${
    divergedWrites > 0
      ? ` ${formatCount(divergedWrites)} were acknowledged by a former writer: two writers at once.`
      : ''
  }</p>`;
}

function stepTable(document: RunDocument): Markup {
  const critical = new Set(document.criticalPath.map((entry) => entry.key));
  const rows = document.steps.map(
    (step) => html`<tr class="${critical.has(step.key) ? 'critical' : ''}"><td>${step.key}</td><td>${step.title}</td>
<td class="n">${formatClock(step.startSeconds)}</td><td class="n">${formatSeconds(step.endSeconds - step.startSeconds)}</td><td>${step.outcome}</td><td>${step.detail}</td></tr>`,
  );
  return html`<table><thead><tr><th>step</th><th>what</th><th class="n">started</th><th class="n">took</th><th>outcome</th><th>seen</th></tr></thead><tbody>${rows}</tbody></table>
<p class="note">Bold: on the critical path. Clocks count from the start of the run.</p>`;
}

function ledger(document: RunDocument): Markup {
  const { lost, diverged, measured } = document;
  if (measured.acknowledgedWrites === 0) {
    return html`<section><h2>Ledger of losses</h2><p>No client wrote anything.</p></section>`;
  }
  if (lost.length === 0 && diverged.length === 0) {
    return html`<section><h2>Ledger of losses</h2><p>Every acknowledged write is on the winning side.</p></section>`;
  }
  const rows = [...lost.map((range) => row(range, 'lost')), ...diverged.map((range) => row(range, 'diverged'))];
  return html`<section><h2>Ledger of losses</h2><p>Acknowledged to a client, absent on the winning side. The oldest was
${formatSeconds(measured.rpoSeconds)} old when the fault struck.</p>
<table><thead><tr><th class="n">first write</th><th class="n">last write</th><th class="n">writes</th><th>what became of them</th></tr></thead><tbody>${rows}</tbody></table></section>`;
}

function row([first, last]: readonly [number, number], fate: string): Markup {
  return html`<tr><td class="n">${formatCount(first)}</td><td class="n">${formatCount(last)}</td><td class="n">${formatCount(last - first + 1)}</td><td>${fate}</td></tr>`;
}

function footing(document: RunDocument): Markup {
  const { estimates, inert, limits, notModelled, notes, blocked, calls } = document;
  const regions = Object.entries(calls).map(
    ([region, planes]) =>
      html`<li>${region}: ${Object.entries(planes)
        .map(([plane, n]) => `${n} ${plane} plane`)
        .join(', ')}</li>`,
  );
  return html`<section><h2>What this rests on</h2>
<h3>Estimates on the critical path</h3>
${estimates.length === 0 ? html`<p>None.</p>` : html`<table><thead><tr><th>step</th><th>figure used</th><th>known how</th><th>source</th></tr></thead><tbody>${estimates.map((e) => html`<tr><td>${e.step}</td><td>${e.figure}</td><td>${e.mark}</td><td>${e.source}</td></tr>`)}</tbody></table>`}
<h3>Calls of the runbook</h3><ul>${regions}</ul>
<p>${blocked.regions.length === 0 ? 'Nothing was blocked on purpose.' : `Blocked for the proof: every endpoint of ${blocked.regions.join(', ')} and every control plane homed there. The runbook asked them for nothing ${blocked.refusedCalls === 0 ? '(0 calls refused).' : `— no: ${blocked.refusedCalls} calls were refused.`}`}</p>
<h3>Not part of the simulation</h3>
${Object.keys(inert).length === 0 ? html`<p>Every resource type of the system has behaviour.</p>` : html`<ul>${Object.entries(inert).map(([type, n]) => html`<li>${type}: ${n}, kept without behaviour</li>`)}</ul>`}
${limits.length === 0 ? undefined : html`<h3>What the checkpoints hold and the twin does not show</h3><ul>${limitLines(limits).map(({ text, isUnknown }) => html`<li>${isUnknown ? html`<strong>unknown</strong>: ` : undefined}${text}</li>`)}</ul>`}
<ul>${notModelled.map((line) => html`<li>${line}</li>`)}</ul>
${notes.length === 0 ? undefined : html`<h3>Notes</h3><ul>${notes.map((line) => html`<li>${line}</li>`)}</ul>`}</section>`;
}

function replay(document: RunDocument): Markup {
  return html`<section><h2>Do it again</h2><table class="facts"><tbody>
<tr><th>command</th><td><code>${document.replay ?? 'not a rehearsal'}</code></td></tr>
<tr><th>seed</th><td>${document.seed}</td></tr>
<tr><th>plan</th><td><code>${document.planHash}</code></td></tr>
<tr><th>target</th><td>${document.target}</td></tr></tbody></table></section>`;
}
