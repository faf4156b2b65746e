/** Backup's pages (API reference, `MaxResults`). */
export const PAGES = {
  size: 'MaxResults',
  token: 'NextToken',
  least: 1,
  most: 1000,
  usual: 1000,
  wrongSize: 'InvalidParameterValueException',
  wrongToken: 'InvalidParameterValueException',
} as const;
