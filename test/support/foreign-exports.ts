import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CheckpointResource, resourcesOf } from '../../src/graph/checkpoint.ts';
import type { Wanted } from '../../src/graph/topology-of.ts';
import type { PropertyMap } from '../../src/lib/property.ts';
import { loadSystem } from '../../src/system/load.ts';
import type { SiteBindings } from '../../src/system/system.ts';
import { root } from './cli.ts';

/** Exports of another team's stacks (test/fixtures/exports/make.ts), and the passphrase of their secrets. */
export const EXPORTS = join(root, 'test/fixtures/exports');
export const SHOP = join(EXPORTS, 'shop.yaml');
export const PASSPHRASE = 'correct horse';

/** Written by the embedded engine with `@pulumi/aws` 6 or 7, or by a real Pulumi CLI with 7 (test/fixtures/exports/record.ts). */
export type Exported = 'aws6' | 'aws7' | 'cli';

export function exportsOf(which: Exported): string[] {
  return [`shopfront-${which}.json`, `acme-dns-${which}.json`].map((name) => join(EXPORTS, name));
}

/** The resources of both stacks. */
export function foreignResources(which: Exported): CheckpointResource[] {
  return exportsOf(which).flatMap((path) => resourcesOf(JSON.parse(readFileSync(path, 'utf8')), path));
}

/** What the shop's topology is looked for by, with bindings where they are given. */
export function shopWanted(bindings: Readonly<Record<string, SiteBindings>> = {}): Wanted {
  const system = loadSystem(SHOP);
  const environment = system.environments['prod'];
  if (environment === undefined) throw new Error('the shop has an environment prod');
  return { system: system.system, environment: { ...environment, bindings } };
}

/** The resources with one of them, by the last part of its URN, changed. */
export function changing(
  resources: readonly CheckpointResource[],
  name: string,
  change: (resource: CheckpointResource) => Partial<CheckpointResource>,
): CheckpointResource[] {
  if (!resources.some(({ urn }) => urn.endsWith(`::${name}`))) throw new Error(`there is no ${name}`);
  return resources.map((one) => (one.urn.endsWith(`::${name}`) ? { ...one, ...change(one) } : one));
}

/** As `changing`, with inputs and outputs set alike; `undefined` takes a property away. */
export function setting(
  resources: readonly CheckpointResource[],
  name: string,
  properties: Readonly<Record<string, PropertyMap[string]>>,
): CheckpointResource[] {
  return changing(resources, name, ({ inputs, outputs }) => ({
    inputs: { ...inputs, ...properties },
    outputs: { ...outputs, ...properties },
  }));
}

export function without(resources: readonly CheckpointResource[], ...names: readonly string[]): CheckpointResource[] {
  return resources.filter(({ urn }) => !names.some((name) => urn.endsWith(`::${name}`)));
}
