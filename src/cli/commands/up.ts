import type { StackOutcome } from '../../engine/index.ts';
import { ExitCode } from '../../lib/errors.ts';
import type { StackSpec } from '../../system/stacks.ts';
import { nobodyToAsk } from '../ask.ts';
import type { CommandRun, Invocation } from '../command.ts';
import { assertCrashPhase } from '../crash-phase.ts';
import type { Engine } from '../engines/engine.ts';
import { openEngine } from '../engines/open-engine.ts';
import { selectedStacks, subjectOf } from '../estate.ts';
import { interruptible } from '../interrupt.ts';
import { isEmpty } from '../update.ts';
import { updateDocument, updateText } from '../update-text.ts';

/** Brings the stacks up in the order of the layers; shows the preview and asks unless `--yes`. */
export const run: CommandRun = async (invocation) => {
  assertCrashPhase();
  const { output } = invocation;
  const subject = subjectOf(invocation, invocation.positionals['SYSTEM'] ?? '');
  const stacks = selectedStacks(subject, invocation.values('stack'));
  const engine = await openEngine(invocation, subject);
  try {
    const results: StackOutcome[] = [];
    const rounds = invocation.flag('yes') ? [stacks] : await engine.rounds(stacks);
    let isChanged = invocation.flag('yes');
    for (const round of rounds) {
      const preview = invocation.flag('yes') ? undefined : await foresee(invocation, engine, round);
      if (preview !== undefined && isEmpty(preview)) {
        results.push(...preview);
        continue;
      }
      if (preview !== undefined && !(await agrees(invocation))) return ExitCode.stoppedForPerson;
      isChanged = true;
      results.push(...(await bringUp(invocation, engine, round)));
    }
    output.result(updateDocument(subject, results), () =>
      isChanged ? updateText(results, output, 'up') : 'Nothing to do.',
    );
    return ExitCode.done;
  } finally {
    await engine.close();
  }
};

async function foresee({ output }: Invocation, engine: Engine, stacks: readonly StackSpec[]): Promise<StackOutcome[]> {
  const preview = await interruptible((signal) => engine.update({ stacks, mode: 'preview', readFirst: true, signal }));
  output.progress(updateText(preview, output, 'preview'));
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

function bringUp({ output }: Invocation, engine: Engine, stacks: readonly StackSpec[]): Promise<StackOutcome[]> {
  const done = new Map<string, Set<string>>();
  return interruptible((signal) =>
    engine.update({
      stacks,
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
