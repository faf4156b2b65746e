import type { ControlCases } from '../build.ts';
import * as mnt01 from './MNT-01.ts';
import * as mnt02 from './MNT-02.ts';
import * as mnt03 from './MNT-03.ts';
import * as mnt04 from './MNT-04.ts';

export const MAINTENANCE: Readonly<Record<string, ControlCases>> = {
  'MNT-01': mnt01,
  'MNT-02': mnt02,
  'MNT-03': mnt03,
  'MNT-04': mnt04,
};
