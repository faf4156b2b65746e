import { resolve } from 'node:path';
import { type Graph, graphOf, readGraph } from '../../graph/graph.ts';
import { canonicalJson } from '../../lib/canonical.ts';
import { EvenkeelError, ExitCode } from '../../lib/errors.ts';
import { writeFileDurably } from '../../lib/files.ts';
import { evaluate, isGood } from '../../policy/index.ts';
import { type AuditSubject, auditDocument } from '../audit-document.ts';
import { auditText } from '../audit-text.ts';
import { readCheckpointFiles } from '../checkpoint-files.ts';
import type { CommandRun, Invocation } from '../command.ts';
import { systemClock } from '../machine-clock.ts';
import { loadRules, selectedRules } from '../rules.ts';

/** Judges a system, its preview, or any Pulumi project's exports by the controls. Changes nothing. */
export const run: CommandRun = async (invocation) => {
  const { output } = invocation;
  refuseWhatIsToCome(invocation);
  const nowMs = instantOf(invocation.value('now')) ?? systemClock.nowMs();
  const known = await loadRules(invocation.root);
  const rules = selectedRules(known, invocation.values('control'));
  const { subject, graph } = await subjectOf(invocation);
  const evaluation = evaluate({ graph, rules, known, phase: subject.phase });
  const document = auditDocument(subject, rules, evaluation, nowMs);
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
  return isGood(evaluation) ? ExitCode.done : ExitCode.answerIsNo;
};

interface Audited {
  readonly subject: AuditSubject;
  readonly graph: Graph;
}

async function subjectOf(invocation: Invocation): Promise<Audited> {
  const files = invocation.values('file');
  const system = invocation.positionals['SYSTEM'];
  const isPreview = invocation.flag('preview');
  if (files.length > 0 === (system !== undefined) || (files.length > 0 && isPreview)) throw whatIsJudged(invocation);
  if (system === undefined) {
    const graph = readGraph(readCheckpointFiles(files));
    return { subject: { subject: files.join(', '), phase: 'deployed' }, graph };
  }
  return isPreview ? previewed(invocation, system) : deployed(invocation, system);
}

/** The stacks of a system as the state folder has them. Secrets stay ciphertext: no rule reads one. */
async function deployed(invocation: Invocation, name: string): Promise<Audited> {
  const { backendOf, subjectOf: find } = await import('../estate.ts');
  const { notUp } = await import('../system-graph.ts');
  const { PROJECT } = await import('../update.ts');
  const subject = find(invocation, name);
  const backend = backendOf(invocation);
  const checkpoints = subject.stacks.map(({ stack }) => {
    const checkpoint = backend.exportStack({ project: PROJECT, stack });
    if (checkpoint === undefined) throw notUp(subject, stack);
    return { name: stack, checkpoint };
  });
  return {
    subject: { subject: name, environment: subject.environment.name, phase: 'deployed' },
    graph: readGraph(checkpoints),
  };
}

/** The stacks of a system as `up` would make them, unknown values included. */
async function previewed(invocation: Invocation, name: string): Promise<Audited> {
  const { backendOf, subjectOf: find } = await import('../estate.ts');
  const { openPersistentTwin } = await import('../persistent-twin.ts');
  const { updateStacks } = await import('../update.ts');
  const subject = find(invocation, name);
  const persistent = await openPersistentTwin(invocation, subject);
  try {
    const results = await updateStacks({
      root: invocation.root,
      stacks: subject.stacks,
      config: subject.config,
      backend: backendOf(invocation),
      provider: persistent.twin.provider,
      mode: 'preview',
      readFirst: true,
      onStack: (result) => invocation.output.progress(`${result.stack}: previewed`),
    });
    const graph = graphOf(results.flatMap(({ states }) => states));
    return { subject: { subject: name, environment: subject.environment.name, phase: 'preview' }, graph };
  } finally {
    persistent.close();
  }
}

function instantOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  throw new EvenkeelError({
    code: 'usage',
    message: '--now is no instant',
    found: text,
    allowed: 'ISO 8601 with its zone: 2026-11-26T08:00:00Z, or a date in UTC',
    next: 'leave it out to judge at this moment',
  });
}

function whatIsJudged(invocation: Invocation): EvenkeelError {
  const system = invocation.positionals['SYSTEM'];
  const found = [system, ...invocation.values('file').map((file) => `--file ${file}`)];
  return new EvenkeelError({
    code: 'usage',
    message: 'an audit judges one thing: a system, its preview, or files',
    found:
      [...found, invocation.flag('preview') ? '--preview' : undefined].filter((word) => word !== undefined).join(' ') ||
      'nothing',
    allowed: 'SYSTEM, SYSTEM --preview, or --file CHECKPOINT.json (may be repeated)',
    next: 'evenkeel help audit shows examples',
  });
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
