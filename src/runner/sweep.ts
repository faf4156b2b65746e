import type { CallError } from '../aws/index.ts';
import { canonicalHash } from '../lib/canonical.ts';
import { EvenkeelError, ExitCode } from '../lib/errors.ts';
import { operation } from '../operations/index.ts';
import { callJournaled } from './journaled-call.ts';
import { stalenessSeconds } from './repeat-rules.ts';
import type { Act, Sweep } from './step.ts';
import type { StepContext } from './step-context.ts';

/**
 * Does what the sweep finds, one journaled call each, and looks again, until nothing is found. The world is the referee: neither an
 * answer nor a refusal counts for done, and after a crash it goes on with what is found then.
 */
export async function sweepAll(context: StepContext, sweep: Sweep): Promise<{ acted: boolean; detail: string }> {
  const { target, past } = context;
  const tries = new Map<string, Tries>();
  let attempt = past?.intents.length ?? 0;
  const answered = new Set(past?.intents.filter(({ outcome }) => outcome === 'answered').map((one) => one.inputHash));
  for (;;) {
    context.checkInterrupt();
    const found = await sweep.find(context.calls.io);
    if (found.length === 0) return { acted: attempt > 0, detail: `${answered.size} done, nothing left` };
    for (const act of found) {
      const inputHash = canonicalHash(act.input);
      const tried = tries.get(inputHash) ?? { act, answeredMs: [], refusal: undefined };
      tries.set(inputHash, tried);
      if (isSettling(act, tried, target.time.nowMs())) continue;
      if (tried.answeredMs.length >= MOST_ANSWERS) throw withoutEffect(context.step.key, tried);
      attempt++;
      refuseWithoutToken(context.step.key, act);
      const unanswered = await callJournaled(context, act, act.input, attempt);
      tried.refusal = unanswered && refusalText(unanswered.error);
      if (tried.refusal === undefined) {
        tried.answeredMs.push(target.time.nowMs());
        answered.add(inputHash);
      }
    }
    const nextMs = target.time.nowMs() + sweep.everySeconds * 1000;
    if (nextMs > context.deadlineMs()) throw unfinished(context.step.key, found, tries);
    await target.time.sleepUntil(nextMs);
  }
}

/** What became of one of the calls in this process. */
interface Tries {
  readonly act: Act;
  readonly answeredMs: number[];
  refusal: string | undefined;
}

/** After so many answers that changed nothing it is no matter of a stale describe. */
const MOST_ANSWERS = 3;

/** True while what a describe shows may be older than the answer. */
function isSettling(act: Act, { answeredMs }: Tries, nowMs: number): boolean {
  const last = answeredMs.at(-1);
  return last !== undefined && nowMs < last + stalenessSeconds(operation(act.name)) * 1000;
}

/** A sweep sends what it is given: a call that goes by a token must bring one that a second attempt would bring too. */
function refuseWithoutToken(step: string, { name, input }: Act): void {
  const { repeat, token } = operation(name);
  if (repeat !== 'token' || (token !== null && token in input)) return;
  throw new EvenkeelError(
    {
      code: 'token-missing',
      message: `step ${step} sweeps with ${name} and gives no token`,
      found: Object.keys(input).join(', '),
      allowed: `${token ?? 'a token'}, the same for every attempt`,
      next: 'derive one from io.mark',
    },
    { exitCode: ExitCode.bug },
  );
}

function refusalText({ fields: { awsCode, awsMessage } }: CallError): string {
  return `${awsCode}: ${awsMessage}`;
}

function withoutEffect(step: string, { act }: Tries): EvenkeelError {
  return new EvenkeelError(
    {
      code: 'answered-without-effect',
      message: `step ${step}: AWS answered ${act.name} in ${act.region} ${MOST_ANSWERS} times, and nothing changed`,
      found: act.about ?? JSON.stringify(act.input),
      allowed: 'an answer after which it is gone',
      next: 'find out what holds it (rights of a role, a lock), then resume the run',
    },
    { exitCode: ExitCode.answerIsNo },
  );
}

function unfinished(step: string, left: readonly Act[], tries: ReadonlyMap<string, Tries>): EvenkeelError {
  return new EvenkeelError(
    left.map((act) => ({
      code: 'sweep-unfinished',
      message: `step ${step}: ${act.name} in ${act.region} is left to do at the step's bound`,
      found: `${act.about ?? JSON.stringify(act.input)}, ${tries.get(canonicalHash(act.input))?.refusal ?? 'answered, and found again'}`,
      allowed: 'nothing left to do',
      next: 'remove the cause, then resume the run',
    })),
    { exitCode: ExitCode.answerIsNo },
  );
}
