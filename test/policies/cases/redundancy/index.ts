import type { ControlCases } from '../build.ts';
import * as red01 from './RED-01.ts';
import * as red02 from './RED-02.ts';
import * as red03 from './RED-03.ts';
import * as red04 from './RED-04.ts';
import * as red05 from './RED-05.ts';
import * as red06 from './RED-06.ts';
import * as red07 from './RED-07.ts';
import * as red08 from './RED-08.ts';
import * as red09 from './RED-09.ts';
import * as red10 from './RED-10.ts';
import * as red11 from './RED-11.ts';
import * as red12 from './RED-12.ts';
import * as red13 from './RED-13.ts';
import * as red14 from './RED-14.ts';
import * as red15 from './RED-15.ts';
import * as red16 from './RED-16.ts';
import * as red17 from './RED-17.ts';
import * as red18 from './RED-18.ts';
import * as red19 from './RED-19.ts';
import * as red20 from './RED-20.ts';

export const REDUNDANCY: Readonly<Record<string, ControlCases>> = {
  'RED-01': red01,
  'RED-02': red02,
  'RED-03': red03,
  'RED-04': red04,
  'RED-05': red05,
  'RED-06': red06,
  'RED-07': red07,
  'RED-08': red08,
  'RED-09': red09,
  'RED-10': red10,
  'RED-11': red11,
  'RED-12': red12,
  'RED-13': red13,
  'RED-14': red14,
  'RED-15': red15,
  'RED-16': red16,
  'RED-17': red17,
  'RED-18': red18,
  'RED-19': red19,
  'RED-20': red20,
};
