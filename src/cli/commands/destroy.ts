import type { StackOutcome } from '../../engine/index.ts';
import { EvenkeelError, ExitCode, type Problem } from '../../lib/errors.ts';
import type { StackSpec } from '../../system/stacks.ts';
import { nobodyToAsk } from '../ask.ts';
import type { CommandRun, Invocation } from '../command.ts';
import { type DestroyAbout, liftProtection, writerLast } from '../destroy-stacks.ts';
import type { Engine } from '../engines/engine.ts';
import { openEngine } from '../engines/open-engine.ts';
import { type Subject, selectedStacks, selectionOf, subjectOf } from '../estate.ts';
import { interruptible } from '../interrupt.ts';
import { updateDocument, updateText } from '../update-text.ts';

/** Deletes what `up` created: layers backwards, the sites in the order that the world dictates, the writer last. */
export const run: CommandRun = async (invocation) => {
  const { output } = invocation;
  const subject = subjectOf(invocation, invocation.positionals['SYSTEM'] ?? '');
  const engine = await openEngine(invocation, subject);
  const unprotect = invocation.values('unprotect');
  try {
    const known = await engine.stacks();
    const selected = selectedStacks(subject, subject.stacks, invocation.values('stack')).filter((spec) =>
      known.has(spec.stack),
    );
    const stacks = writerLast(selected, await engine.writingSite());
    const selection = selectionOf(invocation, stacks);
    const preview = await foresee(engine, stacks, { unprotect, ...selection });
    if (!invocation.flag('yes')) {
      output.progress(updateText(preview, output, 'destroy'));
      if (!(await agrees(invocation, subject))) return ExitCode.stoppedForPerson;
    }
    const results = await interruptible(async (signal) => {
      await liftProtection(engine, stacks, { unprotect, ...selection, signal });
      return engine.update({
        stacks,
        mode: 'destroy',
        readFirst: false,
        unprotect,
        ...selection,
        onStack: async (result) => {
          // with a selection the rest of the stack stays
          if (selection.select.length > 0) return output.progress(`${result.stack}: what was selected is gone`);
          output.progress(`${result.stack}: gone`);
          await engine.remove(result.stack);
        },
        signal,
      });
    });
    output.result(updateDocument(subject, results), () => updateText(results, output, 'destroy'));
    return ExitCode.done;
  } finally {
    await engine.close();
  }
};

async function agrees({ output }: Invocation, subject: Subject): Promise<boolean> {
  const answer = await output.ask(`Type the system's name to delete all of this: `);
  if (answer === undefined)
    throw nobodyToAsk(
      'this deletes the stacks',
      "the system's name typed, or --yes",
      'look at it on a terminal first, then call again with --yes',
    );
  return answer.trim() === subject.system.system;
}

/** What would be deleted; everything protected that is not named is named at once, before anything is gone. */
async function foresee(engine: Engine, stacks: readonly StackSpec[], about: DestroyAbout): Promise<StackOutcome[]> {
  const results: StackOutcome[] = [];
  const problems: Problem[] = [];
  for (const spec of stacks) {
    try {
      const request = { stacks: [spec], mode: 'preview-destroy', readFirst: false, ...about } as const;
      results.push(...(await engine.update(request)));
    } catch (error) {
      if (!(error instanceof EvenkeelError) || error.code !== 'engine.protected') throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new EvenkeelError(problems);
  return results;
}
