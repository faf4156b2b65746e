import { formatClock, formatSeconds } from '../lib/duration-text.ts';
import { html, type Markup } from '../lib/html.ts';
import type { RunDocument } from './run-document.ts';

const WIDTH = 960;

/** Recovery time as one bar of three parts, against the objective. */
export function recoveryBar(document: RunDocument): Markup {
  const { measured, objectives } = document;
  const parts = [
    { name: 'detection', seconds: measured.detectionSeconds, colour: 'var(--detect)' },
    { name: 'decision', seconds: measured.decisionSeconds, colour: 'var(--decide)' },
    { name: 'machine', seconds: measured.machineSeconds, colour: 'var(--machine)' },
  ];
  const total = measured.rtoSeconds ?? 0;
  const scale = scaleOf(0, Math.max(total, objectives.rtoSeconds) * 1.05, 0, WIDTH);
  let from = 0;
  const bars = parts.map((part) => {
    const bar = html`<rect x="${px(scale(from))}" y="22" width="${px(scale(part.seconds))}" height="26" fill="${part.colour}"/>
<text x="${px(scale(from))}" y="64">${part.name} ${formatSeconds(part.seconds)}</text>`;
    from += part.seconds;
    return part.seconds > 0 ? bar : undefined;
  });
  const limit = px(scale(objectives.rtoSeconds));
  return html`<svg viewBox="0 0 ${WIDTH} 72" role="img" aria-label="recovery time against the objective">${bars}
<line x1="${limit}" y1="14" x2="${limit}" y2="52" stroke="var(--bad)" stroke-width="2" stroke-dasharray="4 3"/>
<text x="${limit}" y="10" text-anchor="end">objective ${formatSeconds(objectives.rtoSeconds)}</text></svg>`;
}

/** The share of attempted writes that succeeded, second by second, with the instants that matter. */
export function trafficChart(document: RunDocument): Markup {
  const { traffic, measured } = document;
  const first = traffic[0]?.[0] ?? 0;
  const last = traffic.reduce((end, [start, seconds]) => Math.max(end, start + seconds), first + 1);
  const x = scaleOf(first, last, 0, WIDTH);
  const y = scaleOf(0, 1, 120, 24);
  const line = traffic.flatMap(([start, seconds, attempted, succeeded]) => {
    const share = attempted === 0 ? 0 : succeeded / attempted;
    return [`${px(x(start))},${px(y(share))}`, `${px(x(start + seconds))},${px(y(share))}`];
  });
  const firstFailure = traffic.find(([start, , attempted, succeeded]) => start >= 0 && succeeded < attempted)?.[0];
  const isChange = document.judgedBy === 'change';
  const marks: [number, string][] = [[0, isChange ? 'begins' : 'fault']];
  if (isChange) marks.push([Math.max(0, ...document.steps.map((step) => step.endSeconds)), 'ends']);
  if (!isChange && firstFailure !== undefined && measured.rtoSeconds !== null) {
    marks.push([firstFailure + measured.rtoSeconds, 'recovered']);
  }
  return html`<svg viewBox="0 0 ${WIDTH} 150" role="img" aria-label="share of writes that succeeded over time">
<polygon points="${px(x(first))},120 ${line.join(' ')} ${px(x(last))},120" fill="var(--accent)" fill-opacity=".22"/>
<polyline points="${line.join(' ')}" fill="none" stroke="var(--accent)" stroke-width="1.5"/>
<line x1="0" y1="120" x2="${WIDTH}" y2="120" stroke="var(--line)"/>
<text x="4" y="38">all writes succeed</text><text x="4" y="116">none</text>
${marks.map(([at, name]) => html`<line x1="${px(x(at))}" y1="8" x2="${px(x(at))}" y2="124" stroke="var(--bad)" stroke-dasharray="3 3"/><text class="strong" x="${px(x(at) + 4)}" y="10">${name}</text>`)}
${ticks(first, last - (last - first) / 40).map((at) => html`<text x="${px(x(at))}" y="140" text-anchor="middle">${formatClock(at)}</text>`)}</svg>`;
}

/** The steps as bars on one time line; those on the critical path are filled. */
export function stepsChart(document: RunDocument): Markup {
  const { steps, criticalPath } = document;
  const end = Math.max(1, ...steps.map((step) => step.endSeconds));
  const label = 190;
  const x = scaleOf(0, end, label, WIDTH - 80);
  const critical = new Set(criticalPath.map((entry) => entry.key));
  const rows = steps.map((step, index) => {
    const top = index * 24 + 4;
    const width = Math.max(2, x(step.endSeconds) - x(step.startSeconds));
    const fill = critical.has(step.key) ? 'var(--accent)' : 'var(--detect)';
    return html`<text class="${critical.has(step.key) ? 'strong' : ''}" x="0" y="${top + 13}">${step.key}</text>
<rect x="${px(x(step.startSeconds))}" y="${top}" width="${px(width)}" height="17" rx="2" fill="${fill}" fill-opacity="${critical.has(step.key) ? 1 : 0.45}"/>
<text x="${px(x(step.endSeconds) + 4)}" y="${top + 13}">${formatSeconds(step.endSeconds - step.startSeconds)}</text>`;
  });
  const height = steps.length * 24 + 22;
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="steps over time">
${ticks(0, end).map((at) => html`<line x1="${px(x(at))}" y1="0" x2="${px(x(at))}" y2="${height - 16}" stroke="var(--line)"/><text x="${px(x(at))}" y="${height - 4}" text-anchor="middle">${formatClock(at)}</text>`)}
${rows}</svg>`;
}

function scaleOf(fromMin: number, fromMax: number, toMin: number, toMax: number): (value: number) => number {
  const span = fromMax - fromMin || 1;
  return (value) => toMin + ((value - fromMin) / span) * (toMax - toMin);
}

const DAY = 86_400;
const TICKS = [30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 28_800, DAY, 2 * DAY, 5 * DAY, 10 * DAY];

/** Round instants at most ten to a line. */
function ticks(from: number, to: number): number[] {
  const step = TICKS.find((size) => (to - from) / size <= 10) ?? 30 * DAY;
  const list: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) list.push(at);
  return list;
}

function px(value: number): string {
  return value.toFixed(1);
}
