import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dependencyOrder, type Node } from '../../src/engine/state/order.ts';
import { isDefaultProvider, parseUrn, urnOf } from '../../src/engine/state/urn.ts';
import { goDurationSeconds } from '../../src/engine/wire/go-duration.ts';

describe('URNs', () => {
  const stackUrn = urnOf('dev', 'proj', undefined, 'pulumi:pulumi:Stack', 'proj-dev');

  it('name the types of the parents, but never the stack', () => {
    const component = urnOf('dev', 'proj', stackUrn, 'my:index:Net', 'n');
    expect(component).toBe('urn:pulumi:dev::proj::my:index:Net::n');
    const child = urnOf('dev', 'proj', component, 'aws:ec2/vpc:Vpc', 'v::w');
    expect(child).toBe('urn:pulumi:dev::proj::my:index:Net$aws:ec2/vpc:Vpc::v::w');
    expect(parseUrn(child)).toEqual({
      stack: 'dev',
      project: 'proj',
      qualifiedType: 'my:index:Net$aws:ec2/vpc:Vpc',
      type: 'aws:ec2/vpc:Vpc',
      name: 'v::w',
    });
  });

  it('of another form are refused', () => {
    expect(() => parseUrn('urn:x:dev')).toThrow('another form than a URN');
  });

  it('tell default providers from those of the program', () => {
    expect(isDefaultProvider('urn:pulumi:d::p::pulumi:providers:aws::default_7_48_0')).toBe(true);
    expect(isDefaultProvider('urn:pulumi:d::p::pulumi:providers:pulumi::default')).toBe(true);
    expect(isDefaultProvider('urn:pulumi:d::p::pulumi:providers:aws::default-east')).toBe(false);
    expect(isDefaultProvider('urn:pulumi:d::p::aws:ec2/vpc:Vpc::default')).toBe(false);
  });
});

describe('dependency order', () => {
  const urn = (index: number) => `urn:pulumi:dev::proj::aws:ec2/vpc:Vpc::r${index}`;
  /** Resource i may depend on any j < i in each of the four ways. */
  const graph = fc
    .array(
      fc.tuple(fc.array(fc.nat(30)), fc.array(fc.nat(30)), fc.option(fc.nat(30)), fc.option(fc.nat(30)), fc.boolean()),
      {
        maxLength: 25,
      },
    )
    .map((rows): Node[] =>
      rows.map(([plain, byProperty, parent, provider, condemned], index) => {
        const known = (target: number) => urn(target % index);
        const some = (targets: readonly number[]) => (index === 0 ? [] : targets.map(known));
        return {
          slot: condemned ? `${urn(index)}#old` : urn(index),
          urn: urn(index),
          id: `id${index}`,
          condemned,
          dependencies: some(plain),
          propertyDependencies: { p: some(byProperty) },
          parent: parent === null || index === 0 ? undefined : known(parent),
          provider: provider === null || index === 0 ? undefined : `${known(provider)}::id${provider % index}`,
        };
      }),
    );

  it('puts every resource after all it depends on', () => {
    fc.assert(
      fc.property(graph, (nodes) => {
        const order = dependencyOrder(nodes);
        expect(order.length).toBe(nodes.length);
        const at = new Map(order.map((node, index) => [node.urn, index]));
        for (const [index, node] of order.entries()) {
          const provider = node.provider?.slice(0, node.provider.lastIndexOf('::'));
          const targets = [
            ...node.dependencies,
            ...Object.values(node.propertyDependencies).flat(),
            node.parent,
            provider,
          ];
          for (const target of targets) if (target !== undefined) expect(at.get(target)).toBeLessThan(index);
        }
      }),
    );
  });

  it('is the same whatever order the resources came in', () => {
    const shuffled = graph.chain((nodes) =>
      fc.tuple(fc.constant(nodes), fc.shuffledSubarray(nodes, { minLength: nodes.length, maxLength: nodes.length })),
    );
    fc.assert(
      fc.property(shuffled, ([nodes, other]) => {
        expect(dependencyOrder(other).map((node) => node.slot)).toEqual(
          dependencyOrder(nodes).map((node) => node.slot),
        );
      }),
    );
  });

  it('holds for a chain of ten thousand', () => {
    const nodes = Array.from({ length: 10_000 }, (_, index): Node => {
      const dependencies = index === 9_999 ? [] : [urn(index + 1)];
      return { slot: urn(index), urn: urn(index), condemned: false, dependencies, propertyDependencies: {} };
    });
    expect(dependencyOrder(nodes)[0]?.urn).toBe(urn(9_999));
  });
});

it('reads Go durations as seconds', () => {
  expect(['90s', '10m', '1h30m', '1.5h', '250ms'].map(goDurationSeconds)).toEqual([90, 600, 5400, 5400, 0.25]);
  expect(() => goDurationSeconds('soon')).toThrow('custom timeout');
});
