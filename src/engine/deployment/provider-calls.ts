import type { PropertyMap } from '../../lib/property.ts';
import { judge } from '../analyzer/judge.ts';
import type { Step } from './new-state.ts';
import { checkFailed, stepFailed } from './refusals.ts';
import { type Run, refuse } from './run.ts';

/**
 * The provider's completed inputs, after the policies have looked at them. A failure ends an update; a preview keeps it and goes on
 * with what was asked.
 */
export async function check(
  run: Run,
  step: Step,
  news: PropertyMap,
  olds: PropertyMap | undefined,
): Promise<PropertyMap> {
  const { urn, goal, config } = step;
  const { inputs, failures } = await attempt(urn, 'checked', () =>
    run.provider.check({ urn, type: goal.type, name: goal.name, config, news, olds }),
  );
  refuse(run, checkFailed(urn, goal, failures));
  return judge(run, step, failures.length > 0 ? news : inputs);
}

/** Calls the provider and tells a failure with the resource it came from. */
export async function attempt<T>(urn: string, verb: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    throw stepFailed(urn, verb, cause);
  }
}

/** As `attempt`, for an operation whose intent is recorded: a failure is an outcome too, nothing was changed. */
export async function attemptRecorded<T>(
  run: Run,
  urn: string,
  verb: string,
  operation: number,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await attempt(urn, verb, call);
  } catch (error) {
    await run.recorder.commit({ end: operation });
    throw error;
  }
}
