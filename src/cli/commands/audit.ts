import { resolve } from 'node:path';
import { canonicalJson } from '../../lib/canonical.ts';
import { EvenkeelError, ExitCode } from '../../lib/errors.ts';
import { writeFileDurably } from '../../lib/files.ts';
import { systemClock } from '../../lib/machine-clock.ts';
import { evaluate, isGood } from '../../policy/index.ts';
import { auditDocument } from '../audit-document.ts';
import { auditText } from '../audit-text.ts';
import { draftsText, type Judged, waived, waiverDrafts } from '../audit-waivers.ts';
import { auditedOf } from '../audited.ts';
import type { CommandRun, Invocation } from '../command.ts';
import { instantOf } from '../instant-word.ts';
import { loadRules, selectedRules } from '../rules.ts';

/** Judges a system, its preview, or any Pulumi project's exports by the controls. Changes nothing. */
export const run: CommandRun = async (invocation) => {
  const { output } = invocation;
  refuseWhatIsToCome(invocation);
  const nowMs = instantOf('now', invocation.value('now')) ?? systemClock.nowMs();
  const known = await loadRules(invocation.root);
  const rules = selectedRules(known, invocation.values('control'));
  const { subject, graph } = await auditedOf(invocation);
  const asked = evaluate({ graph, rules, known, nowMs, phase: subject.phase });
  const judged = { rows: asked.rows, graph, rules, known, nowMs };
  const waivers = waived(invocation, judged);
  const evaluation = { ...asked, rows: waivers.rows };
  if (invocation.flag('print-waiver')) return printDrafts(invocation, { ...judged, rows: waivers.rows });
  const document = auditDocument(subject, rules, evaluation, nowMs, waivers);
  const plain = (text: string) => text;
  const text = (paint: Parameters<typeof auditText>[3]) => auditText(document, rules, evaluation, paint);
  const isJson = invocation.value('format') === 'json' || (output.json && invocation.value('format') === undefined);
  const asJson = () => `${canonicalJson(document, 2)}\n`;
  const file = invocation.value('output');
  if (file !== undefined) {
    const paint = { bold: plain, dim: plain, good: plain, bad: plain };
    writeFileDurably(resolve(file), isJson ? asJson() : `${text(paint)}\n`);
    output.progress(`written to ${resolve(file)}`);
  }
  output.result(document, () => (isJson && file === undefined ? asJson() : text(output)));
  return isGood(evaluation) && waivers.findings.length === 0 ? ExitCode.done : ExitCode.answerIsNo;
};

/** Prints entries for whatever is not excused, in place of the audit. */
function printDrafts({ output }: Invocation, judged: Judged): ExitCode {
  const drafts = waiverDrafts(judged);
  output.result({ kind: 'waiver-drafts', version: 1, waivers: drafts }, () => draftsText(drafts));
  return drafts.length === 0 ? ExitCode.done : ExitCode.answerIsNo;
}

/** What this version can write; the rest is refused by name. */
function refuseWhatIsToCome(invocation: Invocation): void {
  const format = invocation.value('format');
  const framework = invocation.value('framework');
  const isThere = format === undefined || format === 'table' || format === 'json';
  if (isThere && framework === undefined) return;
  const found = isThere ? `--framework ${framework}` : `--format ${format}`;
  throw new EvenkeelError({
    code: 'not-yet',
    message: `${found} is not there yet: this version tells its verdicts by control, as a table or as JSON`,
    found,
    allowed: '--format table or json, --control ID',
    next: isThere ? 'leave it out' : 'take --format json: every verdict is in it',
  });
}
