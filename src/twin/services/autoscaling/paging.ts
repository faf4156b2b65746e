import type { Paging } from '../page.ts';

/** Auto Scaling's pages (API reference): 50 items unless told otherwise. */
export function paging(most: number, usual = 50): Paging<'MaxRecords', 'NextToken'> {
  return {
    size: 'MaxRecords',
    token: 'NextToken',
    least: 1,
    most,
    usual,
    wrongSize: 'ValidationError',
    wrongToken: 'InvalidNextToken',
  };
}
