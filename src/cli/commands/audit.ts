import { resolve } from 'node:path';
import { isGood, NOTHING_EXAMINED } from '../../evidence/audit-document.ts';
import { FORMATS, type Format, written } from '../../evidence/formats/index.ts';
import type { Framework } from '../../evidence/framework.ts';
import { EvenkeelError, ExitCode } from '../../lib/errors.ts';
import { writeFileDurably } from '../../lib/files.ts';
import { systemClock } from '../../lib/machine-clock.ts';
import { evaluate, type Rule } from '../../policy/index.ts';
import { attesting, writeAttestation } from '../audit-attest.ts';
import { auditDocument } from '../audit-document.ts';
import { excused } from '../audit-excuses.ts';
import { draftsText, type Judged, waiverDrafts } from '../audit-waivers.ts';
import { auditedOf } from '../audited.ts';
import type { CommandRun, Invocation } from '../command.ts';
import { frameworkOf, loadFrameworks } from '../frameworks.ts';
import { instantOf } from '../instant-word.ts';
import { loadRules, selectedRules } from '../rules.ts';
import { packageVersion } from '../version.ts';

/** Judges a system, its preview, or any Pulumi project's exports by the controls. Changes nothing. */
export const run: CommandRun = async (invocation) => {
  const { output, root } = invocation;
  const nowMs = instantOf('now', invocation.value('now')) ?? systemClock.nowMs();
  const signing = attesting(invocation, nowMs);
  const known = await loadRules(root);
  const format = formatOf(invocation);
  const frameworks = frameworksOf(invocation, format);
  const rules = rulesOf(invocation, known, frameworks);
  const { subject, graph, inputs } = await auditedOf(invocation);
  const asked = evaluate({ graph, rules, known, nowMs, phase: subject.phase });
  const judged = { rows: asked.rows, graph, rules, known, nowMs };
  const excuses = excused(invocation, judged);
  if (invocation.flag('print-waiver'))
    return printDrafts(invocation, { ...judged, rows: excuses.rows }, asked.examined);
  const evaluation = { ...asked, rows: excuses.rows };
  const version = packageVersion(root);
  const document = auditDocument({ ...judged, subject, inputs, evaluation, frameworks, excuses, version });
  const file = invocation.value('output');
  if (file !== undefined) {
    writeFileDurably(resolve(file), written(document, format));
    output.progress(`written to ${resolve(file)}`);
  }
  if (signing !== undefined) {
    writeAttestation(signing, document, inputs, nowMs);
    output.progress(`attested by ${signing.signer.key.owner} in ${resolve(signing.file)}`);
  }
  // the table says it itself; a script that reads another form has a person behind it
  const isTable = !output.json && (file !== undefined || format === 'table');
  if (document.examined === 0 && !isTable) output.warn(NOTHING_EXAMINED);
  output.result(document, () => written(document, file === undefined ? format : 'table', output));
  return isGood(document) ? ExitCode.done : ExitCode.answerIsNo;
};

/** Prints entries for whatever is not excused, in place of the audit. */
function printDrafts({ output }: Invocation, judged: Judged, examined: number): ExitCode {
  const drafts = waiverDrafts(judged);
  if (examined === 0) output.warn(NOTHING_EXAMINED);
  output.result({ kind: 'waiver-drafts', version: 1, waivers: drafts }, () => draftsText(drafts));
  return drafts.length === 0 && examined > 0 ? ExitCode.done : ExitCode.answerIsNo;
}

function formatOf(invocation: Invocation): Format {
  const named = FORMATS.find((format) => format === invocation.value('format'));
  return named ?? (invocation.output.json ? 'json' : 'table');
}

/** The one that was asked for; a page, which a stranger reads, tells of all. */
function frameworksOf(invocation: Invocation, format: Format): readonly Framework[] {
  const id = invocation.value('framework');
  if (id === undefined && format !== 'html') return [];
  const frameworks = loadFrameworks(invocation.root);
  return id === undefined ? frameworks : [frameworkOf(frameworks, id)];
}

/** The rules of the controls that are named, of those of the framework that is named, or all. */
function rulesOf(invocation: Invocation, known: readonly Rule[], frameworks: readonly Framework[]): readonly Rule[] {
  const named = selectedRules(known, invocation.values('control'));
  const framework = invocation.value('framework');
  if (framework === undefined) return named;
  const speaking = new Set(frameworks.flatMap(({ edges }) => edges.map(({ control }) => control)));
  const rules = named.filter(({ id }) => speaking.has(id));
  if (rules.length > 0) return rules;
  throw new EvenkeelError({
    code: 'framework-empty',
    message: `none of these controls speaks to ${framework}`,
    found: named.map(({ id }) => id).join(', '),
    allowed: known.flatMap(({ id }) => (speaking.has(id) ? [id] : [])).join(', ') || 'none',
    next: 'leave --control out',
  });
}
