import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { AwsError, EndpointUnreachable } from '../../src/twin/aws-error.ts';

/** What the tests say of one row of `src/twin/data/refusals.md`. */
export interface RowCoverage {
  readonly row: string;
  readonly status: 'tested' | 'not-reachable' | 'not-modelled';
  readonly reason?: string;
}

/** A row of the table: what it says, and the codes with their marks. */
export interface RefusalRow {
  readonly row: string;
  readonly operation: string;
  readonly when: string;
  readonly codes: readonly { readonly code: string; readonly mark: string }[];
}

/** The rows whose id begins with one of the prefixes, in the order of the table. */
export function refusalRows(...prefixes: readonly string[]): RefusalRow[] {
  const text = readFileSync(new URL('../../src/twin/data/refusals.md', import.meta.url), 'utf8');
  return text
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => prefixes.some((prefix) => new RegExp(`^${prefix}-\\d+$`).test(cells[1] ?? '')))
    .map((cells) => ({
      row: cells[1] ?? '',
      operation: cells[2] ?? '',
      when: cells[3] ?? '',
      codes: [...(cells[5] ?? '').matchAll(/`([\w.]+)` \((\w)\)/g)].map(([, code = '', mark = '']) => ({ code, mark })),
    }));
}

/** Tests of the rows of one group; call `complete` last. */
export class RefusalTests {
  readonly #rows: readonly RefusalRow[];
  readonly #coverage: readonly RowCoverage[];
  readonly #exercised = new Set<string>();

  constructor(prefixes: readonly string[], coverage: readonly RowCoverage[]) {
    this.#rows = refusalRows(...prefixes);
    this.#coverage = coverage;
  }

  /** A row with a code: the call must be refused with the row's id and this code, marked in the table as said here. */
  refuses(row: string, code: string, mark: string, act: () => unknown): void {
    test(`${row}: ${this.#of(row).when} — ${code} (${mark})`, () => {
      this.#exercised.add(row);
      expect(this.#of(row).codes).toContainEqual({ code, mark });
      const error = thrownBy(act);
      expect({ code: error.code, row: error.row }).toEqual({ code, row });
    });
  }

  /** A row without a code, or a behaviour: the test shows it. */
  shows(row: string, prove: () => void): void {
    test(`${row}: ${this.#of(row).when}`, () => {
      this.#exercised.add(row);
      prove();
    });
  }

  /** Every row of the group has a status; those said to be tested were run, and no other. */
  complete(): void {
    test('every row has a status, and exactly those marked tested are exercised', () => {
      expect(this.#coverage.map(({ row }) => row)).toEqual(this.#rows.map(({ row }) => row));
      const tested = this.#coverage.filter(({ status }) => status === 'tested').map(({ row }) => row);
      expect([...this.#exercised].sort()).toEqual(tested.sort());
      expect(this.#coverage.filter(({ status, reason }) => (status === 'tested') === (reason !== undefined))).toEqual(
        [],
      );
    });
  }

  #of(row: string): RefusalRow {
    const found = this.#rows.find((each) => each.row === row);
    if (!found) throw new Error(`the table has no row ${row}`);
    return found;
  }
}

function thrownBy(act: () => unknown): AwsError {
  try {
    act();
  } catch (error) {
    if (error instanceof AwsError && !(error instanceof EndpointUnreachable)) return error;
    throw error;
  }
  throw new Error('the call was answered');
}
