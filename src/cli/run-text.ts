import { formatClock, formatCount, formatSeconds } from '../lib/duration-text.ts';
import type { RunsSummary } from '../rehearsal/summary.ts';
import { tookSeconds } from '../reports/change-summary.ts';
import { hasTraffic, interruptionsOf } from '../reports/interruptions.ts';
import { limitLines } from '../reports/limit-lines.ts';
import { answerOf, type RunDocument } from '../reports/run-document.ts';
import type { Output } from './output.ts';

/** A run for a terminal: the answer first, then the timeline with its critical path, then what it rests on. */
export function runText(document: RunDocument, output: Output): string {
  const lines = [
    `${output.bold(document.title)} · ${document.system}, ${document.environment} · ${document.stamp}`,
    '',
    ...(document.judgedBy === 'change' ? changeLines(document, output) : recoveryLines(document, output)),
    '',
    ...timeline(document, output),
  ];
  for (const { checker, at, message } of document.violations)
    lines.push(output.bad(`  broken: ${checker} at ${at}: ${message}`));
  const { regions, refusedCalls } = document.blocked;
  if (regions.length > 0)
    lines.push(
      '',
      `  ${regions.join(', ')} and every control plane homed there were out of reach; the runbook asked them ${refusedCalls} times.`,
    );
  lines.push(
    `  ${document.estimates.length} estimated figures on the critical path (the page names each with its source).`,
  );
  lines.push(...limitsText(document.limits, output));
  for (const note of document.notes) lines.push(`  note: ${note}`);
  if (document.replay !== undefined) lines.push('', `  again: ${document.replay}`);
  return lines.join('\n');
}

function recoveryLines(document: RunDocument, output: Output): string[] {
  const { measured, objectives } = document;
  const rto = measured.rtoSeconds;
  const verdict = {
    yes: output.good('objectives met'),
    no: output.bad('objectives not met'),
    unknown: output.bad('objectives met by what is shown, which is not all that this rests on: unknown'),
  }[answerOf(document)];
  return [
    `  recovery time  ${(rto === null ? 'none' : formatSeconds(rto)).padEnd(14)} promised ${formatSeconds(objectives.rtoSeconds)}   = detection ${formatSeconds(measured.detectionSeconds)} + decision ${formatSeconds(measured.decisionSeconds)} + machine ${formatSeconds(measured.machineSeconds)}`,
    `  loss           ${formatSeconds(measured.rpoSeconds).padEnd(14)} promised ${formatSeconds(objectives.rpoSeconds)}`,
    `  writes lost    ${formatCount(measured.lostWrites)} of ${formatCount(measured.acknowledgedWrites)} acknowledged${measured.divergedWrites > 0 ? `, ${formatCount(measured.divergedWrites)} more acknowledged by a former writer` : ''}`,
    `  availability   ${(measured.availability * 100).toFixed(2)} %`,
    `  outcome        ${document.outcome}, ${verdict}`,
  ];
}

function changeLines(document: RunDocument, output: Output): string[] {
  const { measured, expectedSeconds } = document;
  const { longestSeconds, impairedSeconds } = interruptionsOf(document.traffic);
  const verdict = {
    yes: output.good('made, and nothing lost'),
    no: output.bad('not made'),
    unknown: output.bad('made by what is shown, which is not all that this rests on: unknown'),
  }[answerOf(document)];
  const said = expectedSeconds
    ? `said beforehand ${formatSeconds(expectedSeconds.p50)}, at most about ${formatSeconds(expectedSeconds.p99)}`
    : '';
  return [
    `  outcome        ${document.outcome}, ${verdict}`,
    `  took           ${formatSeconds(tookSeconds(document)).padEnd(14)} ${said}`.trimEnd(),
    hasTraffic(document.traffic)
      ? `  availability   ${`${(measured.availability * 100).toFixed(3)} %`.padEnd(14)} some writes failed in ${formatSeconds(impairedSeconds)}; longest time without a write ${formatSeconds(longestSeconds)}`
      : '  availability   no client was at work',
    `  writes lost    ${formatCount(measured.lostWrites)} of ${formatCount(measured.acknowledgedWrites)} acknowledged`,
  ];
}

