import { createHash } from 'node:crypto';
import type { CallError } from '../aws/index.ts';
import { EvenkeelError, ExitCode } from '../lib/errors.ts';
import { type Operation, operation } from '../operations/index.ts';
import { backOffMs } from './call-port.ts';
import type { IntentHistory } from './journal/history.ts';
import { callJournaled } from './journaled-call.ts';
import { awaitGrant } from './question.ts';
import { type RepeatRule, stalenessSeconds } from './repeat-rules.ts';
import { type Act, MARK, type Seen } from './step.ts';
import type { StepContext } from './step-context.ts';

/**
 * Brings about the one write of a step, whatever happened before: answers `already` where the wanted state was there.
 * Each attempt is an intent on the disk, the call, and its outcome on the disk. An intent without an outcome (a crash,
 * or no answer) is recovered by the rule of the operation's repeat class.
 */
export async function takeEffect(context: StepContext, act: Act): Promise<'acted' | 'already'> {
  const row = operation(act.name);
  const rule = row.repeat === 'read' ? undefined : context.rules[row.repeat];
  if (!rule) throw new Error(`broken invariant: ${act.name} writes`);
  const intents = context.past?.intents ?? [];
  if (intents.some((intent) => intent.outcome !== undefined && TOOK_EFFECT.has(intent.outcome))) return 'acted';
  const last = intents.at(-1);
  let open: OpenIntent | undefined = last?.outcome === undefined ? last : undefined;
  if (!open && (await context.step.check?.(context.calls.io))?.holds) return 'already';
  for (let attempt = intents.length + 1, tries = 1; ; attempt++, tries++) {
    if (open && (await recover(context, row, rule, open))) return 'acted';
    const result = await attemptOnce(context, act, row, rule, attempt, open !== undefined);
    if (result === 'acted') return 'acted';
    open = result === 'unknown' ? { attempt, atMs: context.target.time.nowMs() } : undefined;
    await context.target.time.sleepUntil(context.target.time.nowMs() + backOffMs(tries));
  }
}

/** An intent of which nothing is known. */
type OpenIntent = Pick<IntentHistory, 'attempt' | 'atMs'>;

const TOOK_EFFECT = new Set(['answered', 'took-effect-before', 'effect-seen']);

/** One intent, one call, one outcome. Throws where AWS refuses, and when the bound of the step has passed. */
async function attemptOnce(
  context: StepContext,
  act: Act,
  row: Operation,
  rule: RepeatRule,
  attempt: number,
  isRepeat: boolean,
): Promise<'acted' | 'again' | 'unknown'> {
  context.checkInterrupt();
  const input = inputOf(context, act, row, rule);
  const isOwn = ({ fields: { failure, awsCode } }: CallError) =>
    failure === 'refused' && isRepeat && rule.trustsRefusal && row.refusedWith.some(({ code }) => code === awsCode);
  const unanswered = await callJournaled(context, act, input, attempt, (error) =>
    isOwn(error) ? 'took-effect-before' : error.fields.failure,
  );
  if (unanswered === undefined || unanswered.outcome === 'took-effect-before') return 'acted';
  const { error, outcome } = unanswered;
  if (outcome === 'refused' || context.target.time.nowMs() >= context.deadlineMs()) throw error;
  return outcome === 'unknown' ? 'unknown' : 'again';
}

/**
 * After an intent of which nothing is known: true where the effect is there. Observes until the staleness bound has passed,
 * since what a describe does not show yet may have happened all the same. Returning false allows another attempt.
 */
async function recover(context: StepContext, row: Operation, rule: RepeatRule, open: OpenIntent): Promise<boolean> {
  const { step, target, calls } = context;
  const boundSeconds = stalenessSeconds(row);
  const untilMs = open.atMs + boundSeconds * 1000;
  while (rule.observes && step.check) {
    const seen = await step.check(calls.io);
    if (seen.holds) {
      await context.record({ type: 'effect-seen', step: step.key, attempt: open.attempt, detail: seen.detail });
      return true;
    }
    const nowMs = target.time.nowMs();
    if (nowMs >= untilMs) break;
    context.checkInterrupt();
    await target.time.sleepUntil(Math.min(untilMs, nowMs + RECOVERY_POLL_MS));
  }
  if (!rule.asks) return false;
  await awaitGrant(
    context,
    {
      about: 'repeat',
      question: `attempt ${open.attempt} of ${row.name} may or may not have taken effect, and ${boundSeconds} s later nothing shows that it did: send it again?`,
    },
    REPEAT_EXPIRES_SECONDS,
  );
  // while the person thought, the effect may have come to light
  const seen: Seen | undefined = await step.check?.(calls.io);
  return seen?.holds ?? false;
}

const RECOVERY_POLL_MS = 5_000;
const REPEAT_EXPIRES_SECONDS = 3_600;

/** The input with the mark in its place and, for class `token`, the token: the same for every attempt of the step. */
function inputOf(context: StepContext, act: Act, row: Operation, rule: RepeatRule): object {
  const input = withMark(act.input, context.calls.io.mark) as object;
  if (!rule.sendsToken || row.repeat !== 'token') return input;
  if (row.token === null) {
    throw new EvenkeelError(
      { code: 'token-unknown', message: `the operation table names no token member of ${row.name}` },
      { exitCode: ExitCode.bug },
    );
  }
  const token = createHash('sha256').update(`${context.run}/${context.step.key}`).digest('hex').slice(0, 32);
  return { ...input, [row.token]: token };
}

function withMark(value: unknown, mark: string): unknown {
  if (typeof value === 'string') return value.replaceAll(MARK, mark);
  if (Array.isArray(value)) return value.map((item) => withMark(item, mark));
  if (value === null || typeof value !== 'object' || value instanceof Date || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withMark(item, mark)]));
}
