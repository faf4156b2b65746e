import { describe, expect, it } from 'vitest';
import { daysUntil } from '../../policies/facts/days.ts';
import kubernetes from '../../policies/facts/eks-versions.json' with { type: 'json' };
import engines from '../../policies/facts/engine-support.json' with { type: 'json' };
import runtimes from '../../policies/facts/lambda-runtimes.json' with { type: 'json' };
import authorities from '../../policies/facts/rds-authorities.json' with { type: 'json' };
import { isSupported, rowOf, type SupportTable } from '../../policies/facts/support.ts';
import { daily, isWithin, overlap, weekly } from '../../policies/facts/windows.ts';
import { JUDGED_AT_MS } from '../support/judged-at.ts';

const TABLES: Readonly<Record<string, SupportTable>> = { authorities, engines, kubernetes, runtimes };

describe('a dated table', () => {
  it('has a source for each row, read on a day or said to be from memory, and days that are days', () => {
    for (const [name, { sources, rows }] of Object.entries(TABLES)) {
      expect(rows.length, name).toBeGreaterThan(0);
      for (const { source, ends, version } of rows) {
        const { title = '', read } = sources[source] ?? {};
        expect(title, `${name} ${version}`).not.toBe('');
        expect(read === null ? title : daysUntil(read ?? '', 0), `${name} ${source}`).not.toBeUndefined();
        if (read === null) expect(title).toBe('from memory, unverified');
        if (ends !== null) expect(daysUntil(ends, 0), `${name} ${version}`).not.toBeUndefined();
      }
      expect(Object.keys(sources).filter((source) => !rows.some((row) => row.source === source))).toEqual([]);
      expect(new Set(rows.map(({ product, version }) => `${product} ${version}`)).size, name).toBe(rows.length);
    }
  });

  it('finds a version of numbers under its beginning, and a name under itself alone', () => {
    expect(rowOf(engines, 'aurora-mysql', '8.0.mysql_aurora.3.08.0')?.version).toBe('8.0');
    expect(rowOf(engines, 'postgres', '16.6')?.version).toBe('16');
    expect(rowOf(engines, 'mysql', '8')).toBeUndefined();
    expect(rowOf(runtimes, 'lambda', 'java17.al2023')?.version).toBe('java17.al2023');
    expect(rowOf(runtimes, 'lambda', 'java17.al2031')).toBeUndefined();
  });

  it('says nothing of a version without an announced end once it is a year old', () => {
    const at = (day: string) => ({ days: 0, nowMs: Date.parse(day), property: 'engineVersion' });
    expect(isSupported(engines, 'kafka', '3.9.x', at('2026-11-26')).verdict).toBe('pass');
    expect(isSupported(engines, 'kafka', '3.9.x', at('2028-11-26')).verdict).toBe('unknown');
  });

  it('counts days to the day: on the last one that is wanted it passes, on the next it fails', () => {
    const left = (days: number) =>
      isSupported(engines, 'postgres', '14.20', { days, nowMs: JUDGED_AT_MS, property: 'engineVersion' }).verdict;
    expect([left(94), left(95)]).toEqual(['pass', 'fail']);
  });
});

describe('a window', () => {
  const spanOf = (text: string) => weekly(text) ?? { from: 0, to: 0 };
  const meet = (one: string, other: string) => overlap(spanOf(one), spanOf(other));

  it('is of the week in UTC, over its end too; what is no window is none', () => {
    expect(weekly('Sun:03:00-Sun:04:00')).toEqual({ from: 180, to: 240 });
    expect(weekly('sat:23:30-sun:00:30')).toEqual({ from: 10_050, to: 10_110 });
    expect(['whenever', 'sun:24:00-sun:24:30', 'sun:3:00-sun:4:00', 'sun:03:00-sun:03:00'].map(weekly)).toEqual(
      Array(4).fill(undefined),
    );
    expect(['3:00-4:00', '03:00-03:00', '03:61-04:00'].map(daily)).toEqual(Array(3).fill(undefined));
    expect(daily('23:30-00:30')?.length).toBe(7);
  });

  it('meets another where they have a minute in common, not where they touch', () => {
    expect(meet('sun:03:00-sun:04:00', 'sun:03:59-sun:05:00')).toBe(true);
    expect(meet('sun:03:00-sun:04:00', 'sun:04:00-sun:05:00')).toBe(false);
    expect(meet('sat:23:30-sun:00:30', 'sun:00:29-sun:01:00')).toBe(true);
    expect(meet('sun:00:00-sun:01:00', 'sat:23:00-sun:00:01')).toBe(true);
    expect(meet('sun:00:00-sun:01:00', 'mon:00:00-mon:01:00')).toBe(false);
  });

  it('lies within a span that goes over the end of the week', () => {
    const weekend = [spanOf('sat:00:00-mon:06:00')];
    expect(isWithin(spanOf('sun:03:00-sun:04:00'), weekend)).toBe(true);
    expect(isWithin(spanOf('sat:23:30-sun:00:30'), weekend)).toBe(true);
    expect(isWithin(spanOf('mon:05:30-mon:06:30'), weekend)).toBe(false);
    expect(isWithin(spanOf('fri:23:30-sat:00:30'), weekend)).toBe(false);
  });
});
