import * as bkp20 from './BKP-20.ts';
import type { Mutation, RuleCase } from './build.ts';
import * as net01 from './NET-01.ts';
import * as red01 from './RED-01.ts';
import * as red12 from './RED-12.ts';
import * as tag01 from './TAG-01.ts';

/** The cases of every control, by its id. */
export const CASES: Readonly<
  Record<string, { readonly cases: readonly RuleCase[]; readonly mutations: readonly Mutation[] }>
> = {
  'BKP-20': bkp20,
  'NET-01': net01,
  'RED-01': red01,
  'RED-12': red12,
  'TAG-01': tag01,
};
