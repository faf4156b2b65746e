import type { ControlCases } from '../build.ts';
import * as enc01 from './ENC-01.ts';
import * as enc02 from './ENC-02.ts';
import * as enc03 from './ENC-03.ts';
import * as enc04 from './ENC-04.ts';
import * as enc05 from './ENC-05.ts';
import * as enc06 from './ENC-06.ts';
import * as enc07 from './ENC-07.ts';
import * as enc08 from './ENC-08.ts';
import * as enc09 from './ENC-09.ts';

export const ENCRYPTION: Readonly<Record<string, ControlCases>> = {
  'ENC-01': enc01,
  'ENC-02': enc02,
  'ENC-03': enc03,
  'ENC-04': enc04,
  'ENC-05': enc05,
  'ENC-06': enc06,
  'ENC-07': enc07,
  'ENC-08': enc08,
  'ENC-09': enc09,
};
