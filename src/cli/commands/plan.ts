import type { Topology } from '../../graph/topology.ts';
import { formatSeconds } from '../../lib/duration-text.ts';
import { ExitCode } from '../../lib/errors.ts';
import { WARM_UP_MS } from '../../rehearsal/rehearse.ts';
import { twinTarget } from '../../rehearsal/twin-target.ts';
import { boundNotes } from '../../runner/bound-notes.ts';
import type { PlanDocument, PlannedStep } from '../../runner/plan-document.ts';
import { previewPlan } from '../../runner/run.ts';
import { declareService } from '../../twin/traffic/service.ts';
import { type Twin, twinOf } from '../../twin/twin.ts';
import { VirtualTime } from '../../twin/virtual-time.ts';
import type { CommandRun } from '../command.ts';
import { runSubject } from '../drill-start.ts';
import { backendOf, subjectOf } from '../estate.ts';
import { lastFailover } from '../last-failover.ts';
import type { Output } from '../output.ts';
import { openPersistentTwin } from '../persistent-twin.ts';
import { hasBeenLookedAt, knownOf } from '../run-session.ts';
import { loadRunbook } from '../runbooks.ts';

/** What a runbook would do on the persistent twin as it is now, or, where nothing has run on it yet, as a run would find it. Changes nothing. */
export const run: CommandRun = async (invocation) => {
  const { RUNBOOK = '', SYSTEM = '' } = invocation.positionals;
  const runbook = await loadRunbook(invocation.root, RUNBOOK, invocation.value('runbooks'));
  const subject = subjectOf(invocation, SYSTEM);
  const { topology, inventory } = await knownOf(backendOf(invocation), subject);
  const persistent = await openPersistentTwin(invocation, subject);
  const last = await lastFailover(invocation, SYSTEM);
  try {
    const twin = asARunFindsIt(persistent.twin, topology, subject.system.service.size.serving);
    const about = runSubject(subject, topology, last, inventory);
    const target = twinTarget({
      twin,
      time: new VirtualTime(twin.world),
      healthPath: subject.system.service.healthPath,
    });
    const { document } = await previewPlan(runbook, about, target);
    const notes = boundNotes(about.topology);
    const shown = notes.length > 0 ? { ...document, notes } : document;
    invocation.output.result(shown, () => [planText(document, invocation.output), ...notes].join('\n'));
    return ExitCode.done;
  } finally {
    persistent.close();
  }
};

/** The twin, or a copy of it in memory on which the feeders have begun to speak. */
function asARunFindsIt(twin: Twin, topology: Topology, serving: number): Twin {
  if (hasBeenLookedAt(twin.world)) return twin;
  const copy = twinOf(twin.world.dump());
  declareService(copy.world, topology, serving);
  copy.world.advanceTo(copy.world.nowMs + WARM_UP_MS);
  return copy;
}

/** A plan for a terminal: each step with what it waits for, its one write, and how it is undone. */
export function planText(plan: PlanDocument, output: Output): string {
  const critical = new Set(plan.criticalPath);
  const lines = [
    `${output.bold(plan.title)} · ${plan.system}, ${plan.environment}`,
    output.dim(`plan ${plan.planHash}`),
    '',
  ];
  for (const step of plan.steps) {
    const { p50, p99, mark } = step.expectedSeconds;
    lines.push(`${critical.has(step.key) ? output.bold('●') : '○'} ${output.bold(step.key)}: ${step.title}`);
    if (step.after.length > 0) lines.push(`    after     ${step.after.join(', ')}`);
    for (const write of step.operations.filter(({ access }) => access === 'write')) {
      lines.push(
        `    does      ${write.service}.${write.operation} in ${write.region} (${write.plane} plane, repeat class ${write.repeat})`,
      );
    }
    if (step.sweep)
      lines.push(`    again     every ${formatSeconds(step.sweep.everySeconds)}, until nothing is left to do`);
    if (step.shell) lines.push(`    runs      ${step.shell.script}`);
    if (step.engine) {
      const { action, stack, deletes, unprotect } = step.engine;
      const also = unprotect.length > 0 ? `, protected ones among them: ${unprotect.join(', ')}` : '';
      lines.push(`    engine    ${action} ${stack}: ${deletes} resources${also}`);
    }
    if (step.hold) lines.push(`    waits     ${holdText(step.hold)}`);
    if (step.approval) lines.push(`    asks      ${askText(step.approval)}`);
    lines.push(
      `    expected  ${formatSeconds(p50)}, at most about ${formatSeconds(p99)} (${mark}); given up after ${formatSeconds(step.timeoutSeconds)}`,
    );
    lines.push(`    undo      ${step.undo}`);
    if (step.noReturn !== undefined) lines.push(output.bad(`    no return once it has begun: ${step.noReturn}`));
    if (step.onFailure === 'undo') lines.push('    fails     then the run takes back what it did');
  }
  lines.push(
    '',
    `● critical path: ${plan.criticalPath.join(' → ')}, ${formatSeconds(plan.expectedSeconds.p50)} expected`,
  );
  return lines.join('\n');
}

function holdText({ forSeconds, everySeconds, watches }: NonNullable<PlannedStep['hold']>): string {
  return `${formatSeconds(forSeconds)}${watches ? `, looking every ${formatSeconds(everySeconds)}` : ''}`;
}

function askText({ question, persons = 1, onExpiry, expiresSeconds }: NonNullable<PlannedStep['approval']>): string {
  const who = persons > 1 ? ` (${persons} persons)` : '';
  const late = onExpiry === 'undo' ? `; without an answer in ${formatSeconds(expiresSeconds)} it is taken back` : '';
  return `${question}${who}${late}`;
}
