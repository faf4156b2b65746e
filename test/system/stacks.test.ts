import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadSystem } from '../../src/system/load.ts';
import { parseSystem } from '../../src/system/parse.ts';
import { accountStackOf, findStack, type Layer, stacksOf } from '../../src/system/stacks.ts';
import type { System } from '../../src/system/system.ts';
import { generateSystem } from './generate.ts';

function systemOf(seed: number): System {
  const { name, text } = generateSystem(seed);
  const result = parseSystem(text, `${name}.yaml`);
  if (!('system' in result)) throw new Error('the generator made an invalid file');
  return result.system;
}

test('orders generates four stacks, the founder first among the sites', () => {
  const orders = loadSystem('stacks/systems/orders.yaml');
  const prod = orders.environments['prod'];
  const stacks = prod === undefined ? [] : stacksOf(orders, prod);
  expect(stacks.map(({ stack, layer, region, after }) => [stack, layer, region, after])).toEqual([
    ['orders-prod-base', 'base', 'us-east-1', ['account-prod']],
    ['orders-prod-use1', 'site', 'us-east-1', ['account-prod', 'orders-prod-base']],
    ['orders-prod-usw2', 'site', 'us-west-2', ['account-prod', 'orders-prod-base', 'orders-prod-use1']],
    [
      'orders-prod-link',
      'link',
      'us-east-1',
      ['account-prod', 'orders-prod-base', 'orders-prod-use1', 'orders-prod-usw2'],
    ],
  ]);
});

const LEFT: Readonly<Record<Layer, readonly Layer[]>> = {
  account: [],
  base: ['account'],
  site: ['account', 'base'],
  link: ['account', 'base', 'site'],
};

test('of any system, stacks stand in an order that up can follow and refer only to layers on their left', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), (seed) => {
      const system = systemOf(seed);
      for (const environment of Object.values(system.environments)) {
        const stacks = [accountStackOf(system, environment), ...stacksOf(system, environment)];
        const layers = new Map(stacks.map(({ stack, layer }) => [stack, layer]));
        expect(layers.size).toBe(environment.sites.length + 3);
        stacks.forEach((spec, index) => {
          const before = stacks.slice(0, index).map(({ stack }) => stack);
          for (const needed of spec.after) expect(before).toContain(needed);
          for (const left of spec.references) expect(LEFT[spec.layer]).toContain(layers.get(left));
          expect(spec.after).toEqual(expect.arrayContaining([...spec.references]));
          expect(findStack([system], spec.stack)?.spec).toEqual(spec);
        });
      }
    }),
    { numRuns: 60, seed: 1 },
  );
});

test('names are looked up, never taken apart: one system’s name may begin another’s', () => {
  const orders = loadSystem('stacks/systems/orders.yaml');
  const longer: System = { ...orders, system: 'orders-prod' };
  const found = findStack([orders, longer], 'orders-prod-prod-base');
  expect(found?.system.system).toBe('orders-prod');
  expect(findStack([orders, longer], 'orders-prod-base')?.system.system).toBe('orders');
  expect(findStack([orders, longer], 'orders-prod')).toBeUndefined();
});
