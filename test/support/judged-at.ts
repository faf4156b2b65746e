/** The instant at which tests judge, unless a case names another. */
export const JUDGED_AT_MS = Date.parse('2026-11-26T00:00:00Z');
