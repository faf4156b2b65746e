import { describe, expect, it } from 'vitest';
import { type ServicePaths, type Survival, survivalOf } from '../../policies/facts/zone-loss.ts';
import { draw } from '../../src/lib/chance.ts';
import { survivalByHand } from './support/zone-loss-oracle.ts';

const client = { name: 'client', zones: [] };
const path = (...names: readonly string[]) =>
  names.slice(1).map((to, index) => ({ name: `${names[index]} to ${to}`, zones: [], from: names[index] ?? '', to }));

/** A client, two balancers, two targets and the members of one store, each in the zone of its letter; `?` is not set. */
function service(balancers: string, targets: string, members: string, minimum = 1): ServicePaths {
  const nodes = (what: string, letters: string, capacity?: number) =>
    [...letters].map((letter, index) => ({
      name: `${what}-${index}`,
      zones: letter === '*' ? [] : [letter === '?' ? undefined : letter],
      ...(capacity !== undefined && { capacity }),
    }));
  const [front, middle, back] = [nodes('balancer', balancers), nodes('target', targets, 2), nodes('member', members)];
  const across = (from: readonly { name: string }[], to: readonly { name: string }[]) =>
    from.flatMap((one) => to.flatMap((other) => path(one.name, other.name)));
  return {
    client: 'client',
    nodes: [client, ...front, ...middle, ...back],
    edges: [...across([client], front), ...across(front, middle), ...across(middle, back)],
    stores: back.length === 0 ? [] : [back.map(({ name }) => name)],
    minimum,
  };
}

describe('a service without one of its zones', () => {
  it('outlives each zone where every layer stands in two of them, and a member that is left takes over', () => {
    expect(survivalOf(service('ab', 'ab', 'ab'))).toEqual({ is: 'outlives every zone' });
    expect(survivalOf(service('ab', 'ab', '*'))).toEqual({ is: 'outlives every zone' });
    expect(survivalOf(service('ab', 'ab', ''))).toEqual({ is: 'outlives every zone' });
  });

  it('ends with the zone of the one thing that it cannot be without, which is named', () => {
    const ends = (balancers: string, targets: string, members: string) =>
      survivalOf(service(balancers, targets, members));
    expect(ends('a', 'ab', 'ab')).toMatchObject({ is: 'ends', zone: 'a', points: ['balancer-0'] });
    expect(ends('ab', 'b', 'ab')).toMatchObject({ is: 'ends', zone: 'b', points: ['target-0'] });
    expect(ends('ab', 'ab', 'b')).toMatchObject({ is: 'ends', zone: 'b', points: ['member-0'] });
    expect(ends('ab', 'ab', '?')).toMatchObject({ is: 'ends', zone: 'the zone of member-0', points: ['member-0'] });
  });

  it('ends with what is lost together where no one thing would end it', () => {
    const { zone, points } = survivalOf(service('aa', 'ab', 'ab')) as Survival & { is: 'ends' };
    expect([zone, points]).toEqual(['a', ['balancer-0', 'balancer-1', 'member-0', 'target-0']]);
  });

  it('ends where what is left can serve too little', () => {
    expect(survivalOf(service('ab', 'ab', 'ab', 2))).toEqual({ is: 'outlives every zone' });
    expect(survivalOf(service('ab', 'ab', 'ab', 3))).toMatchObject({ is: 'ends', zone: 'a', capacity: 2 });
    expect(survivalOf(service('ab', 'ab', 'ab', 5))).toMatchObject({ is: 'ends', zone: undefined, capacity: 4 });
  });

  it('is open where zones that are not set may be one, and not where they do not matter', () => {
    expect(survivalOf(service('ab', 'ab', '??'))).toEqual({
      is: 'open',
      zone: 'a',
      because: ['member-0', 'member-1'],
    });
    expect(survivalOf(service('ab', 'ab', 'ab?'))).toEqual({ is: 'outlives every zone' });
  });

  it('ends with the zone of an edge as with that of a node', () => {
    const one = service('*', '*', '*');
    const edges = one.edges.map((edge) => (edge.from === 'client' ? { ...edge, zones: ['c'] } : edge));
    expect(survivalOf({ ...one, edges })).toMatchObject({ is: 'ends', zone: 'c', points: ['client to balancer-0'] });
  });

  it('is judged as by trying every path in every zone, on 10,000 services of up to twelve nodes', () => {
    const told = new Map<string, number>();
    for (let seed = 0; seed < 10_000; seed++) {
      const drawn = generated(seed);
      const survival = survivalOf(drawn);
      expect([seed, survival.is]).toEqual([seed, survivalByHand(drawn)]);
      told.set(survival.is, (told.get(survival.is) ?? 0) + 1);
    }
    // each answer is asked for often
    expect(Math.min(...told.values())).toBeGreaterThan(300);
    expect(told.size).toBe(3);
  }, 60_000);
});

/** Any service of up to twelve nodes; the nodes are in the order in which edges lead. */
function generated(seed: number): ServicePaths {
  const chance = chances(draw(seed, 'service', 'paths'));
  const below = (limit: number) => Math.floor(chance() * limit);
  const size = 3 + below(10);
  let open = 0;
  const zones = (share: number): (string | undefined)[] => {
    if (chance() >= share) return [];
    const one = chance() < 0.1 && open < 3 ? undefined : ['a', 'b', 'c'][below(3)];
    if (one === undefined) open++;
    return chance() < 0.1 ? [one, 'c'] : [one];
  };
  const isPerhaps = () => chance() < 0.03 && open < 3 && open++ >= 0;
  const nodes = Array.from({ length: size }, (_, index) => ({
    name: `n${index}`,
    zones: index === 0 ? [] : zones(0.55),
    isPerhaps: index > 0 && isPerhaps(),
    ...(index > 0 && chance() < 0.5 && { capacity: 1 + below(3) }),
  }));
  const density = 0.35 + chance() * 0.35;
  const edges = nodes.flatMap((from, index) =>
    nodes.slice(index + 1).flatMap((to) => {
      if (chance() >= density) return [];
      return [
        { name: `${from.name}${to.name}`, zones: zones(0.04), isPerhaps: isPerhaps(), from: from.name, to: to.name },
      ];
    }),
  );
  const store = () => Array.from({ length: 1 + below(3) }, () => `n${1 + below(size - 1)}`);
  return { client: 'n0', nodes, edges, stores: Array.from({ length: below(3) }, store), minimum: 1 + below(2) };
}

/** Numbers from 0 to 1 that follow from the first: a linear congruential generator, which is enough to spread shapes. */
function chances(first: number): () => number {
  let state = Math.floor(first * 2 ** 32);
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
