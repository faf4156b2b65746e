import type { PropertyMap } from '../../src/lib/property.ts';
import type { Adapter, AdapterAws } from '../../src/twin/provider/adapter.ts';
import behaviour from '../../src/twin/provider/behaviour.json' with { type: 'json' };
import { adapters as acm } from '../../src/twin/provider/types/acm.ts';
import { adapters as cloudwatch } from '../../src/twin/provider/types/cloudwatch.ts';
import { adapters as dynamodb } from '../../src/twin/provider/types/dynamodb.ts';
import { adapters as lambda } from '../../src/twin/provider/types/lambda.ts';
import { adapters as route53 } from '../../src/twin/provider/types/route53.ts';
import { ACCOUNT, type TestTwin } from './traffic-gate.ts';

export const adapters: readonly Adapter[] = [...acm, ...cloudwatch, ...dynamodb, ...lambda, ...route53];

export type Outputs = Record<string, unknown>;

/** One resource as a provider would hold it. */
export interface Resource {
  readonly id: string;
  readonly outputs: Outputs;
  read(): Outputs | undefined;
  update(after: PropertyMap): Outputs;
  destroy(): void;
}

/** Creates a resource of a Pulumi type on a twin and reads it back. */
export function create(
  twin: TestTwin,
  type: string,
  inputs: PropertyMap,
  region = 'us-east-1',
  urn = `urn:${type}`,
): Resource {
  const adapter = adapterOf(type);
  const aws = adapterAws(twin, region, urn);
  const id = adapter.create(inputs, aws);
  const outputs = adapter.read(id, aws, inputs);
  if (!outputs) throw new Error(`${type} ${id} is not there`);
  return {
    id,
    outputs,
    read: () => adapter.read(id, aws, { ...inputs, ...outputs } as PropertyMap),
    update: (after) => {
      const changed = new Set(Object.keys(after).filter((name) => after[name] !== inputs[name]));
      adapter.update?.(id, { before: inputs, after, changed }, aws);
      return adapter.read(id, aws, after) ?? {};
    },
    destroy: () => adapter.delete(id, { ...inputs, ...outputs } as PropertyMap, aws),
  };
}

export function adapterOf(type: string): Adapter {
  const found = adapters.find((adapter) => adapter.type === type);
  if (!found) throw new Error(`no adapter of ${type}`);
  return found;
}

/** Names of the outputs that the provider computes for a type. */
export function computedOutputs(type: string): string[] {
  const types = behaviour.types as unknown as Record<string, { out: Record<string, unknown> }>;
  return Object.keys(types[type]?.out ?? {});
}

function adapterAws(twin: TestTwin, region: string, urn: string): AdapterAws {
  return {
    region,
    account: ACCOUNT,
    urn,
    call: (service, operation, input) => twin.call(region, service, operation, input),
    callIn: (other, service, operation, input) => twin.call(other, service, operation, input),
    settle: (prefix) => twin.world.complete(prefix),
  };
}
