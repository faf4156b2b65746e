import { defineRunbook } from 'evenkeel/runbook';
import { deletion } from './retire-system/deletion.ts';
import { observe, observes, type RetirementInput } from './retire-system/input.ts';
import { silence } from './retire-system/silence.ts';

/** The end of a system: nobody uses it, nobody misses it, its data is kept where it must be, and the rest is deleted. */
export const runbook = defineRunbook<RetirementInput>({
  name: 'retire-system',
  title: 'Retire a system: told, silenced, backed up, deleted, certified',
  defaultScenario: 'idle',
  judgedBy: 'change',
  observes,
  observe,
  plan: (input) => [...silence(input), ...deletion(input, 'scream-test')],
  leaves: () => ({}),
});
