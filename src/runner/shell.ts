import { isAbsolute, join } from 'node:path';
import { EvenkeelError, ExitCode } from '../lib/errors.ts';
import type { ChildResult } from './journal/events.ts';
import { redact } from './redact.ts';
import type { Step } from './step.ts';

/** What children get from this machine, filled in by the command line. */
export interface ShellHost {
  /** The folder that a script's path is relative to: that of the system's file. */
  readonly root: string;
  /** PATH of the child: all that it gets of the environment. */
  readonly path: string;
  /** The Node that runs scripts. */
  readonly node: string;
  /** Results by script and variables: in a batch over seeds a child runs once. Absent: each step runs its own. */
  readonly shared?: Map<string, ChildResult>;
}

/**
 * Runs a step's script with zx: no environment but PATH, the declared variables and the URL; killed, with everything it
 * started, at the bound; output bounded and redacted. A failing script is a result, not an error.
 */
export async function runChild(step: Step, host: ShellHost, url: string): Promise<ChildResult> {
  const { shell } = step;
  if (!shell) throw new Error(`broken invariant: step ${step.key} has a shell`);
  const key = JSON.stringify([step.key, shell.script, shell.env]);
  const known = host.shared?.get(key);
  if (known) return { ...known, reused: true };
  const script = isAbsolute(shell.script) ? shell.script : join(host.root, shell.script);
  const $ = await loadZx();
  const child = await $({
    cwd: host.root,
    env: { PATH: host.path, ...shell.env, [shell.urlVariable]: url },
    timeout: step.timeoutSeconds * 1000,
    timeoutSignal: 'SIGKILL',
    nothrow: true,
    quiet: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })`${host.node} ${script}`;
  const result = {
    exitCode: child.exitCode,
    timedOut: child.exitCode === null || child.signal === 'SIGKILL',
    // the URL holds the key of the step's listener
    output: redact(child.stdall.replaceAll(url, shell.url)),
    reused: false,
  };
  if (result.exitCode === 0) host.shared?.set(key, result);
  return result;
}

async function loadZx() {
  const { $, useBash } = await import('zx/core');
  try {
    useBash();
  } catch (cause) {
    const message = 'scripts are run by zx, which needs bash';
    throw new EvenkeelError(
      { code: 'bash-missing', message, found: 'no bash on the PATH', next: 'install bash' },
      { cause },
    );
  }
  return $;
}

/** The error of a script that ended with anything but 0. */
export function childError(step: Step, result: ChildResult): EvenkeelError | undefined {
  if (result.exitCode === 0 && !result.timedOut) return undefined;
  const lines = result.output.trim().split('\n').slice(-5).join('\n');
  return new EvenkeelError(
    {
      code: result.timedOut ? 'shell-timeout' : 'shell-failed',
      message: `step ${step.key}: ${step.shell?.script} ${result.timedOut ? `did not end within ${step.timeoutSeconds} s` : `ended with ${result.exitCode}`}`,
      found: lines === '' ? 'no output' : lines,
      allowed: 'exit code 0',
      next: 'correct the cause, then resume the run',
    },
    { exitCode: ExitCode.answerIsNo },
  );
}
