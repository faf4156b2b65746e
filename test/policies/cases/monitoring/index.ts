import type { ControlCases } from '../build.ts';
import * as mon01 from './MON-01.ts';
import * as mon02 from './MON-02.ts';
import * as mon03 from './MON-03.ts';
import * as mon04 from './MON-04.ts';
import * as mon05 from './MON-05.ts';
import * as mon06 from './MON-06.ts';
import * as mon07 from './MON-07.ts';
import * as mon08 from './MON-08.ts';
import * as mon09 from './MON-09.ts';

export const MONITORING: Readonly<Record<string, ControlCases>> = {
  'MON-01': mon01,
  'MON-02': mon02,
  'MON-03': mon03,
  'MON-04': mon04,
  'MON-05': mon05,
  'MON-06': mon06,
  'MON-07': mon07,
  'MON-08': mon08,
  'MON-09': mon09,
};
