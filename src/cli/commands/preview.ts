import { ExitCode } from '../../lib/errors.ts';
import type { CommandRun } from '../command.ts';
import { openEngine } from '../engines/open-engine.ts';
import { allStacks, selectedStacks, selectionOf, subjectOf } from '../estate.ts';
import { interruptible } from '../interrupt.ts';
import { isBlocked, policyPacksOf } from '../policy-packs.ts';
import { runbookLines } from '../runbook-changes.ts';
import { isEmpty } from '../update.ts';
import { updateDocument, updateText } from '../update-text.ts';

/** What `up` would change. Reads every resource first, so that an empty preview means something. */
export const run: CommandRun = async (invocation) => {
  const { output } = invocation;
  const subject = subjectOf(invocation, invocation.positionals['SYSTEM'] ?? '');
  const stacks = selectedStacks(subject, allStacks(subject), invocation.values('stack'));
  const packs = await policyPacksOf(invocation);
  const engine = await openEngine(invocation, subject);
  try {
    const results = await interruptible((signal) =>
      engine.update({
        stacks,
        mode: 'preview',
        readFirst: true,
        packs,
        ...selectionOf(invocation, stacks),
        onStack: (result) => output.progress(`${result.stack}: read and compared`),
        signal,
      }),
    );
    output.result(updateDocument(subject, results, packs), () =>
      [updateText(results, output, 'preview'), ...runbookLines(subject, results)].join('\n'),
    );
    if (isBlocked(results)) return ExitCode.answerIsNo;
    return invocation.flag('expect-no-changes') && !isEmpty(results) ? ExitCode.answerIsNo : ExitCode.done;
  } finally {
    await engine.close();
  }
};
