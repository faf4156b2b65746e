import { join } from 'node:path';
import type { Backend, EngineEvent, Mode, StackOutcome, StackResult } from '../engine/index.ts';
import type { Clock } from '../lib/clock.ts';
import { systemClock } from '../lib/machine-clock.ts';
import { hasUnknown, type PropertyMap } from '../lib/property.ts';
import type { Provider } from '../lib/provider.ts';
import type { StackSpec } from '../system/stacks.ts';
import { type PolicyPacks, refuseViolations, withOwnPacks } from './policy-packs.ts';

export const PROJECT = 'evenkeel';

/** What an update of several stacks needs. `stacks` are in the order of the layers. */
export interface UpdateOptions {
  /** The folder of the package: `Pulumi.yaml` and `stacks/` are there. */
  readonly root: string;
  readonly stacks: readonly StackSpec[];
  /** `evenkeel:…` configuration of every stack. */
  readonly config: Readonly<Record<string, string>>;
  readonly backend: Backend;
  readonly provider: Provider;
  readonly mode: Mode;
  /** Reads every resource before comparing. */
  readonly readFirst: boolean;
  readonly unprotect?: readonly string[];
  /** URNs or patterns: only these, in the stacks that they name. Empty is as absent. */
  readonly select?: readonly string[] | undefined;
  readonly selectDependents?: boolean | undefined;
  /** What judges the stacks of a preview and of an update. */
  readonly packs?: PolicyPacks;
  /** The program, where it is not the package's own. */
  readonly program?: string;
  readonly onEvent?: (stack: string, event: EngineEvent) => void;
  readonly onStack?: (result: StackResult) => void;
  readonly clock?: Clock;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs the stacks one after the other, in the order of the layers (destroy: backwards). A preview of a stack sees the previewed
 * outputs of the stacks before it, unknowns included, so that a system can be previewed before anything of it exists. Of a
 * stack that is wholly up and whose new outputs are not all known, it sees the deployed ones, as the Pulumi CLI does: one unknown
 * would make all of them unknown, and protected resources would seem to be replaced.
 *
 * A preview tells what the policy packs say; an update stops at the first stack that they block, with everything they say of it.
 */
export async function updateStacks(options: UpdateOptions): Promise<StackResult[]> {
  const { runStack } = await import('../engine/index.ts');
  const previewed = new Map<string, PropertyMap>();
  const isUp = new Set(options.backend.stacks().map((known) => known.stack));
  const results: StackResult[] = [];
  const backwards = options.mode === 'destroy' || options.mode === 'preview-destroy';
  for (const { stack } of backwards ? [...options.stacks].reverse() : options.stacks) {
    const select = selectedIn(stack, options.select ?? []);
    if (select === undefined) continue;
    const made = await runStack({
      program: options.program ?? join(options.root, 'stacks', 'index.ts'),
      root: options.root,
      project: PROJECT,
      stack,
      config: options.config,
      backend: options.backend,
      provider: options.provider,
      mode: options.mode,
      readFirst: options.readFirst,
      unprotect: options.unprotect,
      select,
      selectDependents: options.selectDependents,
      policyPacks: options.packs?.others,
      stackOutputs: (name) => previewed.get(name.stack),
      onEvent: (event) => options.onEvent?.(stack, event),
      clock: options.clock ?? systemClock,
      signal: options.signal,
      environment: { PATH: process.env['PATH'] ?? '' },
    });
    const result = backwards ? made : await withOwnPacks(options.packs, made);
    if (options.mode === 'update') refuseViolations([result]);
    if (options.mode === 'preview' && !(isUp.has(stack) && (await deployedStand(options.backend, result)))) {
      previewed.set(stack, result.outputs);
    }
    results.push(result);
    options.onStack?.(result);
  }
  return results;
}

/** True where a preview's outputs are not all known and the deployed ones have all of their names; an `up` that was killed has not. */
async function deployedStand(backend: Backend, { stack, outputs }: StackResult): Promise<boolean> {
  if (!hasUnknown(outputs)) return false;
  const deployed = (await backend.outputs({ project: PROJECT, stack })) ?? {};
  return Object.keys(outputs).every((name) => name in deployed);
}

/** What of a selection is about a stack; `undefined` where it is about other stacks only. */
export function selectedIn(stack: string, select: readonly string[]): readonly string[] | undefined {
  const own = select.filter((name) => name.includes('*') || name.startsWith(`urn:pulumi:${stack}::`));
  return own.length === 0 && select.length > 0 ? undefined : own;
}

/** True where nothing would change: every operation is `same` (a reference to another stack: `read`) and no output differs. */
export function isEmpty(results: readonly StackOutcome[]): boolean {
  return results.every(
    (result) =>
      Object.keys(result.outputChanges).length === 0 &&
      result.resources.every(({ op, diff }) => (op === 'same' || op === 'read') && diff === undefined),
  );
}
