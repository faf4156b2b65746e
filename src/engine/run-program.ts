import { EvenkeelError, ExitCode } from '../lib/errors.ts';
import { judgeStack } from './analyzer/judge.ts';
import { registerOutputs } from './deployment/component-step.ts';
import { invoke } from './deployment/invoke.ts';
import { readResource } from './deployment/read-step.ts';
import { joinFailures } from './deployment/refusals.ts';
import { register } from './deployment/register.ts';
import { removeLeftovers } from './deployment/remove.ts';
import { assertRunning, type Run } from './deployment/run.ts';
import type { StackOptions } from './options.ts';
import { type Program, startProgram } from './program/start-program.ts';
import { type Host, serve } from './wire/monitor.ts';

/** Runs the program against the run, then deletes what it did not ask for. Throws everything that went wrong. */
export async function runProgram(run: Run, options: StackOptions): Promise<void> {
  const session = new Session(run);
  const services = await serve(session, run.root);
  const program = startProgram(
    {
      program: options.program,
      root: run.root,
      folder: run.folder,
      project: run.project,
      stack: run.stack,
      config: run.config,
      secretConfigKeys: run.secretConfigKeys,
      address: services.address,
      preview: run.preview,
      parallel: options.parallel ?? UNBOUNDED,
      environment: options.environment ?? {},
    },
    (line) => session.log('info', line),
  );
  const kill = () => program.kill();
  options.signal?.addEventListener('abort', kill);
  try {
    // after a failure nothing that the program still says can matter
    await Promise.race([program.ended, session.stopped]);
    if (session.hasFailed()) program.kill();
    const end = await program.ended;
    await session.settled();
    session.judge(end);
  } finally {
    program.kill();
    options.signal?.removeEventListener('abort', kill);
    services.close();
  }
}

/** The program may have any number of registrations under way: the engine bounds the provider's operations. */
const UNBOUNDED = 2 ** 31 - 1;

/** One program's conversation with the engine. */
class Session implements Host {
  readonly stopped: Promise<void>;
  readonly #run: Run;
  readonly #failures: unknown[] = [];
  readonly #errors: string[] = [];
  readonly #underWay = new Set<Promise<unknown>>();
  #stop: () => void = () => undefined;
  #complete = false;

  constructor(run: Run) {
    this.#run = run;
    this.stopped = new Promise((resolve) => {
      this.#stop = resolve;
    });
  }

  register: Host['register'] = (goal) => this.#track(register(this.#run, goal));
  read: Host['read'] = (goal) => this.#track(readResource(this.#run, goal));
  registerOutputs: Host['registerOutputs'] = (urn, outputs) => this.#track(registerOutputs(this.#run, urn, outputs));
  invoke: Host['invoke'] = (goal) =>
    this.#track(invoke(this.#run, goal)).catch((error: unknown) => {
      // a data source that fails is the program's to handle
      if (!(error instanceof EvenkeelError) || error.code !== 'engine.step-failed') throw error;
      const reason = error.problems[0]?.found ?? error.message;
      return { result: {}, failures: [{ property: '', reason: this.#run.mask.apply(reason) }] };
    });

  complete(): Promise<void> {
    assertRunning(this.#run);
    this.#complete = true;
    return this.#track(judgeStack(this.#run).then(() => removeLeftovers(this.#run)));
  }

  log(severity: Parameters<Host['log']>[0], message: string): void {
    // the SDK sends several a resource, and they hold every value
    if (severity === 'debug') return;
    if (severity === 'error') this.#errors.push(message);
    this.#run.emit({ kind: 'log', severity, message });
  }

  failed(error: unknown): void {
    this.#failures.push(error);
    this.#run.stopped ??= error;
    this.#stop();
  }

  hasFailed(): boolean {
    return this.#failures.length > 0;
  }

  /** Resolves when no operation is under way. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  /** Throws what went wrong: the engine's failures first, else the program's. */
  judge(end: Awaited<Program['ended']>): void {
    if (this.#failures.length > 0) throw joinFailures(this.#failures);
    assertRunning(this.#run);
    if (this.#errors.length > 0 || end.code !== 0) throw programFailed(this.#errors, end);
    if (!this.#complete) throw programFailed(['it ended before it had asked for everything'], end);
  }

  async #track<T>(work: Promise<T>): Promise<T> {
    this.#underWay.add(work);
    try {
      return await work;
    } finally {
      this.#underWay.delete(work);
    }
  }
}

function programFailed(errors: readonly string[], end: Awaited<Program['ended']>): EvenkeelError {
  const how = end.signal === null ? `exit code ${end.code}` : `signal ${end.signal}`;
  const texts = errors.length > 0 ? errors : [end.tail.trim() || how];
  return new EvenkeelError(
    texts.map((text) => ({
      code: 'engine.program-failed',
      message: `the program failed: ${text.trim()}`,
      next: 'correct the program; what it made before stays recorded',
    })),
    { exitCode: ExitCode.badInput },
  );
}
