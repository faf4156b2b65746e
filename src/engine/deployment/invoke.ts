import type { PropertyMap } from '../../lib/property.ts';
import type { CheckFailure } from '../../lib/provider.ts';
import { resolveReferences } from '../properties/references.ts';
import { attempt } from './provider-calls.ts';
import { providerConfig } from './providers.ts';
import { unsupportedCall } from './refusals.ts';
import { providerOf } from './register.ts';
import { assertRunning, type Run } from './run.ts';

export interface InvokeGoal {
  readonly token: string;
  readonly args: PropertyMap;
  readonly provider: string | undefined;
  readonly version: string;
}

/** Calls a data source. A dry run calls it too, as Pulumi does: it only reads. */
export async function invoke(
  run: Run,
  goal: InvokeGoal,
): Promise<{ result: PropertyMap; failures: readonly CheckFailure[] }> {
  assertRunning(run);
  if (goal.token === 'pulumi:pulumi:getResource') return { result: knownResource(run, goal.args), failures: [] };
  if (goal.token.startsWith('pulumi:')) throw unsupportedCall(`the function ${goal.token}`);
  const provider = await providerOf(run, goal.token, goal.provider, goal.token, goal.version);
  const config = providerConfig(provider.state.inputs);
  const args = resolveReferences(goal.args);
  const answer = await attempt(goal.token, 'called', () => run.provider.invoke({ token: goal.token, args, config }));
  run.mask.learn(answer.result);
  return answer;
}

/** What a reference to a resource resolves to when the SDK meets one in a value. */
function knownResource(run: Run, args: PropertyMap): PropertyMap {
  const urn = String(args['urn']);
  const state = run.live.get(urn) ?? run.olds.get(urn);
  if (state === undefined) throw unsupportedCall(`a reference to a resource of another stack (${urn})`);
  return { urn, id: state.id ?? '', state: state.outputs };
}
