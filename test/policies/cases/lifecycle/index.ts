import type { ControlCases } from '../build.ts';
import * as life01 from './LIFE-01.ts';
import * as life02 from './LIFE-02.ts';
import * as life03 from './LIFE-03.ts';
import * as life04 from './LIFE-04.ts';
import * as life05 from './LIFE-05.ts';
import * as life06 from './LIFE-06.ts';

export const LIFECYCLE: Readonly<Record<string, ControlCases>> = {
  'LIFE-01': life01,
  'LIFE-02': life02,
  'LIFE-03': life03,
  'LIFE-04': life04,
  'LIFE-05': life05,
  'LIFE-06': life06,
};
