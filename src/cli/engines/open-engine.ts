import { EvenkeelError } from '../../lib/errors.ts';
import type { Invocation } from '../command.ts';
import type { Subject } from '../estate.ts';
import type { PersistentTwin } from '../persistent-twin.ts';
import type { Engine } from './engine.ts';

/** The engine that `--engine` and `--target` name. On AWS it is the Pulumi CLI, and nothing begins before it is confirmed. */
export async function openEngine(invocation: Invocation, subject: Subject): Promise<Engine> {
  if (invocation.value('target') === 'aws') {
    if (invocation.value('engine') === 'embedded') throw embeddedOnAws();
    const { openAwsEngine } = await import('./pulumi-on-aws.ts');
    return openAwsEngine(invocation, subject);
  }
  if (invocation.value('engine') === 'pulumi') {
    const { openTwinByPulumi } = await import('./pulumi-on-twin.ts');
    return openTwinByPulumi(invocation, subject);
  }
  const { openEmbedded } = await import('./embedded.ts');
  return openEmbedded(invocation, subject);
}

/** Throws where the engine that `--engine` names is not there: before anything is begun that would need it. */
export async function assertEngine(invocation: Invocation): Promise<void> {
  if (invocation.value('engine') !== 'pulumi') return;
  const { assertPulumiHere } = await import('./pulumi-on-twin.ts');
  await assertPulumiHere(invocation);
}

/** The engine that `--engine` names, on a twin that is open already and stays open. */
export async function engineOn(persistent: PersistentTwin, invocation: Invocation, subject: Subject): Promise<Engine> {
  if (invocation.value('engine') === 'pulumi') {
    const { pulumiOn } = await import('./pulumi-on-twin.ts');
    return pulumiOn(persistent, invocation, subject);
  }
  const { embeddedOn } = await import('./embedded.ts');
  return embeddedOn(persistent, invocation, subject);
}

function embeddedOnAws(): EvenkeelError {
  return new EvenkeelError({
    code: 'usage',
    message: 'the embedded engine serves the twin and nothing else',
    found: '--engine embedded --target aws',
    allowed: '--target aws with the Pulumi CLI, which is its default',
    next: 'leave --engine out',
  });
}
