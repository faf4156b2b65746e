import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { formatCount } from '../../lib/duration-text.ts';
import { writeFileDurably } from '../../lib/files.ts';
import { runPage } from '../../reports/run-page.ts';
import { answerQuestion, openQuestion } from '../../runner/decide.ts';
import { previewPlan, resumeRun, startRun } from '../../runner/run.ts';
import type { CommandRun, Invocation } from '../command.ts';
import { allStacks, backendOf, subjectOf } from '../estate.ts';
import { openPersistentTwin } from '../persistent-twin.ts';
import { keptDocument, openSession, passDecisionTime, type RunSession, warmUp } from '../run-session.ts';
import { loadRunbook, loadScenario } from '../runbooks.ts';
import { updateStacks } from '../update.ts';
import { planText } from './plan.ts';
import { strike } from './run.ts';

const SYSTEM = 'orders';
const APPROVAL = 'accept-loss';

/**
 * The whole of it, on a twin of its own that is made anew each time: up, plan, region loss under load, failover with its
 * approval, evidence.
 */
export const run: CommandRun = async (given) => {
  const invocation: Invocation = { ...given, stateDir: join(given.stateDir, 'tour') };
  const { output, root } = invocation;
  rmSync(invocation.stateDir, { recursive: true, force: true });
  const say = (line: string) => output.progress(`\n${output.bold(line)}`);

  say(`1. Bring ${SYSTEM} up at its sites, on a fresh twin of AWS`);
  await bringUp(invocation);
  const runbook = await loadRunbook(root, 'dr-failover');
  const scenario = await loadScenario(root, runbook.defaultScenario);
  const session = await openSession(invocation, SYSTEM);
  try {
    warmUp(session.persistent);
    say('2. What the failover would do, were it needed now');
    const { document: plan } = await previewPlan(runbook, session.runSubject, session.options(runbook).target);
    output.progress(planText(plan, output));
    say(`3. ${scenario.title}, under ${formatCount(scenario.load.writesPerSecond)} writes a second`);
    const context = strike(session, scenario);
    say('4. The real runbook, until it needs a person');
    const started = await startRun(session.options(runbook, context));
    say("5. A person accepts the loss, at the system's decision time");
    approve(session, started.run);
    say('6. The runbook goes on');
    const finished = await resumeRun(started.run, session.options(runbook));
    say('7. What it came to');
    const exitCode = session.finish(finished);
    const page = join(invocation.stateDir, 'reports', `${started.run}.html`);
    const document = keptDocument(invocation, started.run);
    if (document) writeFileDurably(page, runPage(document));
    if (!output.json) process.stdout.write(`\n  the evidence, for whoever asks: ${page}\n`);
    return exitCode;
  } finally {
    session.close();
  }
};

async function bringUp(invocation: Invocation): Promise<void> {
  const subject = subjectOf(invocation, SYSTEM);
  const backend = backendOf(invocation);
  backend.warm();
  const persistent = await openPersistentTwin(invocation, subject);
  try {
    await updateStacks({
      root: invocation.root,
      stacks: allStacks(subject),
      config: subject.config,
      backend,
      provider: persistent.twin.provider,
      mode: 'update',
      readFirst: false,
      onStack: ({ stack, changes }) => invocation.output.progress(`  ${stack}: ${changes.create} resources created`),
    });
  } finally {
    persistent.close();
  }
}

function approve(session: RunSession, run: string): void {
  const { world } = session.persistent.twin;
  const { askedMs } = openQuestion(session.journal, run, APPROVAL, world.nowMs);
  passDecisionTime(session, askedMs);
  const by = 'the tour, in place of a person';
  answerQuestion(session.journal, run, APPROVAL, { granted: true, by, authenticated: false }, world.nowMs);
}
