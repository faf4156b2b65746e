import type { ControlCases } from '../build.ts';
import * as bkp20 from './BKP-20.ts';

export const BACKUP: Readonly<Record<string, ControlCases>> = {
  'BKP-20': bkp20,
};
