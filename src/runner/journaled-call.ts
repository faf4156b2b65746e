import { CallError } from '../aws/index.ts';
import { canonicalHash } from '../lib/canonical.ts';
import type { Act } from './step.ts';
import type { StepContext } from './step-context.ts';

/** A write that AWS did not answer with success, and how the journal calls that. */
export interface Unanswered {
  readonly error: CallError;
  /** As in the event `outcome`: what `judge` made of it. */
  readonly outcome: 'took-effect-before' | CallError['fields']['failure'];
}

/**
 * One attempt of a write: its intent on the disk, the call, its outcome on the disk; undefined where AWS answered. `judge` names what
 * it did not answer (default: as the call failed). Throws what is no failure of a call.
 */
export async function callJournaled(
  context: StepContext,
  { name, region, about }: Pick<Act, 'name' | 'region' | 'about'>,
  input: object,
  attempt: number,
  judge: (error: CallError) => Unanswered['outcome'] = ({ fields }) => fields.failure,
): Promise<Unanswered | undefined> {
  const { step, crash, calls } = context;
  await crash.pass(step.key, 'before-intent');
  const intent = { type: 'intent', step: step.key, attempt, operation: name, region } as const;
  const inputHash = canonicalHash(input);
  await context.record({ ...intent, inputHash, ...(about !== undefined && { about }) });
  await crash.pass(step.key, 'intent-to-effect');
  const error = await calls.write(name, region, input).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  await crash.pass(step.key, 'effect-to-outcome');
  if (error !== undefined && !(error instanceof CallError)) throw error;
  const unanswered = error && { error, outcome: judge(error) };
  await context.record({
    type: 'outcome',
    step: step.key,
    attempt,
    outcome: unanswered?.outcome ?? 'answered',
    ...(error && { code: error.fields.awsCode, message: error.fields.awsMessage }),
  });
  await crash.pass(step.key, 'after-outcome');
  return unanswered;
}
