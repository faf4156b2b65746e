import type { StackOutcome } from '../../engine/index.ts';
import { ExitCode } from '../../lib/errors.ts';
import { nobodyToAsk } from '../ask.ts';
import type { CommandRun, Invocation } from '../command.ts';
import { assertCrashPhase } from '../crash-phase.ts';
import type { Engine, UpdateRequest } from '../engines/engine.ts';
import { openEngine } from '../engines/open-engine.ts';
import { allStacks, selectedStacks, selectionOf, subjectOf } from '../estate.ts';
import { interruptible } from '../interrupt.ts';
import { judgesAnything, policyPacksOf, refuseViolations } from '../policy-packs.ts';
import { refuseRunbookChanges } from '../runbook-changes.ts';
import { isEmpty } from '../update.ts';
import { updateDocument, updateText } from '../update-text.ts';

/**
 * Brings the stacks up in the order of the layers; shows the preview and asks unless `--yes`. What the policy packs refuse in the
 * preview of any stack is refused before anything of any stack is made, with `--yes` too; so is a change of a live system that only a
 * runbook makes.
 */
export const run: CommandRun = async (invocation) => {
  assertCrashPhase();
  const { output } = invocation;
  const subject = subjectOf(invocation, invocation.positionals['SYSTEM'] ?? '');
  const stacks = selectedStacks(subject, allStacks(subject), invocation.values('stack'));
  const selection = selectionOf(invocation, stacks);
  const packs = await policyPacksOf(invocation);
  const engine = await openEngine(invocation, subject);
  try {
    const results: StackOutcome[] = [];
    const isAsked = !invocation.flag('yes');
    // what is live may have to be changed by a runbook: that is seen before anything is made
    const isLive = (await engine.stacks()).size > 0;
    const looksFirst = isAsked || judgesAnything(packs) || isLive;
    let isChanged = false;
    for (const round of looksFirst ? await engine.rounds(stacks) : [stacks]) {
      const preview = looksFirst ? await foresee(invocation, engine, { stacks: round, packs, ...selection }) : [];
      refuseViolations(preview);
      refuseRunbookChanges(subject, preview);
      if (looksFirst && tellsNoChange(preview)) {
        results.push(...preview);
        continue;
      }
      if (isAsked && !(await agrees(invocation))) return ExitCode.stoppedForPerson;
      isChanged = true;
      results.push(...(await bringUp(invocation, engine, { stacks: round, packs, ...selection })));
    }
    output.result(updateDocument(subject, results, packs), () =>
      isChanged ? updateText(results, output, 'up') : 'Nothing to do.',
    );
    return ExitCode.done;
  } finally {
    await engine.close();
  }
};

/** A stack has at least itself: a preview that tells of nothing has not looked. */
function tellsNoChange(preview: readonly StackOutcome[]): boolean {
  return isEmpty(preview) && preview.every(({ resources }) => resources.length > 0);
}

type About = Pick<UpdateRequest, 'stacks' | 'packs' | 'select' | 'selectDependents'>;

async function foresee(invocation: Invocation, engine: Engine, about: About): Promise<StackOutcome[]> {
  const { output } = invocation;
  const request = { ...about, mode: 'preview', readFirst: true } as const;
  const preview = await interruptible((signal) => engine.update({ ...request, signal }));
  if (!invocation.flag('yes')) output.progress(updateText(preview, output, 'preview'));
  return preview;
}

async function agrees({ output }: Invocation): Promise<boolean> {
  const answer = await output.ask('Bring it up? [yes/no] ');
  if (answer === undefined)
    throw nobodyToAsk(
      'this changes the stacks',
      'an answer, or --yes',
      'look at evenkeel preview, then call again with --yes',
    );
  return answer.trim() === 'yes';
}

function bringUp({ output }: Invocation, engine: Engine, about: About): Promise<StackOutcome[]> {
  const done = new Map<string, Set<string>>();
  return interruptible((signal) =>
    engine.update({
      ...about,
      mode: 'update',
      readFirst: true,
      onEvent: (stack, event) => {
        if (event.kind !== 'finished') return;
        const urns = done.get(stack) ?? new Set();
        done.set(stack, urns.add(event.urn));
        output.progress(`${stack}: ${urns.size} resources`, stack);
      },
      onStack: (result) => output.progress(`${result.stack}: ${result.resources.length} resources, done`),
      signal,
    }),
  );
}
