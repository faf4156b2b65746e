import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeResource } from '../../../../src/engine/backend/encoded.ts';
import { type Mode, openBackend, runStack, type StackOptions } from '../../../../src/engine/index.ts';
import { EvenkeelError } from '../../../../src/lib/errors.ts';
import { type Case, type Generation, isForeseen, type Outcome, PROJECT } from '../case.ts';
import { type RawStep, stateOf, stepsOf } from './normalise.ts';
import { disorder } from './order.ts';
import { RigProvider } from './provider.ts';
import { disturb } from './world.ts';

/** Runs a case on the embedded engine: a preview and the action of each generation. */
export async function runEmbedded({ generations }: Case): Promise<Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-conformance-'));
  try {
    const provider = new RigProvider();
    const backend = openBackend(folder);
    let now = Date.UTC(2026, 0, 1);
    const outcomes: Outcome[] = [];
    const states = new Map<string, readonly object[]>();
    for (const [index, generation] of generations.entries()) {
      disturb(provider, generation);
      const options = optionsOf(generation, { backend, provider, clock: { nowMs: () => (now += 1000) } });
      const before = states.get(generation.stack ?? 'dev') ?? [];
      const outcome = await runGeneration(generation, options, provider, isForeseen(index, generations), before);
      states.set(generation.stack ?? 'dev', outcome.state);
      outcomes.push(outcome);
    }
    return outcomes;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const MODES: Readonly<Record<NonNullable<Generation['action']>, readonly [preview: Mode, change: Mode]>> = {
  up: ['preview', 'update'],
  refresh: ['preview-refresh', 'refresh'],
  destroy: ['preview-destroy', 'destroy'],
};

type Given = Pick<StackOptions, 'backend' | 'provider' | 'clock'>;

function optionsOf(generation: Generation, given: Given): Omit<StackOptions, 'mode'> {
  return {
    ...given,
    program: join(import.meta.dirname, '..', 'program', 'index.ts'),
    project: PROJECT,
    stack: generation.stack ?? 'dev',
    config: { [`${PROJECT}:program`]: JSON.stringify(generation.program ?? { resources: [] }) },
    readFirst: generation.readFirst ?? false,
    select: generation.select,
    selectDependents: generation.selectDependents,
  };
}

async function runGeneration(
  generation: Generation,
  options: Omit<StackOptions, 'mode'>,
  provider: RigProvider,
  foresee: boolean,
  before: readonly object[],
): Promise<Outcome> {
  const [preview, change] = MODES[generation.action ?? 'up'];
  const foreseen = foresee ? await refusedOr(() => runStack({ ...options, mode: preview })) : undefined;
  provider.calls.length = 0;
  const done = await refusedOr(() => runStack({ ...options, mode: change }));
  const snapshot = await options.backend.readStack(options);
  const shown = (snapshot?.resources ?? []).map((state) => encodeResource(state, SHOWING));
  const state = stateOf(shown as unknown as Parameters<typeof stateOf>[0]);
  return {
    steps: stepsOf(told(generation, foreseen?.resources ?? [])),
    failed: done === undefined,
    effects: [...provider.calls].sort(),
    disorder: disorder(provider.calls, before, state),
    state,
  };
}

/** The CLI's refresh tells only what it found changed. */
function told({ action }: Generation, steps: readonly RawStep[]): readonly RawStep[] {
  return action === 'refresh' ? steps.filter(({ op }) => op !== 'same') : steps;
}

/** `undefined` where the engine refuses; a bug is thrown. */
async function refusedOr<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof EvenkeelError) return undefined;
    throw error;
  }
}

/** Leaves secrets in plain text. */
const SHOWING = { encrypt: (plain: string) => plain } as unknown as Parameters<typeof encodeResource>[1];