function limitsText(limits: RunDocument['limits'], output: Output): string[] {
  if (limits.length === 0) return [];
  const lines = limitLines(limits).map(({ text, isUnknown }) =>
    isUnknown ? output.bad(`  unknown: ${text}`) : `  - ${text}`,
  );
  const unknown = limits.filter(({ isUnknown }) => isUnknown).length;
  const rests = unknown === 0 ? 'what this rests on is as it was' : `the answer rests on ${unknown} that are unknown`;
  return ['', `  The checkpoints are of more than the twin shows (${limits.length}; ${rests}):`, ...lines];
}

function timeline(document: RunDocument, output: Output): string[] {
  const critical = new Set(document.criticalPath.map(({ key }) => key));
  const width = Math.max(...document.steps.map(({ key }) => key.length), 4);
  const clock = Math.max(...document.steps.map(({ startSeconds }) => formatClock(startSeconds).length), 6);
  return document.steps.map(({ key, startSeconds, endSeconds, outcome, detail }) => {
    const mark = critical.has(key) ? output.bold('●') : output.dim('○');
    const took = formatSeconds(endSeconds - startSeconds);
    return `  ${mark} ${formatClock(startSeconds).padStart(clock)}  ${key.padEnd(width)}  ${took.padEnd(12)} ${outcome.padEnd(8)} ${output.dim(detail ?? '')}`.trimEnd();
  });
}

/** Drills over seeds for a terminal: the distribution against the objectives. */
export function summaryText(summary: RunsSummary, output: Output): string {
  const isChange = summary.judgedBy === 'change';
  const outcomes = Object.entries(summary.outcomes).map(([outcome, count]) => `${count} ${outcome}`);
  return [
    `${output.bold(`${summary.seeds} drills`)} of ${summary.system}, scenario ${summary.scenario}: ${outcomes.join(', ')}; ${summary.met} ${isChange ? 'made the change and lost nothing' : 'met both objectives'}, ${summary.violations} invariants broken`,
    '',
    `  ${''.padEnd(14)} ${'median'.padEnd(14)} ${'95 %'.padEnd(14)} ${'worst'.padEnd(14)} ${isChange ? '' : 'promised'}`.trimEnd(),
    ...(isChange ? changeRows(summary) : recoveryRows(summary)),
    '',
    ...(isChange ? [] : [seenText(summary.seen)]),
    ...limitsText(summary.limits, output),
    '',
    '  worst:',
    ...summary.worst.map(({ rtoSeconds: rto, replay }) =>
      isChange ? `    ${replay}` : `    ${(rto === null ? 'none' : formatSeconds(rto)).padEnd(14)} ${replay}`,
    ),
  ].join('\n');
}

function recoveryRows({ objectives, rtoSeconds, rpoSeconds, lostWrites }: RunsSummary): string[] {
  return [
    row('recovery time', rtoSeconds, formatSeconds, formatSeconds(objectives.rtoSeconds)),
    row('loss', rpoSeconds, formatSeconds, formatSeconds(objectives.rpoSeconds)),
    row('writes lost', lostWrites, formatCount),
  ];
}

function changeRows({ tookSeconds: took, availability, lostWrites }: RunsSummary): string[] {
  const { p50, p95, min } = availability;
  return [
    row('took', took, formatSeconds),
    row('availability', { p50, p95, max: min }, (share) => `${(share * 100).toFixed(3)} %`),
    row('writes lost', lostWrites, formatCount),
  ];
}

function row(
  name: string,
  { p50, p95, max }: { p50: number; p95: number; max: number },
  show: (value: number) => string,
  promised = '',
): string {
  return `  ${name.padEnd(14)} ${show(p50).padEnd(14)} ${show(p95).padEnd(14)} ${show(max).padEnd(14)} ${promised}`.trimEnd();
}

function seenText({ capacityShort, fencingTimedOut }: RunsSummary['seen']): string {
  return `  among them ${capacityShort} with launches that failed for lack of capacity, ${fencingTimedOut} with write fencing timed out`;
}
