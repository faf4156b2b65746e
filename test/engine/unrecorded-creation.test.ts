import { describe, expect, it } from 'vitest';
import type { PendingState } from '../../src/engine/backend/stack-store.ts';
import { settlePending } from '../../src/engine/deployment/resolve-pending.ts';
import { unrecordedCreation } from '../../src/engine/deployment/unrecorded-creation.ts';
import type { ResourceState } from '../../src/engine/index.ts';
import { type Creation, creationDigest } from '../../src/lib/provider.ts';
import { MemoryProvider } from './helpers/memory-provider.ts';

const URN = 'urn:pulumi:dev::engine::aws:ec2/vpc:Vpc::net';
const INPUTS = { cidrBlock: '10.0.0.0/16' };

/** The record of a resource; without id, of one that a create was begun for. */
function state(id: string | undefined, more: Partial<ResourceState> = {}): ResourceState {
  return {
    urn: URN,
    type: 'aws:ec2/vpc:Vpc',
    custom: true,
    id,
    inputs: INPUTS,
    outputs: {},
    parent: undefined,
    dependencies: [],
    propertyDependencies: {},
    provider: undefined,
    protect: false,
    external: false,
    condemned: false,
    additionalSecretOutputs: [],
    ignoreChanges: [],
    ...more,
  };
}

const creation = (id: string, inputs = INPUTS): Creation => ({ id, digest: creationDigest(inputs) });

/** The answer, where the world holds those ids: an id, `none`, or `unknown`. */
async function answer(question: {
  before?: number;
  recorded?: readonly ResourceState[];
  creations: readonly Creation[];
  world: readonly string[];
}): Promise<string | undefined> {
  const found = await unrecordedCreation({
    state: state(undefined),
    creationsBefore: question.before,
    states: question.recorded ?? [],
    creations: question.creations,
    read: async (id) => (question.world.includes(id) ? state(id) : undefined),
  });
  if (found.kind === 'unknown') return `unknown: ${found.found}`;
  return found.state?.id ?? 'none';
}

describe('a create that this engine began, so that it is known how many came before it', () => {
  it('made nothing where none has come since: it was killed before, or it failed', async () => {
    expect(await answer({ before: 0, creations: [], world: [] })).toBe('none');
    const recorded = [state('old')];
    expect(await answer({ before: 1, recorded, creations: [creation('old')], world: ['old'] })).toBe('none');
  });

  it('made what has come since, the replacement of a recorded resource too', async () => {
    expect(await answer({ before: 0, creations: [creation('new')], world: ['new'] })).toBe('new');
    const creations = [creation('old'), creation('new')];
    expect(await answer({ before: 1, recorded: [state('old')], creations, world: ['old', 'new'] })).toBe('new');
  });

  it('made nothing that is there where somebody has deleted it since', async () => {
    expect(await answer({ before: 0, creations: [creation('new')], world: [] })).toBe('none');
  });

  it('did not make what an earlier one made and was given up on purpose', async () => {
    expect(await answer({ before: 1, creations: [creation('kept')], world: ['kept'] })).toBe('none');
    const creations = [creation('kept'), creation('new')];
    expect(await answer({ before: 1, creations, world: ['kept', 'new'] })).toBe('new');
  });

  it('is a question for a person where two have come since that nobody recorded', async () => {
    const creations = [creation('one'), creation('two')];
    expect(await answer({ before: 0, creations, world: ['one', 'two'] })).toBe(
      'unknown: made and not recorded: one, two',
    );
    expect(await answer({ before: 0, recorded: [state('two')], creations, world: ['one', 'two'] })).toBe('one');
  });
});

describe('a create that the Pulumi CLI began', () => {
  it('made the youngest one with its inputs that nobody recorded', async () => {
    expect(await answer({ creations: [creation('new')], world: ['new'] })).toBe('new');
    const creations = [creation('old'), creation('new')];
    expect(await answer({ recorded: [state('old')], creations, world: ['old', 'new'] })).toBe('new');
    expect(await answer({ recorded: [state('new')], creations: [creation('new')], world: ['new'] })).toBe('none');
  });

  it('is a question for a person where what is there was made with other inputs, or earlier than a recorded one', async () => {
    const other = creation('kept', { cidrBlock: '10.9.0.0/16' });
    expect(await answer({ creations: [other], world: ['kept'] })).toMatch(/^unknown: .*kept/);
    const creations = [creation('kept'), creation('later')];
    expect(await answer({ recorded: [state('later')], creations, world: ['kept', 'later'] })).toMatch(
      /^unknown: .*kept/,
    );
  });
});

describe('the records of what a create is found to have made', () => {
  const settle = async (pending: PendingState, states: readonly ResourceState[], creations?: readonly Creation[]) => {
    const provider = new MemoryProvider();
    for (const { id } of [...states, ...(creations ?? [])]) {
      provider.world.set(id ?? '', { type: 'aws:ec2/vpc:Vpc', region: '', inputs: INPUTS, computed: {} });
    }
    if (creations !== undefined) Object.assign(provider, { creations: async () => creations });
    return settlePending([pending], states, { provider });
  };
  const begun: PendingState = { number: 4, type: 'creating', state: state(undefined), creationsBefore: 1 };

  it('leave the one it replaces to be deleted', async () => {
    const steps = await settle(begun, [state('old')], [creation('old'), creation('new')]);
    expect(steps).toMatchObject([
      {
        end: 4,
        put: [
          { id: 'new', condemned: false },
          { id: 'old', condemned: true },
        ],
      },
    ]);
  });

  it('leave it to be deleted where another engine has made a younger one', async () => {
    const steps = await settle(
      { ...begun, creationsBefore: 0 },
      [state('young')],
      [creation('mine'), creation('young')],
    );
    expect(steps).toMatchObject([{ end: 4, put: [{ id: 'mine', condemned: true }] }]);
  });

  it('are none that can be told of where the provider has made nothing of the stack: it is not there', async () => {
    await expect(settle(begun, [state('elsewhere')], [])).rejects.toMatchObject({
      code: 'engine.pending-creation',
      problems: [{ found: expect.stringContaining('made nothing') }],
    });
  });

  it('are none of a component or of a provider, which the CLI notes as well: they are made nowhere', async () => {
    const component = { ...begun, state: state(undefined, { custom: false, type: 'engine:index:Network' }) };
    expect(await settle(component, [])).toEqual([{ end: 4, put: [] }]);
    const provider = { ...begun, state: state(undefined, { type: 'pulumi:providers:aws' }) };
    expect(await settle(provider, [])).toEqual([{ end: 4, put: [] }]);
  });

  it('are none, and the run stops and names the resource, where the provider cannot tell', async () => {
    await expect(settle(begun, [])).rejects.toMatchObject({ code: 'engine.pending-creation', exitCode: 3 });
  });
});

it('an update under a new URN that was killed leaves the record under the former one, so that nothing seems left over', async () => {
  const provider = new MemoryProvider();
  provider.world.set('net', { type: 'aws:ec2/vpc:Vpc', region: '', inputs: INPUTS, computed: {} });
  const former = state('net', { urn: `${URN}-former` });
  const pending: PendingState = { number: 1, type: 'updating', state: state('net'), creationsBefore: undefined };
  const steps = await settlePending([pending], [former], { provider });
  expect(steps).toMatchObject([{ end: 1, put: [{ urn: `${URN}-former`, id: 'net' }] }]);
});
