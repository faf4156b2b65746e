import type { Backend } from '../engine/index.ts';
import { assert, EvenkeelError } from '../lib/errors.ts';
import type { EnginePort } from '../runner/engine-port.ts';
import type { StackSpec } from '../system/stacks.ts';
import { liftProtection } from './destroy-stacks.ts';
import type { Engine } from './engines/engine.ts';
import { PROJECT } from './update.ts';

/**
 * The engine of runs on the persistent twin, opened for each stack: the same code as `evenkeel destroy`. Protection is lifted while something of the stack is
 * still protected: once everything named is free, deletion may have begun, and another update would make anew what is gone.
 */
export function persistentEngine(
  open: () => Promise<Engine>,
  backend: Backend,
  stacks: readonly StackSpec[],
): EnginePort {
  return {
    resources: (stack) => contentOf(backend, stack),
    async destroy(stack, { unprotect }) {
      const spec = stacks.find((one) => one.stack === stack);
      assert(spec !== undefined, `${stack} is one of the system's`);
      const { resources, pending } = (await backend.readStack({ project: PROJECT, stack })) ?? NOTHING;
      if (resources.length + pending.length === 0) return {};
      const about = { unprotect, select: [], selectDependents: false };
      const engine = await open();
      try {
        return await refusalOf(async () => {
          if (resources.some(({ protect }) => protect)) await liftProtection(engine, [spec], about);
          await engine.update({ stacks: [spec], mode: 'destroy', readFirst: false, ...about });
        });
      } finally {
        await engine.close();
      }
    },
  };
}

const NOTHING = { resources: [], pending: [] };

/** What an engine says where the provider failed: AWS refused, or could not be asked. */
const REFUSED = new Set(['engine.step-failed']);

/** The provider's failures in words; everything else is thrown. */
export async function refusalOf(destroy: () => Promise<unknown>): Promise<{ readonly refusal?: string }> {
  try {
    await destroy();
    return {};
  } catch (error) {
    if (!(error instanceof EvenkeelError) || !REFUSED.has(error.code)) throw error;
    return { refusal: error.problems.map(({ message, found }) => `${message}: ${found ?? ''}`).join('; ') };
  }
}

/** What the checkpoint of a stack lists, the journal of a killed run counted in. */
export async function contentOf(backend: Backend, stack: string): Promise<{ count: number; pending: number }> {
  const snapshot = await backend.readStack({ project: PROJECT, stack });
  return { count: snapshot?.resources.length ?? 0, pending: snapshot?.pending.length ?? 0 };
}
