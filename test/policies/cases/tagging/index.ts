import type { ControlCases } from '../build.ts';
import * as tag01 from './TAG-01.ts';
import * as tag02 from './TAG-02.ts';
import * as tag03 from './TAG-03.ts';
import * as tag04 from './TAG-04.ts';

export const TAGGING: Readonly<Record<string, ControlCases>> = {
  'TAG-01': tag01,
  'TAG-02': tag02,
  'TAG-03': tag03,
  'TAG-04': tag04,
};
