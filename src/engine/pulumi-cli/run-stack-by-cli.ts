import { EvenkeelError, ExitCode } from '../../lib/errors.ts';
import { problemOf } from '../analyzer/violation.ts';
import type { EncodedResource } from '../backend/encoded.ts';
import { ORGANIZATION } from '../backend/layout.ts';
import { count } from '../deployment/outcome.ts';
import { protectedProblem } from '../deployment/refusals.ts';
import { Selection } from '../deployment/selection.ts';
import type { StackOutcome } from '../options.ts';
import { isDefaultProvider, parseUrn } from '../state/urn.ts';
import { parseEvent } from './event.ts';
import { cliFailed, cliInterrupted, isExplained } from './failure.ts';
import type { CliOptions } from './options.ts';
import { packArguments } from './pack-arguments.ts';
import { type PulumiEnd, pulumi } from './pulumi.ts';
import { withSettings } from './settings.ts';
import { Tally } from './tally.ts';

/**
 * Runs a stack by the Pulumi CLI of the PATH: the same program, the same outcome as `runStack`, but for the order of the
 * resources (by URN) and for drift of secret outputs, which the CLI does not tell. Throws `EvenkeelError` for all
 * expected failures; `engine.interrupted` (exit code 4) when `signal` stopped it.
 */
export async function runStackByCli(options: CliOptions): Promise<StackOutcome> {
  const { mode } = options;
  const concerned = concernedBy(options);
  if (mode === 'update' || mode === 'preview') return run(options);
  refuseProtected(concerned, options.unprotect ?? []);
  if (mode === 'preview-destroy') return deletions(options.stack, concerned);
  await liftProtection(options, concerned);
  return run(options);
}

async function run(options: CliOptions): Promise<StackOutcome> {
  const { stack, signal } = options;
  const tally = new Tally(options.before);
  const end = await withSettings(options.settings, options.config, (path) =>
    pulumi(argumentsOf(options, path), {
      cwd: options.root,
      environment: environmentOf(options),
      signal,
      onLine: (line) => {
        const event = parseEvent(line);
        const told = event === undefined ? undefined : tally.add(event);
        if (told !== undefined) options.onEvent?.(told);
      },
    }),
  );
  const outcome = tally.outcome(stack);
  if (end.code === 0) return outcome;
  if (signal?.aborted) throw cliInterrupted(stack);
  throwUnlessOnlyBlocked(options, outcome, tally, end);
  return outcome;
}

/** A preview that policies alone have failed is an answer. Else what they say stands beside what failed. */
function throwUnlessOnlyBlocked(options: CliOptions, outcome: StackOutcome, tally: Tally, end: PulumiEnd): void {
  const blocking = outcome.violations.filter(({ blocks }) => blocks).map(problemOf);
  const failure = cliFailed(options.stack, tally.errors, end);
  if (blocking.length === 0) throw failure;
  const told = isExplained(tally.errors) ? failure.problems : [];
  if (options.mode === 'preview' && told.length === 0) return;
  throw new EvenkeelError([...blocking, ...told], { exitCode: ExitCode.answerIsNo });
}

function argumentsOf(options: CliOptions, settings: string): string[] {
  const common = [
    '--stack',
    qualified(options),
    '--config-file',
    settings,
    '--json',
    '--non-interactive',
    '--color',
    'never',
  ];
  const reading = [
    `--refresh=${options.readFirst}`,
    ...(options.select ?? []).map((urn) => `--target=${urn}`),
    ...(options.selectDependents && options.select?.length ? ['--target-dependents'] : []),
  ];
  if (options.mode === 'destroy') return ['destroy', ...common, '--yes', '--skip-preview', ...reading];
  const packs = packArguments(options.policyPacks ?? [], settings);
  if (options.mode === 'preview') return ['preview', ...common, ...reading, ...packs];
  return ['up', ...common, '--yes', '--skip-preview', ...reading, ...packs];
}

function environmentOf(options: CliOptions): Record<string, string> {
  return {
    ...options.environment,
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    // a preview tells its steps as an update does
    PULUMI_ENABLE_STREAMING_JSON_PREVIEW: 'true',
    // the salt of the checkpoint, where the settings have none: never a new one beside it
    PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: 'true',
  };
}

function qualified({ project, stack }: CliOptions): string {
  return `${ORGANIZATION}/${project}/${stack}`;
}

/** Everything protected that is not named is named at once, before anything is gone. */
function refuseProtected(concerned: readonly EncodedResource[], unprotect: readonly string[]): void {
  const problems = concerned
    .filter((resource) => resource.protect === true && !isNamed(resource.urn, unprotect))
    .map(({ urn }) => protectedProblem(urn, 'delete'));
  if (problems.length > 0) throw new EvenkeelError(problems);
}

/** The protection of what was named is taken out of the checkpoint: a destroy runs no program that could do it. */
async function liftProtection(options: CliOptions, concerned: readonly EncodedResource[]): Promise<void> {
  for (const { urn, protect } of concerned) {
    if (protect !== true) continue;
    const words = ['state', 'unprotect', urn, '--yes', '--stack', qualified(options), '--non-interactive'];
    const end: PulumiEnd = await pulumi(words, { cwd: options.root, environment: environmentOf(options) });
    if (end.code !== 0) throw cliFailed(options.stack, [], end);
  }
}

/** What a destroy would delete: all that it concerns and the stack manages. */
function deletions(stack: string, concerned: readonly EncodedResource[]): StackOutcome {
  const resources = concerned
    .filter(({ urn, external }) => external !== true && !isDefaultProvider(urn))
    .map(({ urn }) => ({ urn, op: 'delete' as const }))
    .sort((a, b) => (a.urn < b.urn ? -1 : 1));
  return { stack, resources, changes: count(resources), outputChanges: {}, violations: [] };
}

/** The resources that a destroy is about: all, or what is selected. */
function concernedBy({ before, select = [], selectDependents = false }: CliOptions): readonly EncodedResource[] {
  const resources = before?.deployment.resources ?? [];
  if (select.length === 0) return resources;
  const selection = new Selection(select, selectDependents);
  return resources.filter((one) => selection.takesState({ dependencies: [], propertyDependencies: {}, ...one }));
}

function isNamed(urn: string, names: readonly string[]): boolean {
  return names.includes(urn) || names.includes(parseUrn(urn).name);
}
