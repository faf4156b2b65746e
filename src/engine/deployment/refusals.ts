import { EvenkeelError, ExitCode, type Problem } from '../../lib/errors.ts';
import type { CheckFailure } from '../../lib/provider.ts';
import type { Goal } from './goal.ts';

/** What the engine refuses, with its reason: one place a refusal. */
export function unsupportedOptions(urn: string, goal: Goal): EvenkeelError {
  return refusal({
    code: 'engine.unsupported-option',
    at: atOf(goal.sourcePosition),
    message: `${urn} uses resource options that the embedded engine does not have`,
    found: goal.unsupported.join(', '),
    allowed: 'additionalSecretOutputs, customTimeouts, dependsOn, ignoreChanges, parent, protect, provider, providers',
    next: 'leave them out, or use the Pulumi CLI (--engine=pulumi)',
  });
}

export function writtenAlias(urn: string, goal: Goal): EvenkeelError {
  return refusal({
    code: 'engine.unsupported-option',
    at: atOf(goal.sourcePosition),
    message: `${urn} has an alias that the program wrote`,
    found: 'aliases with a name, parent, stack, project or URN',
    allowed: 'the aliases of renamed types, which the SDK sends by itself',
    next: 'make the move with the Pulumi CLI (--engine=pulumi), then leave the alias out',
  });
}

export function unsupportedCall(what: string): EvenkeelError {
  return refusal({
    code: 'engine.unsupported-call',
    message: `the program uses ${what}, which the embedded engine does not have`,
    next: 'leave it out, or use the Pulumi CLI (--engine=pulumi)',
  });
}

export function duplicateUrn(urn: string, sourcePosition: string | undefined): EvenkeelError {
  return refusal({
    code: 'engine.duplicate-urn',
    at: atOf(sourcePosition),
    message: 'two resources of the program have the same URN',
    found: urn,
    next: 'give one of them another name',
  });
}

export function protectedProblem(urn: string, what: 'delete' | 'replace', because?: string): Problem {
  return {
    code: 'engine.protected',
    message: `${urn} is protected: it may not be ${what === 'delete' ? 'deleted' : 'replaced'}`,
    found: because,
    next: 'name it with --unprotect if that is what you want',
  };
}

export function checkFailed(urn: string, goal: Goal, failures: readonly CheckFailure[]): Problem[] {
  return failures.map((failure) => ({
    code: 'engine.check-failed',
    at: atOf(goal.sourcePosition),
    message: `${urn} has an input that its provider refuses${failure.property === '' ? '' : `: ${failure.property}`}`,
    found: failure.reason,
    next: 'correct the program',
  }));
}

export function noProvider(urn: string, reference: string): EvenkeelError {
  return refusal({
    code: 'engine.unknown-provider',
    message: `${urn} names a provider that neither the program nor the state has`,
    found: reference,
    next: 'pass a provider of this program',
  });
}

export function missingResource(urn: string, id: string, sourcePosition: string | undefined): EvenkeelError {
  return refusal({
    code: 'engine.missing-resource',
    at: atOf(sourcePosition),
    message: `${urn} is read by the program, and does not exist`,
    found: `no resource with the id ${id}`,
    next: 'correct the id, or create it first',
  });
}

export function missingStack(urn: string, name: string, sourcePosition: string | undefined): EvenkeelError {
  return refusal({
    code: 'engine.missing-stack',
    at: atOf(sourcePosition),
    message: `${urn} refers to a stack that does not exist`,
    found: name,
    next: 'bring that stack up first',
  });
}

export function readOverManaged(urn: string, sourcePosition: string | undefined): EvenkeelError {
  return refusal({
    code: 'engine.unsupported-option',
    at: atOf(sourcePosition),
    message: `${urn} is managed by this stack and the program now only reads it`,
    allowed: 'reading what other stacks manage',
    next: 'make the change with the Pulumi CLI (--engine=pulumi)',
  });
}

/** A failure of the provider, told with the step it failed in. */
export function stepFailed(urn: string, verb: string, cause: unknown): EvenkeelError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new EvenkeelError(
    {
      code: 'engine.step-failed',
      message: `${urn} could not be ${verb}`,
      found: reason,
      next: 'remove the cause; run again',
    },
    { cause, exitCode: ExitCode.answerIsNo },
  );
}

/** `project:///stacks/index.ts#10,17` as `stacks/index.ts:10:17`. */
export function atOf(sourcePosition: string | undefined): string | undefined {
  return sourcePosition
    ?.replace('project:///', '')
    .replace(/#(\d+)(?:,(\d+))?$/, (_, line, column) => `:${line}:${column ?? 1}`);
}

function refusal(problem: Problem): EvenkeelError {
  return new EvenkeelError(problem);
}

/** Several failures of one run as one error, each told once, in the order of their texts. A bug goes before all else. */
export function joinFailures(failures: readonly unknown[]): unknown {
  const distinct = [...new Set(failures)];
  const bug = distinct.find((failure) => !(failure instanceof EvenkeelError));
  if (bug !== undefined || distinct.length === 1) return bug ?? distinct[0];
  const known = distinct.filter((failure) => failure instanceof EvenkeelError);
  const problems = known.flatMap((failure) => failure.problems);
  problems.sort((a, b) => (a.message < b.message ? -1 : 1));
  return new EvenkeelError(problems, { exitCode: known[0]?.exitCode ?? ExitCode.answerIsNo, cause: known[0] });
}
