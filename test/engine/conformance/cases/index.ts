import type { Case } from '../case.ts';
import { generated } from '../generate.ts';
import { aliases } from './aliases.ts';
import { deleting } from './deleting.ts';
import { inputs } from './inputs.ts';
import { refreshing } from './refreshing.ts';
import { replacing } from './replacing.ts';
import { selecting } from './selecting.ts';

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

/** Every case, by topic. */
export const CASES: Readonly<Record<string, readonly Case[]>> = {
  aliases,
  replacing,
  deleting,
  inputs,
  refreshing,
  selecting,
  generated: SEEDS.map(generated),
};
