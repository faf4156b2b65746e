import { ExitCode } from '../../lib/errors.ts';
import { nobodyToAsk } from '../ask.ts';
import type { CommandRun } from '../command.ts';
import { backendOf, refuseWhatIsToCome, selectedStacks, subjectOf } from '../estate.ts';
import { openPersistentTwin } from '../persistent-twin.ts';
import { isEmpty, type UpdateOptions, updateStacks } from '../update.ts';
import { updateDocument, updateText } from '../update-text.ts';

/** Brings the stacks up in the order of the layers; shows the preview and asks unless `--yes`. */
export const run: CommandRun = async (invocation) => {
  refuseWhatIsToCome(invocation);
  const { output } = invocation;
  const subject = subjectOf(invocation, invocation.positionals['SYSTEM'] ?? '');
  const stacks = selectedStacks(subject, invocation.values('stack'));
  const backend = backendOf(invocation);
  backend.warm();
  const persistent = await openPersistentTwin(invocation, subject);
  const options: UpdateOptions = {
    root: invocation.root,
    stacks,
    config: subject.config,
    backend,
    provider: persistent.twin.provider,
    mode: 'preview',
    readFirst: true,
  };
  try {
    if (!invocation.flag('yes')) {
      const preview = await updateStacks(options);
      output.progress(updateText(preview, output, 'preview'));
      if (isEmpty(preview)) {
        output.result(updateDocument(subject, preview), () => 'Nothing to do.');
        return ExitCode.done;
      }
      const answer = await output.ask('Bring it up? [yes/no] ');
      if (answer === undefined)
        throw nobodyToAsk(
          'this changes the stacks',
          'an answer, or --yes',
          'look at evenkeel preview, then call again with --yes',
        );
      if (answer.trim() !== 'yes') return ExitCode.stoppedForPerson;
    }
    const counts = new Map<string, number>();
    const results = await updateStacks({
      ...options,
      mode: 'update',
      onEvent: (stack, event) => {
        if (event.kind !== 'finished') return;
        counts.set(stack, (counts.get(stack) ?? 0) + 1);
        output.progress(`${stack}: ${counts.get(stack)} resources`, stack);
      },
      onStack: (result) => output.progress(`${result.stack}: ${result.resources.length} resources, done`),
    });
    output.result(updateDocument(subject, results), () => updateText(results, output, 'up'));
    return ExitCode.done;
  } finally {
    persistent.close();
  }
};
