import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cidr, overlaps, parseCidr } from '../../src/system/cidr.ts';
import { parseSystem } from '../../src/system/parse.ts';
import { defaultCidr, REGION_BLOCKS } from '../../src/system/regions.ts';
import type { Site, System } from '../../src/system/system.ts';
import { subnetsOf } from '../../stacks/layout/addresses.ts';
import { NAME_LIMITS, type NameKind, nameOf } from '../../stacks/layout/names.ts';
import { automatedBackupDays, fleetSize, zoneOfMember } from '../../stacks/layout/sizes.ts';
import { generateSystem } from '../system/generate.ts';

const seeds = fc.integer({ min: 1, max: 1_000_000 });
const RUNS = { numRuns: 100, seed: 1 };

function sitesOf(seed: number): readonly Site[] {
  const { name, text } = generateSystem(seed);
  const result = parseSystem(text, `${name}.yaml`);
  if (!('system' in result)) throw new Error('the generator made an invalid file');
  return Object.values(result.system.environments).flatMap(({ sites }) => sites);
}

function block(text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed === undefined) throw new Error(`${text} is no block`);
  return parsed;
}

describe('addresses', () => {
  test('the subnets of the first zone of us-east-1 are these', () => {
    expect(
      subnetsOf('10.16.0.0/16', ['us-east-1a', 'us-east-1b']).map(({ kind, letter, cidr }) => [kind, letter, cidr]),
    ).toEqual([
      ['private', 'a', '10.16.0.0/20'],
      ['public', 'a', '10.16.16.0/22'],
      ['data', 'a', '10.16.20.0/22'],
      ['private', 'b', '10.16.32.0/20'],
      ['public', 'b', '10.16.48.0/22'],
      ['data', 'b', '10.16.52.0/22'],
    ]);
  });

  test('of any system, no two subnets of any sites overlap, and each lies in its own site', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const sites = sitesOf(seed);
        const subnets = sites.flatMap((site) =>
          subnetsOf(site.cidr, site.zones).map((subnet) => ({ site, zone: subnet.zone, block: block(subnet.cidr) })),
        );
        expect(subnets).toHaveLength(sites.length * 9);
        for (const [index, one] of subnets.entries()) {
          const whole = block(one.site.cidr);
          expect(whole.first <= one.block.first && one.block.last <= whole.last).toBe(true);
          expect(one.zone.slice(0, -1)).toBe(one.site.region);
          for (const other of subnets.slice(index + 1)) expect(overlaps(one.block, other.block)).toBe(false);
        }
      }),
      RUNS,
    );
  });

  test('up to eight zones fit, a zone added at the end moves no subnet, and a ninth is refused', () => {
    const zones = [...'abcdefgh'].map((letter) => `us-east-1${letter}`);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 255 }), (count, second) => {
        const cidr = `10.${second}.0.0/16`;
        const before = subnetsOf(cidr, zones.slice(0, count));
        const after = subnetsOf(cidr, zones.slice(0, count + 1));
        expect(after.slice(0, before.length)).toEqual(before);
        const blocks = after.map((subnet) => block(subnet.cidr));
        blocks.forEach((one, index) => {
          for (const other of blocks.slice(index + 1)) expect(overlaps(one, other)).toBe(false);
        });
      }),
      RUNS,
    );
    expect(() => subnetsOf('10.0.0.0/16', [...zones, 'us-east-1i'])).toThrow(/at most 8 zones/);
    expect(() => subnetsOf('10.0.0.0/20', zones)).toThrow(/is a \/16/);
  });

  test('a site’s default block follows from its region alone, and no two regions share any address', () => {
    const blocks = Object.keys(REGION_BLOCKS).map((region) => block(defaultCidr(region) ?? ''));
    blocks.forEach((one, index) => {
      expect(one.prefix).toBe(16);
      for (const other of blocks.slice(index + 1)) expect(overlaps(one, other)).toBe(false);
    });
    expect(defaultCidr('us-east-1')).toBe('10.16.0.0/16');
    expect(defaultCidr('moon-1')).toBeUndefined();
  });
});

describe('names', () => {
  const kinds = fc.constantFrom(...(Object.keys(NAME_LIMITS) as NameKind[]));
  const word = fc.stringMatching(/^[a-z][a-z0-9]{0,11}(-[a-z0-9]{1,9}){0,4}$/);

  test('a name that fits is its parts, joined', () => {
    expect(nameOf('balancer', 'orders-prod-use1')).toBe('orders-prod-use1');
    expect(nameOf('targetGroup', 'orders-prod-use1', 8080)).toBe('orders-prod-use1-8080');
    expect(nameOf('balancer', 'a'.repeat(32))).toBe('a'.repeat(32));
  });

  test('a name that is too long keeps its beginning and ends in a hash of the whole', () => {
    expect(nameOf('balancer', 'warehouse-catalogue-of-record-prod-use1')).toBe('warehouse-catalogue-of-976682ee');
  });

  test('every name fits what AWS allows, and is made of what AWS allows', () => {
    fc.assert(
      fc.property(kinds, word, word, word, (kind, ...parts) => {
        const name = nameOf(kind, ...parts);
        expect(name.length).toBeLessThanOrEqual(NAME_LIMITS[kind]);
        expect(name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      }),
      { ...RUNS, numRuns: 500 },
    );
  });

  test('different names stay different when they are shortened', () => {
    fc.assert(
      fc.property(word, fc.uniqueArray(word, { minLength: 2, maxLength: 30 }), (start, ends) => {
        const names = ends.map((end) => nameOf('balancer', start.padEnd(30, 'x'), end));
        expect(new Set(names).size).toBe(ends.length);
      }),
      RUNS,
    );
  });
});

describe('sizes', () => {
  const service = { size: { min: 2, serving: 6, max: 12 } } as System['service'];

  test('the founder is born serving, the others standing by', () => {
    expect(fleetSize(service, { founder: true })).toEqual({ minSize: 2, maxSize: 12, desiredCapacity: 6 });
    expect(fleetSize(service, { founder: false })).toEqual({ minSize: 2, maxSize: 12, desiredCapacity: 2 });
  });

  test('Aurora keeps its own backups as long as the recovery points, at most 35 days', () => {
    const days = (retentionDays: number) => automatedBackupDays({ retentionDays } as System['backup']);
    expect([1, 34, 35, 36, 400].map(days)).toEqual([1, 34, 35, 35, 35]);
  });

  test('members stand in the zones in turn', () => {
    expect([0, 1, 2, 3].map((index) => zoneOfMember(['a', 'b', 'c'], index))).toEqual(['a', 'b', 'c', 'a']);
  });
});
