import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Backend } from '../engine/index.ts';
import { openBackend } from '../engine/index.ts';
import type { Graph } from '../graph/graph.ts';
import type { Topology } from '../graph/topology.ts';
import { topologyOf } from '../graph/topology-of.ts';
import { EvenkeelError } from '../lib/errors.ts';
import { inEnvironment } from '../system/in-environment.ts';
import { loadSystem } from '../system/load.ts';
import { placeInFile } from '../system/place-in-file.ts';
import { accountStackOf, type StackSpec, stacksOf } from '../system/stacks.ts';
import type { Environment, System } from '../system/system.ts';
import type { Invocation } from './command.ts';
import { crashPhase } from './crash-phase.ts';
import { PROJECT } from './update.ts';

/** A system in one of its environments, as the words of a command name it. */
export interface Subject {
  readonly system: System;
  /** The path of its file. */
  readonly file: string;
  readonly environment: Environment;
  /** The stack of the account that the environment is in: no system's. */
  readonly account: StackSpec;
  /** Those of the system, in the order of the layers. */
  readonly stacks: readonly StackSpec[];
  /** Configuration that the program needs to find the same system. */
  readonly config: Readonly<Record<string, string>>;
}

/** Where the system files are, absolute. */
export function systemsFolder(invocation: Invocation): string {
  return resolve(invocation.value('systems') ?? join(invocation.root, 'stacks', 'systems'));
}

/** Finds and reads the system file of a name; the error says which there are. */
export function subjectOf(invocation: Invocation, name: string): Subject {
  const folder = systemsFolder(invocation);
  const path = join(folder, `${name}.yaml`);
  if (!existsSync(path)) {
    throw new EvenkeelError({
      code: 'system-unknown',
      message: `there is no system ${name}`,
      found: path,
      allowed: systemNames(folder).join(', ') || `none: ${folder} holds no system file`,
      next: 'name one of these, or describe the system in a file of its name',
    });
  }
  return subjectIn(invocation, path);
}

/** The system of a file, in the environment that the words name. */
export function subjectIn(invocation: Invocation, path: string): Subject {
  const whole = loadSystem(path);
  const environment = whole.environments[invocation.environmentName];
  if (!environment) {
    throw new EvenkeelError({
      code: 'environment-unknown',
      message: `${whole.system} has no environment ${invocation.environmentName}`,
      found: invocation.environmentName,
      allowed: Object.keys(whole.environments).sort().join(', '),
      next: 'name one of these with --env',
    });
  }
  const system = inEnvironment(whole, environment);
  return {
    system,
    file: path,
    environment,
    account: accountStackOf(system, environment),
    stacks: stacksOf(system, environment),
    config: { [`${PROJECT}:systems`]: dirname(resolve(path)) },
  };
}

/** The account that all systems of the folder have in the environment of `--env`; undefined where there are several or none. */
export function onlyAccount(invocation: Invocation): string | undefined {
  const folder = systemsFolder(invocation);
  const accounts = systemNames(folder).map(
    (name) => loadSystem(join(folder, `${name}.yaml`)).environments[invocation.environmentName]?.account,
  );
  const [account, ...others] = new Set(accounts.filter((one) => one !== undefined));
  return others.length === 0 ? account : undefined;
}

/** What a runbook must know of the subject, found in a graph of its stacks. */
export function topologyIn(graph: Graph, { system, environment, file }: Subject): Topology {
  return topologyOf(graph, { system: system.system, environment, place: placeInFile(file) });
}

/** The account's stack and the system's: what `up` brings up, in the order of the layers. */
export function allStacks({ account, stacks }: Subject): readonly StackSpec[] {
  return [account, ...stacks];
}

/** Those of `stacks` that `--stack` names, or all; a name that is not one of them is refused. */
export function selectedStacks(
  subject: Subject,
  stacks: readonly StackSpec[],
  names: readonly string[],
): readonly StackSpec[] {
  const unknown = names.find((name) => !stacks.some((spec) => spec.stack === name));
  if (unknown !== undefined) {
    throw new EvenkeelError({
      code: 'stack-unknown',
      message: `${subject.system.system} has no stack ${unknown}`,
      found: unknown,
      allowed: stacks.map((spec) => spec.stack).join(', '),
      next: 'leave --stack out for all of them',
    });
  }
  return names.length === 0 ? stacks : stacks.filter((spec) => names.includes(spec.stack));
}

/** What `--select` names. A URN of a stack that the command is not about is refused. */
export function selectionOf(
  invocation: Invocation,
  stacks: readonly StackSpec[],
): { readonly select: readonly string[]; readonly selectDependents: boolean } {
  const select = invocation.values('select');
  const stranger = select.find(
    (name) => !name.includes('*') && !stacks.some(({ stack }) => name.startsWith(`urn:pulumi:${stack}::`)),
  );
  if (stranger !== undefined) {
    throw new EvenkeelError({
      code: 'select-unknown',
      message: 'what is selected is in none of these stacks',
      found: stranger,
      allowed: `urn:pulumi:STACK::… of ${stacks.map(({ stack }) => stack).join(', ')}; or a pattern with * or **`,
      next: 'look the URN up in evenkeel preview --json',
    });
  }
  return { select, selectDependents: invocation.flag('select-dependents') };
}

export function backendOf(invocation: Invocation): Backend {
  return openBackend(invocation.stateDir, crashPhase());
}

/** True where every stack of the subject has been brought up in this state folder. One that was emptied is not up. */
export function isUp(backend: Backend, subject: Subject): boolean {
  return subject.stacks.every(({ stack }) => {
    const known = backend.exportStack({ project: PROJECT, stack });
    return (known?.deployment.resources ?? []).length > 0;
  });
}

/** What this version can do with the `--target` of a runbook; the rest is refused by name. */
export function refuseWhatIsToCome(invocation: Invocation): void {
  if (invocation.value('target') === 'aws') throw toCome('--target aws', 'twin');
}

function toCome(found: string, allowed: string): EvenkeelError {
  return new EvenkeelError({
    code: 'not-yet',
    message: `${found} is not there yet for runbooks: they run on the twin`,
    found,
    allowed,
    next: 'leave it out; the twin is the default',
  });
}

function systemNames(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();
}
