import { type Graph, readGraph } from '../../src/graph/graph.ts';

/** Pieces of checkpoints as `pulumi stack export` prints them. */
export const SECRET = {
  '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270',
  ciphertext: 'v1:bm9uY2U=:Y2lwaGVy',
};

export interface ResourceParts {
  readonly stack?: string;
  readonly region?: string;
  readonly [part: string]: unknown;
}

export function urnOf(type: string, name: string, stack = 'dev'): string {
  return `urn:pulumi:${stack}::shop::${type}::${name}`;
}

/** A resource of the region's provider (default `us-east-1`) in stack `dev`. What has no `id` is not there yet. */
export function resource(type: string, name: string, parts: ResourceParts = {}): Record<string, unknown> {
  const { stack = 'dev', region = 'us-east-1', ...rest } = parts;
  const provider = `${urnOf('pulumi:providers:aws', region, stack)}::uuid`;
  return { urn: urnOf(type, name, stack), type, custom: true, ...(type.startsWith('aws:') && { provider }), ...rest };
}

/** The graph of some resources, by stack; the providers that they name are added. */
export function graphWith(...resources: readonly Record<string, unknown>[]): Graph {
  return readGraph(checkpointsOf(resources));
}

export function checkpointsOf(resources: readonly Record<string, unknown>[]) {
  const byStack = Object.groupBy(resources, ({ urn }) => String(urn).split(':')[2] ?? '');
  return Object.entries(byStack).map(([name, own = []]) => {
    const providers = [...new Set(own.flatMap(({ provider }) => (typeof provider === 'string' ? [provider] : [])))];
    const made = providers.map((provider) => {
      const urn = provider.slice(0, provider.lastIndexOf('::'));
      const known = own.some((one) => one['urn'] === urn);
      const region = urn.split('::').at(-1);
      return known ? [] : [{ urn, type: 'pulumi:providers:aws', custom: true, id: 'uuid', inputs: { region } }];
    });
    return { name, checkpoint: { version: 3, deployment: { resources: [...made.flat(), ...own] } } };
  });
}
