import type { ControlCases } from '../build.ts';
import * as red01 from './RED-01.ts';
import * as red12 from './RED-12.ts';

export const REDUNDANCY: Readonly<Record<string, ControlCases>> = {
  'RED-01': red01,
  'RED-12': red12,
};
