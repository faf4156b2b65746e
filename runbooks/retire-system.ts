import { defineRunbook } from 'evenkeel/runbook';
import { deletion, lastDestroy } from './retire-system/deletion.ts';
import { finalBackup, PROVED } from './retire-system/final-backup.ts';
import { observe, observes, type RetirementInput } from './retire-system/input.ts';
import { silence } from './retire-system/silence.ts';
import { survivors } from './retire-system/survivors.ts';

/** The end of a system: nobody uses it, nobody misses it, its data is kept where it must be, and the rest is deleted. */
export const runbook = defineRunbook<RetirementInput>({
  name: 'retire-system',
  title: 'Retire a system: told, silenced, backed up, deleted, certified',
  defaultScenario: 'idle',
  judgedBy: 'change',
  observes,
  observe,
  plan: (input) => [
    ...silence(input),
    ...finalBackup(input, 'scream-test'),
    ...deletion(input, PROVED),
    ...survivors(input, lastDestroy(input)),
  ],
  leaves: () => ({}),
});
