import type { ControlCases } from '../build.ts';
import * as net01 from './NET-01.ts';

export const NETWORK: Readonly<Record<string, ControlCases>> = {
  'NET-01': net01,
};
