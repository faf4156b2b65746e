import { stat } from 'node:fs/promises';
import { EvenkeelError, ExitCode } from '../lib/errors.ts';
import { openPacks, type Packs } from './analyzer/packs.ts';
import type { StackStore } from './backend/stack-store.ts';
import { Limit } from './deployment/limit.ts';
import { Olds } from './deployment/olds.ts';
import { outcomeOf } from './deployment/outcome.ts';
import { recordsNothing } from './deployment/recorder.ts';
import { Refresh } from './deployment/refresh.ts';
import { refreshAll } from './deployment/refresh-all.ts';
import { removeLeftovers } from './deployment/remove.ts';
import { settlePending, statesAfter } from './deployment/resolve-pending.ts';
import type { Run } from './deployment/run.ts';
import { Selection } from './deployment/selection.ts';
import { stackOutputsOf } from './deployment/stack-outputs.ts';
import { maskFailure } from './mask-failure.ts';
import type { Mode, StackOptions, StackResult } from './options.ts';
import { folderOf } from './program/start-program.ts';
import { Mask } from './properties/mask.ts';
import { settleStore } from './recover-stack.ts';
import { runProgram } from './run-program.ts';
import type { ResourceState } from './state/resource-state.ts';

const DEFAULT_PARALLEL = 16;

/** The modes that write: the others only foresee. */
const CHANGING: ReadonlySet<Mode> = new Set(['update', 'destroy', 'refresh']);

/** The modes that run no program. */
const WITHOUT_PROGRAM: ReadonlySet<Mode> = new Set(['destroy', 'preview-destroy', 'refresh', 'preview-refresh']);

/**
 * Runs a Pulumi program against a provider and a state folder, or deletes what one made. The program is an unchanged
 * one: it runs in Pulumi's own runtime, which speaks to this engine by Pulumi's public protocol (docs/adr/0004 says
 * what this engine does not do).
 *
 * Whatever instant the process dies at, the next run finds every finished step. Throws `EvenkeelError` for all
 * expected failures, secrets masked; `engine.interrupted` (exit code 4) when `signal` stopped it.
 */
export async function runStack(options: StackOptions): Promise<StackResult> {
  const mask = new Mask();
  for (const key of options.secretConfigKeys ?? []) mask.learnText(options.config[key] ?? '');
  try {
    options.backend.warm();
    await assertProgram(options);
    return CHANGING.has(options.mode) ? await change(options, mask) : await foresee(options, mask);
  } catch (error) {
    throw maskFailure(error, mask);
  }
}

/** Update and destroy: under the stack's lock, every step recorded. */
async function change(options: StackOptions, mask: Mask): Promise<StackResult> {
  const { store, release } = await options.backend.openStack(options, options.clock);
  try {
    await settleStore(store, options);
    options.backend.pass(options.stack, 'recovered');
    return await deploy(options, mask, store.states(), store).finally(() => store.close());
  } finally {
    release();
  }
}

/** Previews: nothing is written, so no lock is needed. */
async function foresee(options: StackOptions, mask: Mask): Promise<StackResult> {
  const snapshot = await options.backend.readStack(options);
  const pending = snapshot?.pending ?? [];
  // what looks unfinished may be under way
  if (pending.length > 0) options.backend.assertUnlocked(options);
  const states = snapshot?.resources ?? [];
  return deploy(options, mask, statesAfter(states, await settlePending(pending, states, options)), undefined);
}

async function deploy(
  options: StackOptions,
  mask: Mask,
  states: readonly ResourceState[],
  store: StackStore | undefined,
): Promise<StackResult> {
  const packs = packsOf(options, store === undefined, mask);
  const run = beginRun(options, mask, states, store, packs);
  const stop = () => {
    run.stopped ??= interrupted(options.stack);
  };
  options.signal?.addEventListener('abort', stop);
  if (options.signal?.aborted) stop();
  try {
    if (options.mode === 'refresh' || options.mode === 'preview-refresh') await refreshAll(run);
    else if (WITHOUT_PROGRAM.has(options.mode)) await removeLeftovers(run);
    else await runProgram(run, options);
  } finally {
    options.signal?.removeEventListener('abort', stop);
    packs?.close();
  }
  if (run.problems.length > 0) throw new EvenkeelError(run.problems, { exitCode: ExitCode.answerIsNo });
  return outcomeOf(run);
}

function beginRun(
  options: StackOptions,
  mask: Mask,
  states: readonly ResourceState[],
  store: StackStore | undefined,
  packs: Packs | undefined,
): Run {
  const limit = new Limit(options.parallel ?? DEFAULT_PARALLEL);
  const olds = new Olds(states);
  const selection = selectionOf(options);
  const readFirst = options.readFirst || options.mode === 'refresh' || options.mode === 'preview-refresh';
  const isWanted = (state: ResourceState) => selection?.takesState(state) ?? true;
  const emit = emitOf(options, mask);
  return {
    project: options.project,
    stack: options.stack,
    config: options.config,
    secretConfigKeys: options.secretConfigKeys ?? [],
    provider: options.provider,
    root: options.root ?? folderOf(options.program),
    folder: folderOf(options.program),
    preview: store === undefined,
    recorder: store ?? recordsNothing,
    limit,
    mask,
    clock: options.clock,
    unprotect: options.unprotect ?? [],
    selection,
    emit,
    packs,
    stackOutputs: stackOutputsOf(options),
    olds,
    refresh: Refresh.begin(olds, options.provider, limit, readFirst, isWanted),
    live: new Map(),
    results: new Map(),
    replaced: [],
    deletedBefore: new Map(),
    deleting: new Set(),
    decided: new Set(),
    goals: new Map(),
    defaults: new Map(),
    problems: [],
    violations: [],
    claimed: new Set(),
    stopped: undefined,
  };
}

/** Texts of events are free of secrets. */
function emitOf(options: StackOptions, mask: Mask): Run['emit'] {
  const emit = options.onEvent ?? (() => undefined);
  return (event) => emit(event.kind === 'log' ? { ...event, message: mask.apply(event.message) } : event);
}

/** Starts the packs of a preview or an update, so that they come up while the program does. */
function packsOf(options: StackOptions, preview: boolean, mask: Mask): Packs | undefined {
  const packs = options.policyPacks ?? [];
  if (packs.length === 0 || WITHOUT_PROGRAM.has(options.mode)) return undefined;
  const { project, stack, config, secretConfigKeys = [], environment = {} } = options;
  const emit = emitOf(options, mask);
  return openPacks(packs, { project, stack, config, secretConfigKeys, preview, environment }, (message) =>
    emit({ kind: 'log', severity: 'info', message }),
  );
}

function selectionOf({ select = [], selectDependents = false }: StackOptions): Selection | undefined {
  return select.length === 0 ? undefined : new Selection(select, selectDependents);
}

async function assertProgram(options: StackOptions): Promise<void> {
  if (WITHOUT_PROGRAM.has(options.mode)) return;
  try {
    await stat(options.program);
  } catch (cause) {
    throw new EvenkeelError(
      {
        code: 'engine.no-program',
        message: 'the program does not exist',
        found: options.program,
        allowed: 'a TypeScript or JavaScript file, or a folder with an index file',
      },
      { cause },
    );
  }
}

function interrupted(stack: string): EvenkeelError {
  return new EvenkeelError(
    {
      code: 'engine.interrupted',
      message: `the run of ${stack} was interrupted; every finished step is recorded`,
      next: 'run it again to go on',
    },
    { exitCode: ExitCode.interrupted },
  );
}
