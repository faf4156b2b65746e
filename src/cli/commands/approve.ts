import { isoInstant } from '../../lib/clock.ts';
import { EvenkeelError, ExitCode } from '../../lib/errors.ts';
import { type Answered, answerQuestion, openQuestion } from '../../runner/decide.ts';
import type { PlannedStep } from '../../runner/plan-document.ts';
import { nobodyToAsk } from '../ask.ts';
import type { CommandRun } from '../command.ts';
import { journalPath } from '../last-failover.ts';
import { findRun, openSession, passDecisionTime, personHere } from '../run-session.ts';

/** Shows what a run asks, and records the answer with who gave it. On the twin the system's decision time passes first. */
export const run: CommandRun = async (invocation) => {
  const { RUN = '', STEP = '' } = invocation.positionals;
  const { output } = invocation;
  const { Journal } = await import('../../runner/journal/journal.ts');
  const journal = await Journal.open(journalPath(invocation));
  const history = findRun(journal, RUN);
  const { header, plan } = history;
  journal.close();
  const session = await openSession({ ...invocation, environmentName: header.environment }, header.system, history);
  try {
    const { world } = session.persistent.twin;
    const question = openQuestion(session.journal, RUN, STEP, world.nowMs);
    output.progress(
      shown(
        question.question,
        plan?.steps.find((step) => step.key === STEP),
        output,
      ),
    );
    const granted = await decision(invocation);
    passDecisionTime(session, question.askedMs);
    const reason = invocation.value('refuse');
    const by = identity(invocation);
    const { outcome, missing } = answerQuestion(
      session.journal,
      RUN,
      STEP,
      { granted, by, authenticated: false, ...(reason !== undefined && { reason }) },
      world.nowMs,
    );
    const document = {
      kind: 'approval',
      version: 1,
      run: RUN,
      step: STEP,
      outcome,
      by,
      authenticated: false,
      missing,
      at: isoInstant(world.nowMs),
    };
    const next = nextAfter(RUN, STEP, { outcome, missing });
    output.result(document, () => `${RUN} ${STEP}: ${outcome} by ${by} (not authenticated) at ${document.at}${next}`);
    return granted ? ExitCode.done : ExitCode.stoppedForPerson;
  } finally {
    session.close();
  }
};

/** Who approves, as typed: names that differ in blanks alone are one. */
function identity(invocation: Parameters<CommandRun>[0]): string {
  const typed = invocation.value('as');
  if (typed === undefined) return personHere();
  const name = typed.trim().replace(/\s+/g, ' ');
  if (name !== '') return name;
  throw new EvenkeelError({
    code: 'usage',
    message: '--as names nobody',
    found: 'blanks',
    allowed: 'a name',
    next: 'call again with --as NAME, or without it',
  });
}

function nextAfter(run: string, step: string, { outcome, missing }: Answered): string {
  if (outcome === 'aborted') return '';
  if (missing > 0) return `\n  next: ${missing} more, of another person: evenkeel approve ${run} ${step} --as NAME`;
  return `\n  next: evenkeel resume ${run}${outcome === 'to-undo' ? ', which takes back what it did' : ''}`;
}

async function decision(invocation: Parameters<CommandRun>[0]): Promise<boolean> {
  if (invocation.value('refuse') !== undefined) return false;
  if (invocation.flag('yes')) return true;
  const answer = await invocation.output.ask('Grant this? [yes/no] ');
  if (answer === undefined) {
    throw nobodyToAsk(
      'an approval needs a person',
      'an answer, --yes, or --refuse REASON',
      'call again with one of them',
    );
  }
  return answer.trim() === 'yes';
}

function shown(question: string, step: PlannedStep | undefined, output: Parameters<CommandRun>[0]['output']): string {
  const rows = (step?.approval?.shows ?? []).map(
    ({ what, value, mark }) => `  ${what}: ${output.bold(value)} (${mark})`,
  );
  return [output.bold(question), ...rows].join('\n');
}
