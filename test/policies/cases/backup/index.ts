import type { ControlCases } from '../build.ts';
import * as bkp01 from './BKP-01.ts';
import * as bkp02 from './BKP-02.ts';
import * as bkp03 from './BKP-03.ts';
import * as bkp04 from './BKP-04.ts';
import * as bkp05 from './BKP-05.ts';
import * as bkp06 from './BKP-06.ts';
import * as bkp07 from './BKP-07.ts';
import * as bkp08 from './BKP-08.ts';
import * as bkp09 from './BKP-09.ts';
import * as bkp10 from './BKP-10.ts';
import * as bkp11 from './BKP-11.ts';
import * as bkp12 from './BKP-12.ts';
import * as bkp13 from './BKP-13.ts';
import * as bkp14 from './BKP-14.ts';
import * as bkp15 from './BKP-15.ts';
import * as bkp16 from './BKP-16.ts';
import * as bkp17 from './BKP-17.ts';
import * as bkp18 from './BKP-18.ts';
import * as bkp19 from './BKP-19.ts';
import * as bkp20 from './BKP-20.ts';

export const BACKUP: Readonly<Record<string, ControlCases>> = {
  'BKP-01': bkp01,
  'BKP-02': bkp02,
  'BKP-03': bkp03,
  'BKP-04': bkp04,
  'BKP-05': bkp05,
  'BKP-06': bkp06,
  'BKP-07': bkp07,
  'BKP-08': bkp08,
  'BKP-09': bkp09,
  'BKP-10': bkp10,
  'BKP-11': bkp11,
  'BKP-12': bkp12,
  'BKP-13': bkp13,
  'BKP-14': bkp14,
  'BKP-15': bkp15,
  'BKP-16': bkp16,
  'BKP-17': bkp17,
  'BKP-18': bkp18,
  'BKP-19': bkp19,
  'BKP-20': bkp20,
};
