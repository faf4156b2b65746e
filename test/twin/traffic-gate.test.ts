import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRegionUp, strike } from '../../src/twin/physics/faults.ts';
import { resolveDns } from '../../src/twin/services/route53/dns.ts';
import { buildGate, type Gate, HOST } from '../support/traffic-gate.ts';

const A = { site: 'A', region: 'us-east-1' };
const B = { site: 'B', region: 'us-west-2' };
const C = { site: 'C', region: 'eu-west-1' };

/** Longer than a period, the feeder's step and the slowest check: what a change needs to come to rest. */
const REST_SECONDS = 190;
const HOUR_S = 3600;

type Claim = 'on' | 'off' | 'missing';
interface State {
  readonly condition: string;
  readonly claimA: Claim;
  readonly claimB: Claim;
  readonly vetoes: string;
  readonly answer: string;
}

describe('the law of docs/adr/0002-traffic-gate.md', () => {
  const states = statesOf(readFileSync(new URL('../../docs/adr/0002-traffic-gate.md', import.meta.url), 'utf8'));

  test('names every state: three claims, three claims and four vetoes under six conditions, each once', () => {
    const keys = states.map(({ condition, claimA, claimB, vetoes }) => `${condition}/${claimA}/${claimB}/${vetoes}`);
    expect(new Set(keys).size).toBe(6 * 3 * 3 * 4);
    expect(keys.length).toBe(6 * 3 * 3 * 4);
  });

  for (const condition of [...new Set(states.map((state) => state.condition))]) {
    test(`is what DNS answers in the condition "${condition}"`, () => {
      const wrong = states
        .filter((state) => state.condition === condition)
        .map((state) => ({ ...state, found: answered(bring(state)) }))
        .filter(({ answer, found }) => answer !== found);
      expect(wrong).toEqual([]);
    });
  }
});

test('with three sites, a site answers when it claims and no other site vetoes it, and the sink when none may', () => {
  const flag = fc.boolean();
  const state = fc.record({
    claims: fc.tuple(flag, flag, flag),
    vetoes: fc.tuple(fc.tuple(flag, flag), fc.tuple(flag, flag), fc.tuple(flag, flag)),
    lost: fc.constantFrom(undefined, 0, 1, 2),
  });
  const sites = [A, B, C];
  fc.assert(
    fc.property(state, ({ claims, vetoes, lost }) => {
      const gate = buildGate(sites);
      const vetoed = new Set<string>();
      for (const [index, { site }] of sites.entries()) {
        gate.setFlag(site, 'claim', claims[index] ? 1 : 0);
        const others = sites.filter((other) => other.site !== site);
        for (const [at, other] of others.entries()) {
          gate.setFlag(site, `veto#${other.site}`, vetoes[index]?.[at] ? 1 : 0);
          if (vetoes[index]?.[at]) vetoed.add(other.site);
        }
      }
      gate.advance(REST_SECONDS);
      const lostSite = lost === undefined ? undefined : sites[lost];
      if (lostSite) gate.world.transact(() => strike(gate.world, { kind: 'region-loss', region: lostSite.region }));
      gate.advance(REST_SECONDS);
      const may = sites.filter(({ site }, index) => claims[index] && !vetoed.has(site) && site !== lostSite?.site);
      expect(gate.answers()).toEqual(may.length > 0 ? may.map(({ site }) => site) : ['sink']);
    }),
    { numRuns: 40, seed: 20260101 },
  );
});

test('a failover in the order of the ADR never lets two sites answer, and the healed site stays out by itself', () => {
  const gate = buildGate([A, B]);
  const seen = new Set<string>();
  const pass = (seconds: number) => {
    for (let step = 0; step < seconds / 10; step++) {
      gate.advance(10);
      seen.add(answered(gate));
    }
    return answered(gate);
  };
  gate.setFlag('A', 'claim', 1);
  // the first looks of new checks are another test's
  gate.advance(REST_SECONDS);
  expect(pass(REST_SECONDS)).toBe('A');
  gate.world.transact(() => strike(gate.world, { kind: 'region-loss', region: A.region }, HOUR_S * 1000));
  gate.setFlag('B', 'veto#A', 1);
  expect(pass(REST_SECONDS)).toBe('sink');
  gate.setFlag('B', 'claim', 1);
  expect(pass(REST_SECONDS)).toBe('B');
  expect(pass(HOUR_S)).toBe('B');
  expect(isRegionUp(gate.world, A.region)).toBe(true);
  expect([...seen].sort()).toEqual(['A', 'B', 'sink']);
});

