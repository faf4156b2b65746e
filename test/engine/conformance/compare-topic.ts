import { expect, it } from 'vitest';
import { testWith } from '../../support/external.ts';
import type { Case, Outcome } from './case.ts';
import { CASES } from './cases/index.ts';
import { recorded } from './record.ts';
import { runEmbedded } from './rig/embedded.ts';
import { runPulumi } from './rig/pulumi.ts';

/** The programs of a case run one after the other, each in a process of its own; the CLI's take longer. */
const EMBEDDED_MS = 300_000;
const PULUMI_MS = 600_000;

/**
 * The same programs on both engines: the steps of the previews, the effects on the provider, their order where it matters, and the
 * checkpoints are the same. What the Pulumi CLI did is recorded; where the CLI is present, it does it again. What it does not
 * prove: what a failed run had done before.
 */
export function compareTopic(topic: string): void {
  const cases = CASES[topic] ?? [];
  const records = recorded(topic);

  it('every case is recorded, and no record is left over', () => {
    expect(Object.keys(records)).toEqual(cases.map(({ name }) => name));
  });

  it.each(cases.map((one) => [one.name, one] as const))(
    '%s: the embedded engine does what the Pulumi CLI did',
    async (_, one) => {
      const known = records[one.name] ?? [];
      const own = await runEmbedded(one);
      expect(comparable(one, own, known)).toEqual(comparable(one, known, own));
    },
    EMBEDDED_MS,
  );

  for (const one of cases) {
    testWith(
      'pulumi',
      `${one.name}: the Pulumi CLI does what is recorded`,
      async () => expect(await runPulumi(one)).toEqual(records[one.name]),
      PULUMI_MS,
    );
  }
}

/**
 * A failed run is compared by the fact, and by the steps where both foresaw some: this engine refuses before anything is done what
 * the CLI fails in half way. And a preview of the CLI does not show the deletion of what the program no longer asks for,
 * where it only makes way for a replacement; this engine's does (effects and states say that both delete it).
 */
function comparable({ statesDiffer }: Case, outcomes: readonly Outcome[], others: readonly Outcome[]) {
  return outcomes.map((outcome, index) => {
    const { steps, failed } = outcome;
    const shown = others[index]?.steps ?? [];
    if (failed) return { failed, steps: shown.length > 0 ? steps : [] };
    const isHidden = (step: string) => step.startsWith('delete ') && shown.length > 0 && !shown.includes(step);
    const kept = { ...outcome, steps: steps.filter((step) => !isHidden(step)) };
    return statesDiffer === undefined ? kept : { ...kept, state: undefined };
  });
}
