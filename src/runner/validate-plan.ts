import { EvenkeelError, ExitCode, type Problem } from '../lib/errors.ts';
import { operation, operations } from '../operations/index.ts';
import type { Step } from './step.ts';
import { undoStepsOf } from './undo.ts';

/**
 * The steps in topological order (of those that are free, the one listed first), or every defect at once: keys that are
 * not unique, cycles, unknown operations, writes that are not the step's one act, recoveries without a check.
 */
export function validatePlan(runbook: string, steps: readonly Step[]): Step[] {
  const problems = [...keyProblems(steps), ...steps.flatMap(stepProblems)];
  const sorted = sortSteps(steps);
  if (problems.length === 0 && sorted.length < steps.length) {
    const left = steps.filter((step) => !sorted.includes(step)).map((step) => step.key);
    problems.push({ message: 'steps wait for each other', found: left.join(', '), allowed: 'a graph without cycles' });
  }
  if (problems.length === 0) return sorted;
  throw new EvenkeelError(
    problems.map(({ message, found, allowed }) => ({
      code: 'plan-invalid',
      message: `runbook ${runbook}: ${message}`,
      found,
      allowed,
      next: 'correct the runbook',
    })),
    { exitCode: ExitCode.bug },
  );
}

type Defect = Pick<Problem, 'message' | 'found' | 'allowed'>;

function keyProblems(steps: readonly Step[]): Defect[] {
  const keys = steps.map((step) => step.key);
  const repeated = keys.filter((key, index) => keys.indexOf(key) !== index);
  const malformed = keys.filter((key) => !/^(?!undo-)[a-z][a-z0-9-]*$/.test(key));
  const unknown = steps.flatMap((step) =>
    step.after.filter((key) => !keys.includes(key)).map((key) => `${step.key} → ${key}`),
  );
  return [
    ...repeated.map((key) => ({ message: 'two steps have one key', found: key, allowed: 'unique keys' })),
    ...malformed.map((key) => ({
      message: 'a key is malformed',
      found: key,
      allowed: 'lower case, digits, dashes, not undo-…',
    })),
    ...unknown.map((found) => ({ message: 'a step waits for none of the plan', found, allowed: keys.join(', ') })),
    ...(steps.length === 0 ? [{ message: 'the plan is empty', found: 'no steps', allowed: 'at least one' }] : []),
  ];
}

function stepProblems(step: Step): Defect[] {
  const known = new Set(operations().map((row) => row.name));
  const unknown = step.operations.filter(({ name }) => !known.has(name));
  if (unknown.length > 0) {
    return unknown.map(({ name }) => ({
      message: `step ${step.key} uses an operation without a row`,
      found: name,
      allowed: 'operations of src/operations/operations.json',
    }));
  }
  return [...effectProblems(step), ...undoProblems(step), ...boundProblems(step)];
}

/** An undo is executed by itself after failures and crashes: it must be recoverable like any step, and ask nobody. */
function undoProblems(step: Step): Defect[] {
  const found: Defect[] = undoStepsOf(step).flatMap((one) => [...effectProblems(one), ...boundProblems(one)]);
  const say = (message: string, what: string, allowed: string) =>
    found.push({ message: `step ${step.key} ${message}`, found: what, allowed });
  if (step.approval?.onExpiry === 'undo' && step.onFailure !== 'undo') {
    say('is undone when nobody answers, and stops when it fails', 'onExpiry without onFailure', 'both undo');
  }
  if (step.approval?.persons !== undefined && !(step.approval.persons >= 1)) {
    say('asks nobody', `${step.approval.persons} persons`, 'one or more');
  }
  return found;
}

function effectProblems(step: Step): Defect[] {
  const { act, sweep, shell, engine } = step;
  const found: Defect[] = [];
  const writes = step.operations.filter(({ name }) => operation(name).access === 'write');
  const others = writes.filter((use) => !act || use.name !== act.name || use.region !== act.region);
  const say = (message: string, what: string, allowed: string) =>
    found.push({ message: `step ${step.key} ${message}`, found: what, allowed });
  const parts = { act, sweep, shell, engine };
  const effects = Object.entries(parts).flatMap(([name, part]) => (part === undefined ? [] : [name]));
  if (effects.length === 0 && !step.confirm && !step.hold && !step.approval)
    say('does nothing', 'no part', 'act, sweep, shell, engine, hold, confirm, approval');
  if (effects.length > 1) say('has several effects', effects.join(' and '), 'one');
  if (sweep) {
    if (writes.length === 0) say('sweeps without a call that writes', 'reads only', 'a write that operations lists');
    const once = writes.filter(({ name }) => ['marked', 'once'].includes(operation(name).repeat));
    for (const { name } of once) say(`cannot sweep with ${name}`, operation(name).repeat, 'absolute, refused or token');
  }
  if (!shell && !sweep)
    for (const { name, region } of others)
      say('declares a write that is not its act', `${name} in ${region}`, act?.name ?? 'reads');
  if (!act) return found;
  const row = operation(act.name);
  if (!writes.some((use) => use.name === act.name && use.region === act.region)) {
    say('does not declare its act', `${act.name} in ${act.region}`, 'a write that operations lists');
  }
  if ((row.repeat === 'marked' || row.repeat === 'once') && !step.check) {
    say(`cannot be recovered: ${act.name} is ${row.repeat}`, 'no check', 'a check that sees the effect');
  }
  if (row.repeat === 'token' && row.token !== null && row.token in act.input) {
    say('gives the token itself', row.token, 'no token: the runner derives it from run and step');
  }
  return found;
}

function boundProblems(step: Step): Defect[] {
  const found: Defect[] = [];
  if (!(step.timeoutSeconds > 0) || (!step.approval && step.timeoutSeconds < step.expected.p50)) {
    found.push({
      message: `step ${step.key} has a bound that it is expected to miss`,
      found: `${step.timeoutSeconds} s`,
      allowed: `more than the expected ${step.expected.p50} s`,
    });
  }
  for (const part of [step.confirm, step.hold, step.sweep]) {
    if (part === undefined || part.everySeconds > 0) continue;
    found.push({
      message: `step ${step.key} polls without a pause`,
      found: `${part.everySeconds} s`,
      allowed: 'more than 0 s',
    });
  }
  return found;
}

function sortSteps(steps: readonly Step[]): Step[] {
  const sorted: Step[] = [];
  const done = new Set<string>();
  for (;;) {
    const next = steps.find((step) => !done.has(step.key) && step.after.every((key) => done.has(key)));
    if (!next) return sorted;
    sorted.push(next);
    done.add(next.key);
  }
}
