import type { ControlCases } from '../build.ts';
import * as tag01 from './TAG-01.ts';

export const TAGGING: Readonly<Record<string, ControlCases>> = {
  'TAG-01': tag01,
};
