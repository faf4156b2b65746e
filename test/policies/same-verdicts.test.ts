import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pack } from '../../policies/packs/baseline/controls.ts';
import { readManifest } from '../../src/engine/analyzer/manifest.ts';
import { openPack, type Pack } from '../../src/engine/analyzer/pack.ts';
import type { StackSubject } from '../../src/engine/analyzer/subject.ts';
import type { CheckpointResource } from '../../src/graph/checkpoint.ts';
import { hasSecret } from '../../src/lib/property.ts';
import { judgeStack } from '../../src/policy/pack/judge-stack.ts';
import { policyName } from '../../src/policy/pack/policies.ts';
import { textOf } from '../../src/policy/pack/text.ts';
import { JUDGED_AT_MS } from '../support/judged-at.ts';
import { CASES } from './cases/index.ts';

/**
 * The baseline pack in its own process, asked by Pulumi's analyzer protocol, and the same rules in this process: what they say of every
 * stack of every case. Not compared are cases that no wire carries (a property whose reading throws), those with resources that are only
 * read, which the protocol does not tell, and those with secrets, which it hands to policies in the clear. What a program gave, as
 * opposed to what AWS made of it, is not told either: both are asked of what AWS made of it.
 */
let served: Pack;
beforeAll(async () => {
  const manifest = readManifest(resolve(import.meta.dirname, '..', '..', 'policies', 'packs', 'baseline'));
  const stack = { project: 'shop', stack: 'dev', config: {}, secretConfigKeys: [], preview: true };
  served = await openPack(
    manifest,
    {},
    { ...stack, environment: { PATH: process.env['PATH'] ?? '' } },
    () => undefined,
  );
});
afterAll(() => served.close());

const stacks = Object.entries(CASES).flatMap(([control, { cases }]) =>
  cases.flatMap((one) =>
    one.stacks
      .filter(({ resources }) => isCarried(resources))
      .map(({ name, resources }) => ({
        title: `${control}: ${one.title} (${name})`,
        // an engine tells what stays
        resources: resources.filter((state) => state.delete !== true),
      })),
  ),
);

test(`the pack in its own process says of ${stacks.length} stacks what its rules say in this process`, async () => {
  expect(stacks.length).toBeGreaterThan(60);
  let told = 0;
  for (const { title, resources } of stacks) {
    const { answers, failures } = await served.analyzeStack(resources.map((one) => subjectOf(one, resources)));
    expect(failures, title).toEqual([]);
    const there = answers.map((one) => `${one.getPolicyname()} ${one.getUrn()} ${one.getMessage().split('\n').at(-1)}`);
    const here = judgeStack(resources.map(asTold), pack.rules, { nowMs: JUDGED_AT_MS }).map(
      (one) => `${policyName('baseline', one.level)} ${one.urn ?? ''} ${textOf(one)}`,
    );
    expect(there.sort(), title).toEqual(here.sort());
    told += here.length;
  }
  expect(told).toBeGreaterThan(60);
});

function isCarried(resources: readonly CheckpointResource[]): boolean {
  if (resources.some(({ external }) => external === true)) return false;
  try {
    return !resources.some(({ inputs = {}, outputs = {} }) => hasSecret(structuredClone(inputs)) || hasSecret(outputs));
  } catch {
    return false;
  }
}

/** A resource of which outputs alone are known, as the pack's own process has it (src/policy/pack/stack-resources.ts). */
function asTold(state: CheckpointResource): CheckpointResource {
  const told = (state.type.startsWith('pulumi:providers:') ? state.inputs : state.outputs) ?? {};
  return { ...state, inputs: told, outputs: told };
}

/** As the engine tells it: outputs, edges, the provider's inputs. */
function subjectOf(state: CheckpointResource, all: readonly CheckpointResource[]): StackSubject {
  const provider = all.find(({ urn }) => state.provider?.startsWith(`${urn}::`));
  return {
    urn: state.urn,
    type: state.type,
    properties: state.outputs ?? {},
    parent: state.parent,
    protect: state.protect === true,
    ignoreChanges: [],
    additionalSecretOutputs: [],
    customTimeouts: {},
    provider: provider && { urn: provider.urn, type: provider.type, inputs: provider.inputs ?? {} },
    dependencies: state.dependencies ?? [],
    propertyDependencies: state.propertyDependencies ?? {},
  };
}
