import { expect, test } from 'vitest';
import { SERVICE_HANDLERS } from '../../../src/twin/services/index.ts';
import { refusalCoverage, tableRows } from '../../support/refusal-coverage.ts';

test('every row of the refusals table is tested, or says why it cannot be reached or is not modelled', async () => {
  const rows = await refusalCoverage();
  expect(rows.length).toBe(tableRows().length);
  expect(rows.length).toBe(298);
  expect(rows.filter(({ status, reason }) => status !== 'tested' && !reason).map(({ row }) => row)).toEqual([]);
});

test('no row of an operation that the twin serves is left out of the lists', async () => {
  const handlers: Readonly<Record<string, object>> = SERVICE_HANDLERS;
  const isServed = (name: string) => {
    const [service = '', operation = ''] = name.split('.');
    return operation in (handlers[service] ?? {});
  };
  const left = (await refusalCoverage()).filter(
    ({ operation, reason }) => reason === `the twin does not serve ${operation}` && isServed(operation),
  );
  expect(left.map(({ row, operation }) => `${row} ${operation}`)).toEqual([]);
});
