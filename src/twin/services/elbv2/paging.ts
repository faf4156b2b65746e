/** ELB's pages (API reference, `PageSize`): up to 400 items; it has no code of its own for a marker that it has not given. */
export const PAGES = {
  size: 'PageSize',
  token: 'Marker',
  least: 1,
  most: 400,
  usual: 400,
  wrongSize: 'ValidationError',
  wrongToken: 'ValidationError',
} as const;
