import type { ControlCases } from '../build.ts';
import * as net01 from './NET-01.ts';
import * as net02 from './NET-02.ts';
import * as net03 from './NET-03.ts';
import * as net04 from './NET-04.ts';
import * as net05 from './NET-05.ts';
import * as net06 from './NET-06.ts';
import * as net07 from './NET-07.ts';
import * as net08 from './NET-08.ts';
import * as net09 from './NET-09.ts';
import * as net10 from './NET-10.ts';
import * as net11 from './NET-11.ts';
import * as net12 from './NET-12.ts';
import * as net13 from './NET-13.ts';
import * as net14 from './NET-14.ts';

export const NETWORK: Readonly<Record<string, ControlCases>> = {
  'NET-01': net01,
  'NET-02': net02,
  'NET-03': net03,
  'NET-04': net04,
  'NET-05': net05,
  'NET-06': net06,
  'NET-07': net07,
  'NET-08': net08,
  'NET-09': net09,
  'NET-10': net10,
  'NET-11': net11,
  'NET-12': net12,
  'NET-13': net13,
  'NET-14': net14,
};
