import { PolicyPack } from '@pulumi/policy';
import { systemClock } from '../../lib/machine-clock.ts';
import type { PackDefinition } from './definition.ts';
import { policiesOf } from './policies.ts';

/** Serves a pack to whoever started this process: the Pulumi CLI, or the embedded engine. One for each process. */
export function servePack(pack: PackDefinition): void {
  new PolicyPack(pack.name, {
    description: pack.description,
    provider: 'aws',
    policies: policiesOf(pack, systemClock),
  });
}
