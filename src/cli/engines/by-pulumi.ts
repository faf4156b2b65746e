import { type CliOptions, runStackByCli, type StackOutcome } from '../../engine/index.ts';
import { EvenkeelError } from '../../lib/errors.ts';
import type { StackSpec } from '../../system/stacks.ts';
import { inOwnWords, packOptions } from '../policy-packs.ts';
import { PROJECT, selectedIn } from '../update.ts';
import type { UpdateRequest } from './engine.ts';

/** Where the Pulumi CLI finds and keeps stacks: the twin's state folder, or the caller's own backend. */
export interface StackHost {
  /** The folder of `Pulumi.yaml`. */
  readonly root: string;
  /** The whole environment of the CLI. */
  readonly environment: Readonly<Record<string, string>>;
  /** Configuration of every stack. */
  readonly config: Readonly<Record<string, string>>;
  stacks(): Promise<ReadonlySet<string>>;
  exported(stack: string): Promise<CliOptions['before']>;
  /** The stack's own settings file, as text. */
  settings(stack: string): string | undefined;
  create(stack: string): Promise<void>;
  remove(stack: string): Promise<void>;
}

/** Runs stacks by the Pulumi CLI, one after the other, in the order of the layers (a destroy: backwards). */
export async function updateByPulumi(host: StackHost, request: UpdateRequest): Promise<StackOutcome[]> {
  const { mode } = request;
  const isBackwards = mode === 'destroy' || mode === 'preview-destroy';
  const outcomes: StackOutcome[] = [];
  for (const spec of isBackwards ? [...request.stacks].reverse() : request.stacks) {
    const select = selectedIn(spec.stack, request.select ?? []);
    if (select === undefined) continue;
    const known = await host.stacks();
    const isNew = !known.has(spec.stack);
    if (mode === 'preview') refuseBlind(spec, known);
    if (isNew) await host.create(spec.stack);
    try {
      const own = { ...(await optionsOf(host, spec.stack, request)), select };
      const outcome = inOwnWords(request.packs, await runStackByCli(own));
      outcomes.push(outcome);
      await request.onStack?.(outcome);
    } finally {
      // the CLI previews only what exists: a preview leaves nothing behind
      if (isNew && mode === 'preview') await host.remove(spec.stack);
    }
  }
  return outcomes;
}

/**
 * Stacks of which the CLI can preview all at once: all of them where every stack they refer to exists; else one at a time,
 * since to the CLI a stack that is only previewed has no outputs.
 */
export async function roundsOf(host: StackHost, stacks: readonly StackSpec[]): Promise<readonly StackSpec[][]> {
  const known = await host.stacks();
  const canSee = stacks.every(({ references }) => references.every((stack) => known.has(stack)));
  return canSee ? [[...stacks]] : stacks.map((spec) => [spec]);
}

async function optionsOf(host: StackHost, stack: string, request: UpdateRequest): Promise<CliOptions> {
  return {
    root: host.root,
    project: PROJECT,
    stack,
    config: { ...host.config, ...request.config },
    settings: host.settings(stack),
    mode: request.mode,
    readFirst: request.readFirst,
    unprotect: request.unprotect,
    selectDependents: request.selectDependents,
    before: await host.exported(stack),
    policyPacks: packOptions(request.packs),
    environment: host.environment,
    onEvent: (event) => request.onEvent?.(stack, event),
    signal: request.signal,
  };
}

function refuseBlind(spec: StackSpec, known: ReadonlySet<string>): void {
  const missing = spec.references.filter((stack) => !known.has(stack));
  if (missing.length === 0) return;
  throw new EvenkeelError({
    code: 'engine.missing-stack',
    message: `${spec.stack} cannot be previewed by the Pulumi CLI before the stacks it refers to are up`,
    found: `no ${missing.join(', no ')}`,
    allowed:
      'a preview of the stacks whose left neighbours are up; the embedded engine previews a system of which nothing exists',
    next: `evenkeel up ${spec.system} --env ${spec.environment} --engine pulumi shows each stack's preview when its turn comes`,
  });
}