test('claiming without having vetoed lets both sites answer once the lost one heals', () => {
  const gate = buildGate([A, B]);
  gate.setFlag('A', 'claim', 1);
  gate.advance(REST_SECONDS);
  gate.world.transact(() => strike(gate.world, { kind: 'region-loss', region: A.region }, HOUR_S * 1000));
  gate.setFlag('B', 'claim', 1);
  gate.advance(REST_SECONDS);
  expect(answered(gate)).toBe('B');
  gate.advance(HOUR_S);
  expect(answered(gate)).toBe('A+B');
  const subjects = Array.from({ length: 400 }, (_, n) => resolveDns(gate.world, HOST, 'A', { subject: `c${n}` }));
  const onA = subjects.filter((answer) => answer?.setIdentifier === 'A').length;
  expect(onA).toBeGreaterThan(160);
  expect(onA).toBeLessThan(240);
});

test('new checks count as healthy until their first look; then no site answers before its claim was heard for a period', () => {
  const gate = buildGate([A, B]);
  gate.setFlag('A', 'claim', 1);
  gate.advance(1);
  expect(answered(gate)).toBe('A+B');
  gate.advance(49);
  expect(answered(gate)).toBe('sink');
  gate.advance(REST_SECONDS);
  expect(answered(gate)).toBe('A');
});

/** A gate in a state, at rest. */
function bring({ condition, claimA, claimB, vetoes }: State): Gate {
  const gate = buildGate([A, B]);
  const flag = { on: 1, off: 0, missing: undefined } as const;
  const set = () => {
    gate.setFlag('A', 'claim', flag[claimA]);
    gate.setFlag('B', 'claim', flag[claimB]);
    gate.setFlag('B', 'veto#A', vetoes === 'B vetoes A' || vetoes === 'both' ? 1 : 0);
    gate.setFlag('A', 'veto#B', vetoes === 'A vetoes B' || vetoes === 'both' ? 1 : 0);
  };
  set();
  gate.advance(REST_SECONDS);
  gate.world.transact(() => {
    const { world } = gate;
    const lost = /^loss of (.)$|^(.) healed$/.exec(condition);
    const site = (lost?.[1] ?? lost?.[2]) === 'A' ? A : B;
    if (lost) strike(world, { kind: 'region-loss', region: site.region }, lost[2] ? HOUR_S * 1000 : undefined);
    if (condition === 'partition') strike(world, { kind: 'partition', region: A.region, peer: B.region });
  });
  gate.advance(condition.endsWith('healed') ? HOUR_S + REST_SECONDS : REST_SECONDS);
  return gate;
}

function answered(gate: Gate): string {
  return gate.answers().join('+');
}

/** The rows of the ADR's table, one state for each cell, with `*` and lists multiplied out. */
function statesOf(markdown: string): State[] {
  const lines = markdown.split('\n').filter((line) => line.startsWith('|'));
  const head = lines.findIndex((line) => line.startsWith('| condition |'));
  const columns = cells(lines[head] ?? '').slice(3);
  expect(columns).toEqual(['no veto', 'B vetoes A', 'A vetoes B', 'both']);
  return lines.slice(head + 2).flatMap((line) => {
    const [conditions = '', claimsA = '', claimsB = '', ...answers] = cells(line);
    return conditions
      .split(', ')
      .flatMap((condition) =>
        claims(claimsA).flatMap((claimA) =>
          claims(claimsB).flatMap((claimB) =>
            columns.map((vetoes, index) => ({ condition, claimA, claimB, vetoes, answer: answers[index] ?? '' })),
          ),
        ),
      );
  });
}

function cells(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function claims(cell: string): Claim[] {
  return (cell === '*' ? 'on, off, missing' : cell).split(', ') as Claim[];
}
