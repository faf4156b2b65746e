import type { EnginePort } from '../../../src/runner/engine-port.ts';
import type { Runbook } from '../../../src/runner/runbook.ts';
import type { Step } from '../../../src/runner/step.ts';

/** A retirement that looks at nothing after the deletion: what its steps should see, they say they have seen. */
export function blind(runbook: Runbook): Runbook {
  return withSteps(runbook, (steps) =>
    steps.map((step) => {
      if (!/^(gone-|ended-|leftovers-|retained$)/.test(step.key)) return step;
      const confirm = { everySeconds: 60, until: async () => ({ holds: true, detail: 'believed' }) };
      return { ...step, confirm, ...(step.sweep && { sweep: { ...step.sweep, find: async () => [] } }) };
    }),
  );
}

/** One that deletes the stacks first, and makes and proves the final backup of what is then left. */
export function hasty(runbook: Runbook): Runbook {
  return withSteps(runbook, (steps) => {
    const proofs = new Set(['final-backup', 'retained-copy', 'restore', 'reader', 'read', 'restored-gone']);
    return steps
      .filter(({ key }) => !proofs.has(key))
      .map((step) => ({ ...step, after: step.after.map((key) => (proofs.has(key) ? 'scream-test' : key)) }));
  });
}

/** An engine that takes a refusal for a success, and then says that nothing is left. */
export function credulous(engine: EnginePort): EnginePort {
  const believed = new Set<string>();
  return {
    async resources(stack) {
      return believed.has(stack) ? { count: 0, pending: 0 } : engine.resources(stack);
    },
    async destroy(stack, options) {
      believed.add(stack);
      await engine.destroy(stack, options);
      return {};
    },
  };
}

function withSteps(runbook: Runbook, change: (steps: Step[]) => Step[]): Runbook {
  return { ...runbook, plan: (input) => change([...runbook.plan(input)]) };
}
