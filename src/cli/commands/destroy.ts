import type { StackResult } from '../../engine/index.ts';
import { EvenkeelError, ExitCode, type Problem } from '../../lib/errors.ts';
import type { StackSpec } from '../../system/stacks.ts';
import { nobodyToAsk } from '../ask.ts';
import type { CommandRun } from '../command.ts';
import { backendOf, refuseWhatIsToCome, type Subject, selectedStacks, subjectOf } from '../estate.ts';
import { systemClock } from '../machine-clock.ts';
import { openPersistentTwin, type PersistentTwin } from '../persistent-twin.ts';
import { PROJECT, type UpdateOptions, updateStacks } from '../update.ts';
import { updateDocument, updateText } from '../update-text.ts';

/** Deletes what `up` created: layers backwards, the sites in the order that the world dictates, the writer last. */
export const run: CommandRun = async (invocation) => {
  refuseWhatIsToCome(invocation);
  const { output } = invocation;
  const subject = subjectOf(invocation, invocation.positionals['SYSTEM'] ?? '');
  const backend = backendOf(invocation);
  const known = new Set(backend.stacks().map(({ stack }) => stack));
  const persistent = await openPersistentTwin(invocation, subject);
  try {
    const selected = selectedStacks(subject, invocation.values('stack')).filter((spec) => known.has(spec.stack));
    const stacks = writerLast(selected, subject, persistent);
    const options = {
      root: invocation.root,
      stacks,
      config: subject.config,
      backend,
      provider: persistent.twin.provider,
      readFirst: false,
      unprotect: invocation.values('unprotect'),
    };
    const preview = await foresee(options);
    if (!invocation.flag('yes')) {
      output.progress(updateText(preview, output, 'destroy'));
      const answer = await output.ask(`Type the system's name to delete all of this: `);
      if (answer === undefined)
        throw nobodyToAsk(
          'this deletes the stacks',
          "the system's name typed, or --yes",
          'look at it on a terminal first, then call again with --yes',
        );
      if (answer.trim() !== subject.system.system) return ExitCode.stoppedForPerson;
    }
    await liftProtection(options);
    const results: StackResult[] = await updateStacks({
      ...options,
      mode: 'destroy',
      onStack: (result) => {
        output.progress(`${result.stack}: gone`);
        backend.removeStack({ project: PROJECT, stack: result.stack }, systemClock);
      },
    });
    output.result(updateDocument(subject, results), () => updateText(results, output, 'destroy'));
    return ExitCode.done;
  } finally {
    persistent.close();
  }
};

/**
 * AWS has a protection of its own (deletion protection of databases), which the program sets: it is taken away from what was
 * named, by an update, before anything is deleted.
 */
async function liftProtection(options: Omit<UpdateOptions, 'mode'>): Promise<void> {
  const names = options.unprotect ?? [];
  if (names.length === 0) return;
  const config = {
    ...options.config,
    [`${PROJECT}:unprotect`]: names.map((name) => name.split('::').at(-1)).join(','),
  };
  const inOrder = [...options.stacks].sort((a, b) => a.after.length - b.after.length);
  await updateStacks({ ...options, config, stacks: inOrder, mode: 'update' });
}

/** What would be deleted; everything protected that is not named is named at once, before anything is gone. */
async function foresee(options: Omit<UpdateOptions, 'mode'>): Promise<StackResult[]> {
  const results: StackResult[] = [];
  const problems: Problem[] = [];
  for (const spec of options.stacks) {
    try {
      results.push(...(await updateStacks({ ...options, stacks: [spec], mode: 'preview-destroy' })));
    } catch (error) {
      if (!(error instanceof EvenkeelError) || error.code !== 'engine.protected') throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new EvenkeelError(problems);
  return results;
}

/** Stacks in the order of `up`, with the site that writes now directly after base: destroy goes backwards through them. */
function writerLast(stacks: readonly StackSpec[], subject: Subject, persistent: PersistentTwin): StackSpec[] {
  const writer = persistent.writingSite(subject);
  const rank = (spec: StackSpec): number => {
    if (spec.layer === 'base') return 0;
    if (spec.layer === 'link') return 3;
    return spec.site === writer ? 1 : 2;
  };
  return [...stacks].sort((a, b) => rank(a) - rank(b));
}
