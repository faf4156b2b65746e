import type { ExitCode } from '../lib/errors.ts';
import type { Output } from './output.ts';

/** One row of the table of commands: help, reference docs and parsing all come from it. */
export interface CommandRow {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Positional arguments in order; `?` at the end of a name makes it optional. */
  readonly positionals: readonly string[];
  readonly options: readonly OptionRow[];
  readonly examples: readonly string[];
  /** More for `evenkeel help NAME`. */
  readonly details?: string;
  /** The positional whose followers belong to another program and reach it untouched. */
  readonly passesOnAfter?: string;
  /** True where it reads, changes or serves stacks: it stops where one of them is to be merged first. */
  readonly usesStacks?: boolean;
  load(): Promise<{ run: CommandRun }>;
}

export interface OptionRow {
  readonly name: string;
  /** What to type after it; absent for a switch. */
  readonly value?: string;
  readonly repeated?: boolean;
  readonly summary: string;
  readonly allowed?: readonly string[];
}

/** What a command is given: parsed words, where to print, and the outside world as parameters. */
export interface Invocation {
  readonly positionals: Readonly<Record<string, string>>;
  flag(name: string): boolean;
  value(name: string): string | undefined;
  values(name: string): readonly string[];
  /** The words behind `passesOnAfter`, as they were typed. */
  readonly rest: readonly string[];
  readonly output: Output;
  /** The state folder, absolute. */
  readonly stateDir: string;
  /** The folder of the package: where stacks and runbooks are. */
  readonly root: string;
  readonly environmentName: string;
}

/** `ForeignExit` is of a command that runs another program for the user and passes on what that ended with. */
export type CommandRun = (invocation: Invocation) => Promise<ExitCode | ForeignExit>;
export interface ForeignExit {
  readonly foreign: number;
}
