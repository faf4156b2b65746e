import { EvenkeelError, ExitCode, type Problem } from '../../lib/errors.ts';
import type { CheckFailure } from '../../lib/provider.ts';
import type { Goal } from './goal.ts';

/** The resource options that this engine has, by their names in a program. */
export const SUPPORTED_OPTIONS = [
  'additionalSecretOutputs',
  'aliases',
  'customTimeouts',
  'deleteBeforeReplace',
  'deletedWith',
  'dependsOn',
  'hideDiffs',
  'ignoreChanges',
  'import',
  'parent',
  'protect',
  'provider',
  'providers',
  'replaceOnChanges',
  'replaceWith',
  'replacementTrigger',
  'retainOnDelete',
];

/** What the engine refuses, with its reason: one place a refusal. */
export function unsupportedOptions(urn: string, goal: Goal): EvenkeelError {
  return refusal({
    code: 'engine.unsupported-option',
    at: atOf(goal.sourcePosition),
    message: `${urn} uses resource options that the embedded engine does not have`,
    found: goal.unsupported.join(', '),
    allowed: SUPPORTED_OPTIONS.join(', '),
    next: 'leave them out, or use the Pulumi CLI (--engine=pulumi)',
  });
}

export function duplicateAlias(
  urn: string,
  former: string,
  other: string,
  sourcePosition: string | undefined,
): EvenkeelError {
  return refusal({
    code: 'engine.duplicate-alias',
    at: atOf(sourcePosition),
    message: `${urn} and another resource both were ${former}`,
    found: `${other} is that resource already`,
    allowed: 'one resource that continues another',
    next: 'take the alias away from one of them',
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

export function missingImport(urn: string, id: string, sourcePosition: string | undefined): EvenkeelError {
  return refusal({
    code: 'engine.missing-resource',
    at: atOf(sourcePosition),
    message: `${urn} is to be imported, and does not exist`,
    found: `no resource with the id ${id}`,
    next: 'correct the id, or leave the option import out to create it',
  });
}

export function importedReplacement(urn: string, goal: Goal, because: string): Problem {
  return {
    code: 'engine.import-replaced',
    at: atOf(goal.sourcePosition),
    message: `${urn} was imported and would be replaced: its id would no longer be the one that the program names`,
    found: because,
    next: 'take the option import away from it, or correct its inputs',
  };
}

export function neededButSkipped(urn: string, needed: string): Problem {
  return {
    code: 'engine.select-needs',
    message: `${urn} is selected, and needs a resource that does not exist and is not selected`,
    found: needed,
    next: 'select that one as well',
  };
}

export function deletedButNotSelected(urn: string): Problem {
  return {
    code: 'engine.select-needs',
    message: `${urn} depends on what is selected to be deleted, and is not selected`,
    next: 'select it as well, or everything that depends on what is selected (--select-dependents)',
  };
}

export function unknownSelection(urns: readonly string[]): Problem[] {
  return urns.map((urn) => ({
    code: 'engine.select-unknown',
    message: 'what is selected is no resource of the stack or its program',
    found: urn,
    allowed: 'the URN of a resource (of a child: with the types of its parents), or a pattern with * or **',
    next: 'look the URN up in a preview',
  }));
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
